using System.Text;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Register.Tables;

namespace Haechi.Web.Api;

/// <summary>Writes a whole list row by row, as CSV with a column for each member, or as a JSON object on each line. Nothing but one portion is held in memory.</summary>
internal static class ApiBulk
{
    private const int Portion = 1000;

    public static async Task Whole<T>(ApiCall call, ReadPart<T> read, bool csv)
    {
        var (slice, begun) = (new Slice(0, Portion, null, ApiListRun.Pinned(call)), false);
        var columns = csv ? CsvColumns.Of(typeof(T)) : [];
        while (true)
        {
            var part = await read(call, slice);
            if (!part.Done)
            {
                // Nothing can be taken back once rows are on their way; the connection breaks, so that nobody takes a part for the whole.
                await (begun ? throw new InvalidOperationException("A list could not be read to its end: " + part.Refusals[0].Code) : call.Refuse(part.Refusals));
                return;
            }
            if (!begun)
            {
                Begin(call, csv);
            }
            await Send(call, csv ? Rows(part.Value.Items, columns, heading: !begun) : Lines(part.Value.Items));
            begun = true;
            if (!part.Value.More)
            {
                return;
            }
            slice = slice with { Skip = part.Value.Next is null ? slice.Skip + part.Value.Items.Count : 0, After = part.Value.Next };
        }
    }

    private static void Begin(ApiCall call, bool csv)
    {
        var response = call.Http.Response;
        response.ContentType = csv ? "text/csv; charset=utf-8" : "application/jsonl";
        response.Headers.ContentDisposition = $"attachment; filename=\"{call.Endpoint.Id}.{(csv ? "csv" : "jsonl")}\"";
    }

    private static Task Send(ApiCall call, string text) => call.Http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), call.Stop).AsTask();

    private static string Lines<T>(IReadOnlyList<T> items) => string.Concat(items.Select(i => JsonSerializer.Serialize(i, ApiJson.Options) + "\n"));

    private static string Rows<T>(IReadOnlyList<T> items, IReadOnlyList<CsvColumn> columns, bool heading)
    {
        List<IEnumerable<string>> rows = [.. items.Select(i => columns.Select(c => c.Read(i!)))];
        if (heading)
        {
            rows.Insert(0, columns.Select(c => c.Name));
        }
        var text = new StringWriter();
        if (rows.Count > 0)
        {
            CsvOut.Write(text, rows[0], rows.Skip(1), mark: heading);
        }
        return text.ToString();
    }
}

/// <summary>A column of the CSV form of a shape.</summary>
internal sealed record CsvColumn(string Name, Func<object, string> Read);

/// <summary>The columns of a shape: a column for each member, <c>a_b</c> for a member of a member, <c>_ko</c> and <c>_en</c> for texts; what is no plain value is JSON.</summary>
internal static class CsvColumns
{
    private static readonly string[] Languages = ["ko", "en"];

    public static IReadOnlyList<CsvColumn> Of(Type shape)
    {
        var columns = new List<CsvColumn>();
        foreach (var member in ApiJson.Options.GetTypeInfo(shape).Properties.Where(p => p.Get is not null))
        {
            var (name, get) = (member.Name, member.Get!);
            var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
            if (type == typeof(LocalText))
            {
                columns.AddRange(Languages.Select(l => new CsvColumn($"{name}_{l}", o => (get(o) as LocalText)?.In(l) ?? "")));
            }
            else if (type is { IsClass: true } && type != typeof(string) && type.Namespace == typeof(Shapes.SystemShape).Namespace)
            {
                columns.AddRange(Of(type).Select(c => new CsvColumn($"{name}_{c.Name}", o => get(o) is { } inner ? c.Read(inner) : "")));
            }
            else
            {
                columns.Add(new CsvColumn(name, o => Cell(get(o), type)));
            }
        }
        return columns;
    }

    private static string Cell(object? value, Type type)
    {
        if (value is null)
        {
            return "";
        }
        var json = JsonSerializer.SerializeToElement(value, type, ApiJson.Options);
        return json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
    }
}
