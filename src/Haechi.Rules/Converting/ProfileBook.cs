using Haechi.Rules.Books;

namespace Haechi.Rules.Converting;

/// <summary>
/// Writes requirements as a rulebook: a duty per requirement under its URN, with its measures as evidence. Facts are <c>{attribute: [labels]}</c>. The questions are open, because
/// the labels belong to whoever made the profile and the requirements name only those that they demand.
/// </summary>
internal static class ProfileBook
{
    public static IEnumerable<(string Name, YamlMap Root)> Files(string folder, IReadOnlyList<Requirement> requirements, IReadOnlyDictionary<string, List<string>> attributes, ConvertOptions options, string id)
    {
        var title = $"Vereisten: {Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))}";
        yield return ("book.yaml", ConvertedBook.Head(id, "1", Make.Text(title), ["nl"], folder, options));
        yield return ("questions.yaml", Make.Map(("questions", Make.Map(attributes.Select(a => (a.Key, (YamlNode?)Question(a.Key, a.Value)))))));
        yield return ("requirements.yaml", Make.Map(("rules", Make.List(requirements.Select(Rule)))));
    }

    private static YamlMap Question(string attribute, List<string> values) => Make.Map(
        ("type", Make.Word("set")),
        ("open", Make.Word("true")),
        ("of", Make.Texts(values)),
        ("ask", Make.Text($"Wat is van toepassing: {attribute}?")));

    private static YamlMap Rule(Requirement requirement)
    {
        // Neither always nor by profile: the source does not say when it applies, and unknown is never no.
        var unsaid = !requirement.Always && requirement.Profiles.Count == 0;
        return Make.Map(
            ("id", Make.Text(requirement.Urn)),
            ("title", Make.Text(requirement.Name)),
            ("cite", Make.Text(requirement.Cite)),
            ("note", Make.Text(requirement.Note)),
            ("when", unsaid ? null : Make.Text(When(requirement))),
            ("decide", unsaid ? Make.Map(("yes", Make.Text("false")), ("no", Make.Text("false"))) : null),
            ("look_at", unsaid ? Make.Text("De bron noemt niet wanneer deze vereiste geldt.") : null),
            ("oblige", Make.Map(
                ("id", Make.Text(requirement.Urn)),
                ("modality", Make.Word("must")),
                ("evidence", requirement.Measures.Count > 0 ? Make.Texts(requirement.Measures) : null))));
    }

    private static string When(Requirement requirement)
    {
        if (requirement.Always || requirement.Profiles.Any(p => p.Count == 0))
        {
            return "true";
        }
        var profiles = requirement.Profiles.Select(p => string.Join(" && ", p.Select(d => $"`{d.Attribute}` overlaps [{string.Join(", ", d.Values.Select(Quote))}]"))).ToList();
        return profiles is [var only] ? only : string.Join(" || ", profiles.Select(p => $"({p})"));
    }

    private static string Quote(string value) => value.Contains('\'', StringComparison.Ordinal) ? $"\"{value}\"" : $"'{value}'";
}
