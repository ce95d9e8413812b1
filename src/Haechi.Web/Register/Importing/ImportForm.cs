using System.Globalization;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Tables;
using Haechi.Web.Frame;
using Microsoft.Extensions.Primitives;

namespace Haechi.Web.Register.Importing;

/// <summary>Everything that an officer decided about a file so far. It travels in the form; the server keeps the bytes alone.</summary>
public sealed record ImportForm
{
    /// <summary>The value of <see cref="Profile"/> that asks for matching column by column.</summary>
    public const string Match = "-";

    /// <summary>SHA-256 of the file.</summary>
    public required string Hash { get; init; }

    /// <summary>The name that the file came with.</summary>
    public string Name { get; init; } = "";

    /// <summary>The encoding, or null to find it out.</summary>
    public string? Encoding { get; init; }

    /// <summary>The sheet, or null to find it out.</summary>
    public string? Sheet { get; init; }

    /// <summary>The line of the headers as typed, or null to find it out.</summary>
    public string? Header { get; init; }

    /// <summary>The profile; null for the one that fits, <see cref="Match"/> for none.</summary>
    public string? Profile { get; init; }

    /// <summary>The name under which a mapping is kept, or null for the file's.</summary>
    public string? SaveAs { get; init; }

    /// <summary>True when departments are made; null before anybody said.</summary>
    public bool? Departments { get; init; }

    /// <summary>True when the profile's books are installed with the import.</summary>
    public bool Install { get; init; } = true;

    /// <summary>The day of the facts as typed, or null for today.</summary>
    public string? FactsOn { get; init; }

    /// <summary>True when the form was sent, so that what is missing in it was left out on purpose.</summary>
    public bool Sent { get; init; }

    /// <summary>The field of each column by the column's mark; an empty text keeps the column as it stands.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>What spellings mean, by the column's mark and the spelling.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Values { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>How the file is read.</summary>
    public TableOptions Reading => new(Encoding, null, HeaderLine, Sheet);

    /// <summary>The line of the headers, or null when none or no number was typed.</summary>
    public int? HeaderLine => int.TryParse(Header, NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line > 0 ? line : null;

    /// <summary>The day of the facts, or null.</summary>
    public DateOnly? FactsDay => AskedMoment.Day(FactsOn);

    /// <summary>Reads an address or a form.</summary>
    public static ImportForm Read(string hash, IEnumerable<KeyValuePair<string, StringValues>> from, bool sent)
    {
        var given = from.ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        string? Text(string name) => given.GetValueOrDefault(name)?.Trim() is { Length: > 0 } text ? text : null;
        return new ImportForm
        {
            Hash = hash, Name = Text("name") ?? "", Encoding = Text("encoding"), Sheet = given.GetValueOrDefault("sheet") is { Length: > 0 } sheet ? sheet : null, Header = Text("header"), Profile = Text("profile"),
            SaveAs = Text("save-as"), Departments = sent ? Text("departments") is not null : null, Install = !sent || Text("asked-install") is null || Text("install") is not null, FactsOn = Text("facts-on"), Sent = sent,
            Fields = given.Where(g => g.Key.StartsWith("c.", StringComparison.Ordinal)).ToDictionary(g => g.Key[2..], g => g.Value, StringComparer.Ordinal), Values = ValuesOf(given),
        };
    }

    /// <summary>A short mark of a column's key, fit for the name of a control whatever the header holds.</summary>
    public static string MarkOf(string key) => Digest.Of(key)[..16];

    private static Dictionary<string, IReadOnlyDictionary<string, string>> ValuesOf(Dictionary<string, string> given)
    {
        var values = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (name, spelling) in given.Where(g => g.Key.StartsWith("s.", StringComparison.Ordinal)))
        {
            if (given.GetValueOrDefault("v." + name[2..]) is not { Length: > 0 } value)
            {
                continue;
            }
            var column = name[2..].Split('.')[0];
            var known = values.TryGetValue(column, out var those) ? (Dictionary<string, string>)those : [];
            known[spelling] = value;
            values[column] = known;
        }
        return values;
    }
}
