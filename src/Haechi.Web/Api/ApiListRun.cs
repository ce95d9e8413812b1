using System.Globalization;
using Haechi.Tower.Common;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Haechi.Web.Api;

/// <summary>Reads a part of a list.</summary>
internal delegate Task<Result<Part<T>>> ReadPart<T>(ApiCall call, Slice slice);

/// <summary>Answers lists: a page with the address of the next one, or the whole as CSV or JSON Lines.</summary>
internal static class ApiListRun
{
    private const int Usual = 100;
    public const int Most = 1000;

    public static ApiQuery Limit { get; } = ApiQuery.Number("limit", "한 쪽의 줄 수(기본 100)", "Rows of a page; 100 when left out", 1, Most);

    public static ApiQuery CursorQuery { get; } = ApiQuery.Text("cursor", "앞 답의 next에 들어 있는 이어 읽기 표시", "Where to go on, from the next of the answer before");

    /// <summary>Answers with one page, or with everything when the Accept header asks for CSV or JSON Lines.</summary>
    public static async Task Page<T>(ApiCall call, ReadPart<T> read)
    {
        var accepted = call.Http.Request.GetTypedHeaders().Accept.OrderByDescending(a => a.Quality ?? 1).Select(a => a.MediaType.Value).FirstOrDefault(m => m is "text/csv" or "application/jsonl" or "application/x-ndjson" or "application/json");
        if (accepted is not (null or "application/json"))
        {
            await ApiBulk.Whole(call, read, csv: accepted == "text/csv");
            return;
        }
        var question = Cursor.QuestionOf(call);
        var from = call.Text("cursor") is { } text ? Cursor.Read(text, question) : new Cursor(0, null, null, null, question);
        if (!from.Done)
        {
            await call.Refuse(from.Refusals);
            return;
        }
        var slice = new Slice(from.Value.Skip, call.Number("limit") ?? Usual, from.Value.After, Pinned(call, from.Value));
        var part = await read(call, slice);
        if (!part.Done)
        {
            await call.Refuse(part.Refusals);
            return;
        }
        var next = part.Value.More ? Next(call, new Cursor(part.Value.Next is null ? slice.Skip + part.Value.Items.Count : 0, part.Value.Next, slice.At?.On, slice.At?.AsOf, question)) : null;
        if (next is not null)
        {
            call.Http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        }
        await call.Json(new Listed<T>(part.Value.Items, part.Value.Total, next) { On = slice.At?.On, AsOf = Instant.Of(slice.At?.AsOf) });
    }

    /// <summary>The moment of the list. One that is asked for now is pinned to this instant, so that its pages are pages of one list.</summary>
    public static Moment? Pinned(ApiCall call, Cursor? from = null) => !call.Endpoint.Query.Contains(ApiQuery.AsOf) ? null
        : from is { On: { } on, AsOf: { } by } ? new Moment(on, by)
        : call.Moment is { } asked ? asked with { AsOf = asked.AsOf ?? call.Clock.Micros } : new Moment(call.Clock.Today, call.Clock.Micros);

    private static string Next(ApiCall call, Cursor cursor)
    {
        var here = Query.With(call.Http.Request.Path + call.Http.Request.QueryString, "cursor", cursor.Write());
        return call.Number("limit") is { } limit ? Query.With(here, "limit", limit.ToString(CultureInfo.InvariantCulture)) : here;
    }
}
