using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Web.Api;

/// <summary>What an act came to, where there is nothing else to tell.</summary>
public sealed record DoneShape(bool Done)
{
    internal static DoneShape Well { get; } = new(true);
}

/// <summary>The id of what was made.</summary>
public sealed record MadeShape(string Id);

/// <summary>How many were changed.</summary>
public sealed record CountShape(int Count);

internal sealed partial class ApiTable
{
    /// <summary>A command whose members stand in the body as they are; those that the path names come from there, and <c>expected</c> from If-Match.</summary>
    public void Act<TCommand, TResult, TAnswer>(string path, string id, string ko, string en, Roles roles, ActKind<TResult, TAnswer> kind, Func<ApiEndpoint, ApiEndpoint>? more = null)
        where TCommand : notnull
    {
        var members = ApiJson.Strict.GetTypeInfo(typeof(TCommand)).Properties.Select(p => p.Name).ToList();
        List<string> bound = [.. PathNames(path).Where(members.Contains), .. members.Where(m => m == "expected")];
        var row = Row<TCommand, TAnswer>(path, id, ko, en, roles) with { Body = typeof(TCommand), Bound = bound, Locked = bound.Contains("expected"), Lockable = kind.Version is not null };
        row = row with { Run = call => ApiAct.Run(call, (bytes, expected) => Task.FromResult(Given<TCommand>(call, bytes, expected)), kind) };
        _rows.Add(more?.Invoke(row) ?? row);
    }

    /// <summary>A command that comes to nothing but that it was done.</summary>
    public void Act<TCommand>(string path, string id, string ko, string en, Roles roles, Func<ApiCall, TowerContext, Task<long?>>? version = null)
        where TCommand : notnull => Act<TCommand, Done, DoneShape>(path, id, ko, en, roles, new ActKind<Done, DoneShape>(_ => DoneShape.Well, null, version));

    /// <summary>A command whose result is answered as it is.</summary>
    public void Act<TCommand, TResult>(string path, string id, string ko, string en, Roles roles, Func<TResult, long?>? tag = null)
        where TCommand : notnull => Act<TCommand, TResult, TResult>(path, id, ko, en, roles, new ActKind<TResult, TResult>(r => r, tag));

    /// <summary>A command with a body of its own.</summary>
    public void ActFrom<TBody, TCommand, TResult, TAnswer>(
        string path, string id, string ko, string en, Roles roles, Func<ApiCall, TBody, int?, Task<Result<TCommand>>> make, ActKind<TResult, TAnswer> kind, bool locked = false, Func<ApiEndpoint, ApiEndpoint>? more = null)
        where TBody : notnull
    {
        var members = ApiJson.Strict.GetTypeInfo(typeof(TBody)).Properties.Select(p => p.Name).ToList();
        var row = Row<TCommand, TAnswer>(path, id, ko, en, roles) with { Body = typeof(TBody), Bound = [.. PathNames(path).Where(members.Contains)], Locked = locked };
        row = row with
        {
            Run = call => ApiAct.Run(call, async (bytes, expected) => Given<TBody>(call, bytes, expected) is { Done: true } body ? await make(call, body.Value, expected) : Refused.Because<TCommand>(Given<TBody>(call, bytes, expected).Refusals), kind),
        };
        _rows.Add(more?.Invoke(row) ?? row);
    }

    /// <summary>A command that takes a file as its body; its choices stand in the address.</summary>
    public void Upload<TCommand, TAnswer>(string path, string id, string ko, string en, Roles roles, Func<ApiCall, Task> run, params ApiQuery[] query) =>
        _rows.Add(Row<TCommand, TAnswer>(path, id, ko, en, roles) with { Upload = true, Query = query, Run = run });

    private static Result<T> Given<T>(ApiCall call, byte[] bytes, int? expected)
    {
        var bound = ApiAct.Bound(call, expected);
        return call.Endpoint.Bound.Contains("expected") && expected is null && ApiJson.Strict.GetTypeInfo(typeof(T)).Properties.First(p => p.Name == "expected").PropertyType == typeof(int)
            ? Refusal.Because("wrong-header", "여기서는 If-Match에 판을 적어야 합니다. 예: If-Match: \"3\"", "If-Match must name a version here, such as If-Match: \"3\"", "If-Match")
            : ApiBody.Read<T>(bytes, bound);
    }

    private ApiEndpoint Row<TCommand, TAnswer>(string path, string id, string ko, string en, Roles roles) => new()
    {
        Method = "POST", Path = path, Id = id, Title = LocalText.Of(ko, en), Area = area, Roles = roles, Command = typeof(TCommand), Answer = typeof(TAnswer), Run = _ => Task.CompletedTask,
    };

    private static IEnumerable<string> PathNames(string path) => path.Split('/').Where(p => p.StartsWith('{')).Select(p => p.Trim('{', '}', '*'));
}
