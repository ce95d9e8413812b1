using Microsoft.AspNetCore.Http;

namespace Haechi.Web.Demo;

/// <summary>Holds visitors back until the fictional city is filled, so that the address can be printed at once.</summary>
public sealed class DemoReady
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Ends when the city is filled.</summary>
    public Task Filled { get; set; } = Task.CompletedTask;

    internal async Task Wait(HttpContext http, RequestDelegate next)
    {
        if (!Filled.IsCompletedSuccessfully)
        {
            await Filled.WaitAsync(Patience, http.RequestAborted);
        }
        await next(http);
    }
}
