using System.Text.Json;
using Haechi.Tower.Common;
using Microsoft.AspNetCore.WebUtilities;

namespace Haechi.Web.Api;

/// <summary>A page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Total">How many there are in all, where counting is cheap; else null.</param>
/// <param name="Next">The address of the next page, or null at the end.</param>
public sealed record Listed<T>(IReadOnlyList<T> Items, int? Total, string? Next)
{
    /// <summary>The day of the world, where the list has one.</summary>
    public DateOnly? On { get; init; }

    /// <summary>What had been recorded by then: later pages stay in the state of the first.</summary>
    public Instant? AsOf { get; init; }
}

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Skip">How many were shown before; for lists that are read as of an instant, so that what is recorded meanwhile moves nothing.</param>
/// <param name="Take">How many at most.</param>
/// <param name="After">The key of the last row shown; for lists that are sorted by a key which never changes.</param>
/// <param name="At">The moment to which the list is pinned, or null for lists without one.</param>
internal sealed record Slice(int Skip, int Take, string? After, Moment? At);

/// <summary>A part of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Total">All rows, or null.</param>
/// <param name="Next">The key of the last row; null where <see cref="Slice.Skip"/> counts.</param>
/// <param name="More">True when there are more.</param>
internal sealed record Part<T>(IReadOnlyList<T> Items, int? Total, string? Next, bool More)
{
    /// <summary>A part of a list that is counted.</summary>
    public static Part<T> Of(IReadOnlyList<T> items, int total, Slice slice) => new(items, total, null, slice.Skip + items.Count < total);

    /// <summary>A part of a short list that is at hand as a whole, in the order of a key that never changes.</summary>
    public static Part<T> ByKey(IEnumerable<T> all, Func<T, string> key, Slice slice)
    {
        var sorted = all.OrderBy(key, StringComparer.Ordinal).ToList();
        var rest = sorted.Where(t => slice.After is null || string.CompareOrdinal(key(t), slice.After) > 0).Take(slice.Take + 1).ToList();
        List<T> shown = [.. rest.Take(slice.Take)];
        return new Part<T>(shown, sorted.Count, shown.Count > 0 ? key(shown[^1]) : null, rest.Count > slice.Take);
    }
}

/// <summary>Where a list goes on. Opaque to callers; bound to the question, so that it cannot be used with another.</summary>
internal sealed record Cursor(int Skip, string? After, DateOnly? On, long? AsOf, string Question)
{
    private static readonly Refusal Wrong = Refusal.Because("wrong-cursor", "이 cursor를 읽을 수 없거나 다른 질문의 것입니다. 답의 next 주소를 그대로 쓰십시오.", "this cursor cannot be read, or belongs to another question; use the address in next as it is", "cursor");

    public string Write() => WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Options));

    public static Result<Cursor> Read(string text, string question)
    {
        try
        {
            return JsonSerializer.Deserialize<Cursor>(WebEncoders.Base64UrlDecode(text), ApiJson.Strict) is { Skip: >= 0 and < 100_000_000 } cursor && cursor.Question == question
                && (cursor.AsOf is null || (cursor.AsOf > 0 && cursor.AsOf < 8_000_000_000_000_000)) && cursor.After?.Contains('\0', StringComparison.Ordinal) != true ? cursor : Wrong;
        }
        catch (Exception broken) when (broken is JsonException or FormatException or ArgumentException or InvalidOperationException)
        {
            return Wrong;
        }
    }

    /// <summary>A short print of the question: the path and its parameters without cursor and limit.</summary>
    public static string QuestionOf(ApiCall call) => Digest.Of(call.Http.Request.Path + "?" + string.Join('&',
        call.Http.Request.Query.Where(q => q.Key is not ("cursor" or "limit")).OrderBy(q => q.Key, StringComparer.Ordinal).SelectMany(q => q.Value, (q, v) => q.Key + "=" + v)))[..16];
}
