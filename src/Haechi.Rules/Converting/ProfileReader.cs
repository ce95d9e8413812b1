using Haechi.Rules.Books;

namespace Haechi.Rules.Converting;

/// <summary>A requirement: it applies always, or when one of its profiles fits. A profile is a list of demands: an attribute with the values of which one must be there.</summary>
internal sealed record Requirement(
    string Urn, string Name, string Note, string Cite, bool Always, IReadOnlyList<IReadOnlyList<(string Attribute, IReadOnlyList<string> Values)>> Profiles,
    IReadOnlyList<string> Measures, Place Place);

/// <summary>Reads a folder of requirements as the Dutch task registry keeps them: one YAML file each, with an <c>ai_act_profile</c>.</summary>
internal sealed class ProfileReader(Findings findings)
{
    /// <summary>Every attribute that some profile names, with the values that are demanded of it, in order of first mention.</summary>
    public Dictionary<string, List<string>> Attributes { get; } = new(StringComparer.Ordinal);

    public List<Requirement> Read(IEnumerable<string> files)
    {
        var requirements = files.Select(f => Read(f, File.ReadAllText(f))).OfType<Requirement>().ToList();
        foreach (var twice in requirements.GroupBy(r => r.Urn, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            findings.Error("duplicate", twice.Last().Place, $"urn '{twice.Key}'이(가) {twice.First().Place}에도 있습니다.", $"the urn '{twice.Key}' is also at {twice.First().Place}");
        }
        return requirements;
    }

    private Requirement? Read(string file, string text)
    {
        var before = findings.All.Count;
        if (YamlFile.Read(file, text, findings) is not YamlMap map)
        {
            if (findings.All.Count > before)
            {
                return null;
            }
            findings.Error("wrong-file", new Place(file, 1, 1), "요건 파일이 아닙니다. urn과 name이 있는 YAML이 필요합니다.", "this is not a requirement; expected YAML with urn and name");
            return null;
        }
        var fields = new SourceFields(map, findings);
        var urn = fields.Required("urn")?.Trim() ?? "";
        var name = PlainText.Of(fields.Required("name"));
        var profiles = fields.Node("ai_act_profile") is YamlMap one ? [ReadProfile(one)] : fields.Maps("ai_act_profile").Select(p => ReadProfile(p.Map)).ToList();
        var always = ReadAlways(fields);
        if (!always && profiles.Count == 0)
        {
            findings.Warning("no-profile", fields.Place,
                $"'{urn}'은(는) 언제 적용되는지 적혀 있지 않아 REVIEW가 됩니다.", $"'{urn}' is neither always applicable nor has a profile: whether it applies is left to a person (REVIEW)");
        }
        var note = PlainText.Of(fields.Text("explanation") ?? fields.Text("description"));
        var measures = fields.Scalars("links").Select(l => l.Value.Trim()).Where(l => l.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        return new Requirement(urn, name, note, fields.Text("url") is { } url ? $"{urn} ({url})" : urn, always, profiles, measures, fields.Place);
    }

    private List<(string, IReadOnlyList<string>)> ReadProfile(YamlMap map)
    {
        var profile = new List<(string, IReadOnlyList<string>)>();
        var fields = new SourceFields(map, findings);
        foreach (var (key, _) in map.Entries)
        {
            CheckName(key);
            var values = fields.Scalars(key.Value);
            values.ToList().ForEach(CheckName);
            List<string> texts = [.. values.Select(v => v.Value.Trim()).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal)];
            var known = Attributes.TryGetValue(key.Value, out var list) ? list : Attributes[key.Value] = [];
            known.AddRange(texts.Where(t => !known.Contains(t)));
            if (texts.Count > 0)
            {
                profile.Add((key.Value, texts));
            }
        }
        return profile;
    }

    /// <summary>Names stand in back quotes and values in quotes in a condition, which has no escapes.</summary>
    private void CheckName(YamlScalar name)
    {
        if (name.Value.Contains('`', StringComparison.Ordinal) || (name.Value.Contains('\'', StringComparison.Ordinal) && name.Value.Contains('"', StringComparison.Ordinal)) || name.Value.Any(char.IsControl))
        {
            findings.Error("wrong-value", name.Place, "이름이나 값에 `, 제어 문자 또는 두 가지 따옴표를 함께 쓸 수 없습니다.", "a name or value may not hold a back quote, control characters or both kinds of quotes");
        }
    }

    private bool ReadAlways(SourceFields fields)
    {
        switch (fields.Scalar("always_applicable")?.Value.ToLowerInvariant())
        {
            case null or "0" or "false":
                return false;
            case "1" or "true":
                return true;
            case var other:
                findings.Error("wrong-value", fields.Scalar("always_applicable")!.Place, $"always_applicable에 '{SourceFields.Shorten(other, 60)}'이(가) 있습니다. 0 또는 1이어야 합니다.",
                    $"always_applicable has '{SourceFields.Shorten(other, 60)}'; expected 0 or 1");
                return false;
        }
    }
}
