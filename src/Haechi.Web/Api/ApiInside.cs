using System.Text;
using System.Text.Json;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Haechi.Web.Api;

/// <summary>Reads the API of a register within this process: no port is opened, no job runs, nothing can be changed. What is read is what the API would answer.</summary>
public sealed class ApiInside : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiInside(WebApplication app) => _app = app;

    /// <summary>Puts the parts together for a register that was opened already.</summary>
    public static ApiInside Open(TowerOptions options) => new(TowerWeb.Build(options, new ServeOptions("http://127.0.0.1:0", false), b => b.Logging.ClearProviders()));

    /// <summary>Reads an address below <c>/api/v1</c>, with its query.</summary>
    /// <returns>The answer, or a problem.</returns>
    public async Task<(JsonElement? Answer, Problem? Problem)> Get(string address, CancellationToken stop)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var visit = scope.ServiceProvider.GetRequiredService<Visit>();
        visit.Become(Actor.Terminal with { ReadOnly = true });
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = stop };
        var (path, query) = address.Split('?', 2) is [var p, var q] ? (p, q) : (address, "");
        using var body = new MemoryStream();
        (http.Request.Method, http.Request.Path, http.Request.QueryString, http.Response.Body) = (HttpMethods.Get, ApiPages.Root + path, new QueryString(query.Length > 0 ? "?" + query : ""), body);
        if (Find(http, path) is not { } endpoint)
        {
            await ApiRun.NoSuch(http);
        }
        else if (ApiRun.Asked(http, endpoint) is { Count: > 0 } refusals)
        {
            await ApiProblem.Write(http, refusals);
        }
        else
        {
            await endpoint.Run(new ApiCall(http, endpoint, visit));
        }
        return http.Response.StatusCode < StatusCodes.Status400BadRequest ? (JsonDocument.Parse(Encoding.UTF8.GetString(body.ToArray())).RootElement, null) : (null, JsonSerializer.Deserialize<Problem>(body.ToArray(), ApiJson.Options));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The row that answers; one without names in its path before one with.</summary>
    private static ApiEndpoint? Find(HttpContext http, string path)
    {
        var found = ApiTable.All.Where(e => e.Method == "GET" && ApiPaths.Fits(e.Path, path)).OrderBy(e => e.Path.Count(c => c == '{')).FirstOrDefault();
        foreach (var (pattern, part) in found is null ? [] : found.Path.Split('/').Zip(path.TrimEnd('/').Split('/')).Where(z => z.First.StartsWith('{')))
        {
            http.Request.RouteValues[pattern.Trim('{', '}', '*')] = Uri.UnescapeDataString(part);
        }
        return found;
    }
}
