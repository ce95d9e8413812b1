using System.Text;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Tower.Register.Matching;
using Haechi.Tower.Register.Profiles;

namespace Haechi.Tower.Register.Importing;

/// <summary>Which column of a table becomes which fact, as an officer decided it or the matcher proposes it. A null field is a column that is kept as it stands.</summary>
/// <param name="Fields">The question's id by the column's key.</param>
public sealed record ColumnChoices(IReadOnlyDictionary<string, string?> Fields)
{
    /// <summary>The choices that the matcher is sure enough of.</summary>
    public static ColumnChoices Of(IEnumerable<ColumnMatch> matches) => new(matches.ToDictionary(m => m.Column, m => m.Field, StringComparer.Ordinal));
}

/// <summary>What a mapping builds on besides the choices of columns.</summary>
/// <param name="Known">The profiles built in: the general one tells how people spell values.</param>
/// <param name="Map">A column map that reads the facts of law books from the same table, or null.</param>
/// <param name="MapText">The text of that map.</param>
public sealed record MappingBase(ProfileSet Known, FactMap? Map = null, string? MapText = null);

/// <summary>Makes a profile of a mapping, so that there is one way to read rows, and a saved mapping is a profile like those built in.</summary>
public static class MappingProfile
{
    /// <summary>The profile as YAML. <paramref name="values"/> says what the spellings of a column mean, by column and spelling.</summary>
    public static string Yaml(
        string id, string title, IReadOnlyList<string> columns, ColumnChoices choices, BookSet books, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? values = null, MappingBase? from = null)
    {
        var text = new StringBuilder();
        var keys = from?.Map is { IdColumns: { Count: > 0 } named } ? Headers(named, columns) : ColumnOf("source_number", columns, choices) is { } key ? [key] : [];
        text.Append("profile: ").AppendLine(Quote(id)).Append("title: {ko: ").Append(Quote(title)).Append(", en: ").Append(Quote(title)).AppendLine("}");
        text.AppendLine("jurisdiction: any").AppendLine("language: ko");
        text.Append("books: [").AppendJoin(", ", books.Books.Select(b => b.Id)).AppendLine("]");
        text.Append("id: {scheme: ").Append(Quote(id)).Append(", columns: [").AppendJoin(", ", keys.Select(Quote)).AppendLine("]}");
        if (from?.MapText is { } map)
        {
            text.Append("map_text: ").AppendLine(Quote(map));
        }
        foreach (var (name, question) in new[] { ("organisation", "organisation"), ("unit", "unit"), ("name", "name") })
        {
            if (ColumnOf(question, columns, choices) is { } column)
            {
                text.Append(name).Append(": ").AppendLine(Quote(column));
            }
        }
        text.AppendLine("columns:");
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in columns.Where(c => c.Length > 0))
        {
            text.Append("  - header: ").AppendLine(Quote(column));
            if (choices.Fields.GetValueOrDefault(column) is { } field && ImportFields.Find(books, field) is { } question && used.Add(field))
            {
                Fact(text, question, values?.GetValueOrDefault(column), from?.Known);
            }
        }
        return text.ToString();
    }

    private static void Fact(StringBuilder text, Question question, IReadOnlyDictionary<string, string>? values, ProfileSet? known)
    {
        text.Append("    fact: ").AppendLine(question.Id);
        if (question.Type == QuestionType.Set)
        {
            text.AppendLine("    list: semicolon");
        }
        var spellings = Spellings(question, values, known);
        if (spellings.Count > 0)
        {
            text.AppendLine("    values:");
            foreach (var (spelling, value) in spellings)
            {
                text.Append("      ").Append(Quote(spelling)).Append(": ").AppendLine(value is "true" or "false" ? value : Quote(value));
            }
        }
    }

    /// <summary>The columns of a table that a map names, by the table's own headers.</summary>
    internal static List<string> Headers(IEnumerable<MapColumn> named, IReadOnlyList<string> columns)
    {
        var index = new HeaderIndex(columns);
        return [.. named.Select(c => index.Of(c.Header)).Where(i => i >= 0).Select(i => columns[i])];
    }

    /// <summary>What officers said of the column's own spellings, then the titles and ids of the question's values, then how the general profile spells them.</summary>
    private static Dictionary<string, string> Spellings(Question question, IReadOnlyDictionary<string, string>? values, ProfileSet? known)
    {
        var spellings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (spelling, value) in values ?? new Dictionary<string, string>())
        {
            spellings.TryAdd(spelling.Trim(), value);
        }
        foreach (var value in question.Values)
        {
            foreach (var name in value.Title.All.Values.Append(value.Id).Where(n => n.Length > 0))
            {
                spellings.TryAdd(name, value.Id);
            }
        }
        foreach (var cell in (known?.All ?? []).Where(p => p.Generic).SelectMany(p => p.Columns).SelectMany(c => c.Facts).Where(f => f.Path == question.Id).SelectMany(f => f.Values ?? []).Where(v => v.Value is not null))
        {
            spellings.TryAdd(cell.Cell, cell.Value!);
        }
        return spellings;
    }

    private static string? ColumnOf(string question, IReadOnlyList<string> columns, ColumnChoices choices) => columns.FirstOrDefault(c => choices.Fields.GetValueOrDefault(c) == question);

    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal) + "\"";
}
