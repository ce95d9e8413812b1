using System.Text;
using Haechi.Rules.Books;

namespace Haechi.Rules.Converting;

/// <summary>How to convert.</summary>
/// <param name="Id">The id of the book to be made, such as <c>nl/decision-tree</c>; null for the kind's own.</param>
/// <param name="From">The day from which the book is in force; null when the source names none: always.</param>
public sealed record ConvertOptions(string? Id = null, DateOnly? From = null);

/// <summary>A rulebook made from somebody else's rule package, in memory. It has been read back and bound without errors.</summary>
public sealed class ConvertedBook
{
    private const string Mark = "# Converted by 'haechi rules convert";

    private ConvertedBook(string id, IReadOnlyList<(string Name, string Text)> files) => (Id, Files) = (id, files);

    /// <summary>The id of the book.</summary>
    public string Id { get; }

    /// <summary>The files of the book: name and text.</summary>
    public IReadOnlyList<(string Name, string Text)> Files { get; }

    /// <summary>The book ready for use, without writing it.</summary>
    public BookSet Load() => Read(Files, new Findings()) ?? throw new InvalidOperationException("The book was checked when it was made.");

    /// <summary>
    /// Writes the book into <paramref name="folder"/>, which is made when it is missing. Every file appears whole or not at all.
    /// </summary>
    /// <exception cref="RefusedException">The folder has YAML files that no conversion wrote: they would become part of the book, or be lost.</exception>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var strangers = Directory.EnumerateFiles(folder, "*.yaml").Where(f => !IsOurs(f)).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        if (strangers.Count > 0)
        {
            throw RefusedException.Because("not-empty", new Place(folder, 0, 0), $"폴더에 다른 YAML 파일({string.Join(", ", strangers)})이 있습니다. 책에 섞이거나 지워질 수 있으니 빈 폴더를 주십시오.",
                $"the folder has other YAML files ({string.Join(", ", strangers)}), which would become part of the book or be lost; give an empty folder");
        }
        foreach (var old in Directory.EnumerateFiles(folder, "*.yaml").Where(f => Files.All(x => x.Name != Path.GetFileName(f))).ToList())
        {
            File.Delete(old);
        }
        foreach (var (name, text) in Files)
        {
            var target = Path.Combine(folder, name);
            File.WriteAllText(target + ".new", text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(target + ".new", target, overwrite: true);
        }
    }

    /// <summary>Makes the files and reads them back; null when a name of the source cannot be used in a book, which is then among the findings.</summary>
    internal static ConvertedBook? Of(string kind, string id, IEnumerable<(string Name, YamlMap Root)> parts, Findings findings)
    {
        if (findings.HasErrors)
        {
            return null;
        }
        var files = parts.Select(p => (p.Name, YamlWriter.Write($"{Mark[2..]} {kind}'. The source stays with its owner; convert again when it changes.", p.Root))).ToList();
        return findings.HasErrors || Read(files, findings) is null ? null : new ConvertedBook(id, files);
    }

    private static BookSet? Read(IReadOnlyList<(string Name, string Text)> files, Findings findings) =>
        RulebookReader.Read("converted", files, findings) is { } book && !findings.HasErrors ? BookSet.Of([book], findings) : null;

    private static bool IsOurs(string file)
    {
        using var reader = new StreamReader(file);
        var start = new char[Mark.Length];
        return reader.ReadBlock(start, 0, start.Length) == start.Length && start.AsSpan().SequenceEqual(Mark);
    }

    /// <summary>The head of a converted book.</summary>
    internal static YamlMap Head(string id, string version, YamlNode title, IEnumerable<string> languages, string file, ConvertOptions options, params (string Key, YamlNode? Value)[] more) =>
        Make.Map(
        [
            ("rulebook", Make.Text(id)),
            ("version", Make.Text(version)),
            ("title", title),
            ("rank", Make.Word("national")),
            ("languages", Make.Texts(languages)),
            ("source", Make.Map(("file", Make.Text(Path.GetFileName(file))))),
            ("stages", Make.List(
            [
                Make.Map(
                    ("from", Make.Word((options.From ?? DateOnly.MinValue).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))),
                    ("stage", Make.Word("enforced")),
                    ("cite", Make.Text(options.From is null ? "the source names no date of entry into force" : "given when the book was converted"))),
            ])),
            .. more,
        ]);

    /// <summary>A condition <c>a || b || …</c> may be long: parts of it become rules of their own, which the returned condition names.</summary>
    internal static string AnyOf(string id, IReadOnlyList<string> terms, Func<string, string, YamlMap> ruleOf, List<YamlNode> rules)
    {
        const int Most = 12_000;
        if (terms.Count == 0)
        {
            return "false";
        }
        var all = string.Join(" || ", terms);
        if (all.Length <= Most || terms.Count == 1)
        {
            return all;
        }
        var half = terms.Count / 2;
        List<string> names = [];
        foreach (var (part, n) in new[] { (terms.Take(half).ToList(), 1), (terms.Skip(half).ToList(), 2) })
        {
            var partId = $"{id}/part-{n}";
            rules.Add(ruleOf(partId, AnyOf(partId, part, ruleOf, rules)));
            names.Add($"`{partId}`");
        }
        return string.Join(" || ", names);
    }
}
