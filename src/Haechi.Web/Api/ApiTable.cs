using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Web.Frame;

namespace Haechi.Web.Api;

/// <summary>The rows that one part of the tower adds to the API. Found by this interface; needs a constructor without parameters.</summary>
internal interface IApi
{
    /// <summary>The part, by which tokens are bounded.</summary>
    public string Area { get; }

    /// <summary>Adds the rows.</summary>
    public void Add(ApiTable api);
}

/// <summary>The table of the API while it is written down.</summary>
internal sealed partial class ApiTable(string area)
{
    private readonly List<ApiEndpoint> _rows = [];

    /// <summary>Every row of every part, in the order of the paths.</summary>
    public static IReadOnlyList<ApiEndpoint> All { get; } = [.. WebParts.Of<IApi>().SelectMany(a =>
    {
        var table = new ApiTable(a.Area);
        a.Add(table);
        return table._rows;
    }).OrderBy(e => e.Path, StringComparer.Ordinal).ThenBy(e => e.Method, StringComparer.Ordinal)];

    /// <summary>A thing that is read.</summary>
    public void Read<T>(string path, string id, string ko, string en, Func<ApiCall, Task<Result<T>>> read, params ApiQuery[] query) => Read(path, id, ko, en, Routes.Anyone, read, query);

    /// <summary>A thing that some may read.</summary>
    public void Read<T>(string path, string id, string ko, string en, Roles roles, Func<ApiCall, Task<Result<T>>> read, params ApiQuery[] query) => _rows.Add(new ApiEndpoint
    {
        Method = "GET", Path = path, Id = id, Title = LocalText.Of(ko, en), Area = area, Roles = roles, Query = query, Answer = typeof(T), Run = async call => await call.Answer(await read(call)),
    });

    /// <summary>Bytes that are read, such as a file of evidence.</summary>
    public void Bytes(string path, string id, string ko, string en, string kind, Func<ApiCall, Task> run, params ApiQuery[] query) => _rows.Add(new ApiEndpoint
    {
        Method = "GET", Path = path, Id = id, Title = LocalText.Of(ko, en), Area = area, Query = query, AnswerKind = kind, Run = run,
    });

    /// <summary>A list: its pages, and the whole of it as CSV and JSON Lines.</summary>
    public void List<T>(string path, string id, string ko, string en, ReadPart<T> read, params ApiQuery[] query) => List(path, id, ko, en, Routes.Anyone, read, query);

    /// <summary>A list that some may read.</summary>
    public void List<T>(string path, string id, string ko, string en, Roles roles, ReadPart<T> read, params ApiQuery[] query)
    {
        var row = new ApiEndpoint
        {
            Method = "GET", Path = path, Id = id, Title = LocalText.Of(ko, en), Area = area, Roles = roles, Query = [.. query, ApiListRun.Limit, ApiListRun.CursorQuery], Answer = typeof(Listed<T>), Item = typeof(T),
            Run = call => ApiListRun.Page(call, read),
        };
        _rows.Add(row);
        _rows.Add(row with { Path = path + ".csv", Id = id + "_csv", Query = query, Answer = null, AnswerKind = "text/csv", Item = null, Run = call => ApiBulk.Whole(call, read, csv: true) });
        _rows.Add(row with { Path = path + ".jsonl", Id = id + "_jsonl", Query = query, Answer = null, AnswerKind = "application/jsonl", Item = null, Run = call => ApiBulk.Whole(call, read, csv: false) });
    }
}
