using System.Collections.Immutable;
using System.Text.Json;

namespace Haechi.Tower.Register.Matching;

/// <summary>A header that people of this installation took for a field, and how often. <paramref name="Field"/> null: it was none of the fields.</summary>
public sealed record LearnedHeader(string Header, string? Field, int Count);

/// <summary>A value of a field that people gave as another, and in how many cells.</summary>
public sealed record LearnedValue(string Field, string Original, string Recoded, int Count);

/// <summary>
/// What an installation has learned from the mappings that its people confirmed. Immutable: learning gives a new store. Similar headers and values profit too, not only equal ones.
/// </summary>
public sealed class LearnedExamples
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lazy<LearnedIndex> _index;

    private LearnedExamples(ImmutableList<LearnedHeader> headers, ImmutableList<LearnedValue> values)
    {
        (Headers, Values) = (headers, values);
        _index = new Lazy<LearnedIndex>(() => new LearnedIndex(this));
    }

    /// <summary>Nothing learned.</summary>
    public static LearnedExamples None { get; } = new([], []);

    /// <summary>A store of rows kept elsewhere; equal ones are added up.</summary>
    public static LearnedExamples Of(IEnumerable<LearnedHeader> headers, IEnumerable<LearnedValue> values) => new(
        [.. headers.Where(h => h.Count > 0).GroupBy(h => (h.Header, h.Field)).Select(g => g.First() with { Count = g.Sum(h => h.Count) })],
        [.. values.Where(v => v.Count > 0).GroupBy(v => (v.Field, v.Original, v.Recoded)).Select(g => g.First() with { Count = g.Sum(v => v.Count) })]);

    /// <summary>Headers with their fields.</summary>
    public ImmutableList<LearnedHeader> Headers { get; }

    /// <summary>Values with what they were given as.</summary>
    public ImmutableList<LearnedValue> Values { get; }

    internal LearnedIndex Index => _index.Value;

    /// <summary>This store and one more confirmed header. <paramref name="field"/> null: people said that the column is none of the fields.</summary>
    public LearnedExamples Learn(string header, string? field, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var at = Headers.FindIndex(h => h.Header == header && h.Field == field);
        return new LearnedExamples(at < 0 ? Headers.Add(new LearnedHeader(header, field, count)) : Headers.SetItem(at, Headers[at] with { Count = Headers[at].Count + count }), Values);
    }

    /// <summary>This store and one more confirmed value of a field.</summary>
    public LearnedExamples Learn(string field, string original, string recoded, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var at = Values.FindIndex(v => v.Field == field && v.Original == original && v.Recoded == recoded);
        return new LearnedExamples(Headers, at < 0 ? Values.Add(new LearnedValue(field, original, recoded, count)) : Values.SetItem(at, Values[at] with { Count = Values[at].Count + count }));
    }

    /// <summary>This store and what another has learned.</summary>
    public LearnedExamples And(LearnedExamples other) => Of(Headers.Concat(other.Headers), Values.Concat(other.Values));

    /// <summary>As JSON, to be kept.</summary>
    public string ToJson() => JsonSerializer.Serialize(new Stored([.. Headers], [.. Values]), Json);

    /// <summary>From <see cref="ToJson"/>; a refusal when the text is not that.</summary>
    public static Common.Result<LearnedExamples> FromJson(string json)
    {
        try
        {
            var stored = JsonSerializer.Deserialize<Stored>(json, Json);
            return Of((stored?.Headers ?? []).Where(h => h is { Header: not null }), (stored?.Values ?? []).Where(v => v is { Field: not null, Original: not null, Recoded: not null }));
        }
        catch (JsonException e)
        {
            return new Common.Refusal("not-learned-examples", Rules.LocalText.Of(
                $"학습된 대응 예를 읽을 수 없습니다: {e.LineNumber + 1}번째 줄이 올바른 JSON이 아닙니다.", $"the learned examples cannot be read: line {e.LineNumber + 1} is not valid JSON"),
                Next: Rules.LocalText.Of("파일을 내보낸 그대로 다시 올리거나, 학습된 예 없이 진행하십시오.", "give the file as it was exported, or go on without learned examples"));
        }
    }

    private sealed record Stored(List<LearnedHeader> Headers, List<LearnedValue> Values);
}
