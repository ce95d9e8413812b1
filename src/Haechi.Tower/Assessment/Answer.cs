using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Haechi.Tower.Assessment;

/// <summary>A fact that filled an answer: which, where it came from, and of which day.</summary>
public sealed record UsedSource(string Fact, string Source, DateOnly? On);

/// <summary>What was filled in, and from what. An answer that is no longer the same was edited by a person.</summary>
public sealed record Origin(Answer Value, IReadOnlyList<UsedSource> Sources);

/// <summary>
/// The answer to one item, or one cell of a table. Blank is blank: never a no. A text stands in Korean, which publishing needs, and in English if wanted.
/// </summary>
public sealed record Answer
{
    /// <summary>Nothing answered.</summary>
    public static Answer Blank { get; } = new();

    /// <summary>The Korean text.</summary>
    public string Ko { get; init; } = "";

    /// <summary>The English text; may be empty.</summary>
    public string En { get; init; } = "";

    /// <summary>The chosen options.</summary>
    public IReadOnlyList<string> Chosen { get; init; } = [];

    /// <summary>The rows of a table, by column.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, Answer>> Rows { get; init; } = [];

    /// <summary>What filled it, or null.</summary>
    public Origin? From { get; init; }

    /// <summary>True when the facts behind an edited answer changed and nobody has looked at it since.</summary>
    public bool Check { get; init; }

    /// <summary>True when nothing was answered. English alone is no answer: the Korean page would be empty.</summary>
    [JsonIgnore]
    public bool IsBlank => string.IsNullOrWhiteSpace(Ko) && Chosen.Count == 0 && Rows.All(r => r.Values.All(c => c.IsBlank && string.IsNullOrWhiteSpace(c.En)));

    /// <summary>True when it was filled from facts and a person has changed it.</summary>
    [JsonIgnore]
    public bool IsEdited => From is not null && !Says(From.Value);

    /// <summary>True when it was filled from facts and stands as it was filled.</summary>
    [JsonIgnore]
    public bool IsAsFilled => From is not null && Says(From.Value);

    /// <summary>The text in a language; the Korean one when there is no other.</summary>
    public string In(string language) => language == "en" && !string.IsNullOrWhiteSpace(En) ? En : Ko;

    /// <summary>True when both say the same, whatever filled them.</summary>
    public bool Says(Answer other) =>
        Ko == other.Ko && En == other.En && Chosen.Order(StringComparer.Ordinal).SequenceEqual(other.Chosen.Order(StringComparer.Ordinal), StringComparer.Ordinal) && Rows.Count == other.Rows.Count
        && Rows.Zip(other.Rows).All(p => p.First.Keys.Union(p.Second.Keys, StringComparer.Ordinal).All(c => (p.First.GetValueOrDefault(c) ?? Blank).Says(p.Second.GetValueOrDefault(c) ?? Blank)));
}

/// <summary>The answers of one version, by item; the same text for the same answers.</summary>
public static class AnswersJson
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>Writes answers, items in order; blank ones are left out.</summary>
    public static string Write(IReadOnlyDictionary<string, Answer> answers) =>
        JsonSerializer.Serialize(new SortedDictionary<string, Answer>(answers.Where(a => !a.Value.IsBlank || a.Value.En.Length > 0 || a.Value.From is not null).ToDictionary(), StringComparer.Ordinal), Form);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyDictionary<string, Answer> Read(string text) => JsonSerializer.Deserialize<Dictionary<string, Answer>>(text, Form)!;
}

/// <summary>Puts answers as they came from a person into the shape of their item.</summary>
internal static class AnswerShape
{
    public const int LongestText = 20_000;
    public const int MostRows = 60;

    /// <summary>The answer with what the item does not know left out: other options, other columns, empty rows.</summary>
    public static Answer Of(FormItem item, Answer raw) => item.Kind switch
    {
        ItemKind.Text => new Answer { Ko = Clean(raw.Ko), En = Clean(raw.En) },
        ItemKind.Table => new Answer { Rows = [.. raw.Rows.Select(r => Row(item, r)).Where(r => r.Values.Any(c => !c.IsBlank || c.En.Length > 0))] },
        _ => new Answer { Chosen = [.. item.Options.Select(o => o.Id).Where(raw.Chosen.Contains).Take(item.Kind == ItemKind.Choice ? 1 : int.MaxValue)] },
    };

    private static Dictionary<string, Answer> Row(FormItem table, IReadOnlyDictionary<string, Answer> row) =>
        table.Columns.Select(c => (c.Id, Cell: Of(c, row.GetValueOrDefault(c.Id) ?? Answer.Blank))).Where(c => !c.Cell.IsBlank || c.Cell.En.Length > 0).ToDictionary(c => c.Id, c => c.Cell, StringComparer.Ordinal);

    private static string Clean(string text) => text.ReplaceLineEndings("\n").Trim().Normalize(NormalizationForm.FormC);

    /// <summary>True when some text or table is longer than a person can read.</summary>
    public static bool TooLong(Answer answer) =>
        answer.Ko.Length > LongestText || answer.En.Length > LongestText || answer.Rows.Count > MostRows || answer.Rows.Any(r => r.Values.Any(TooLong));
}
