using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>Waits for the page that an act leads to.</summary>
internal static class Navigated
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Carries out the act and waits until the page that it leads to is there; redirections are followed.</summary>
    /// <returns>The answer that the page came with.</returns>
    public static async Task<IResponse> After(this IPage page, Func<Task> act)
    {
        IResponse? last = null;
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnResponse(object? sender, IResponse answer) => last = answer.Request.IsNavigationRequest ? answer : last;
        void OnLoad(object? sender, IPage there) => loaded.TrySetResult();
        page.Response += OnResponse;
        page.Load += OnLoad;
        try
        {
            await act();
            await loaded.Task.WaitAsync(Patience);
            return last!;
        }
        finally
        {
            page.Response -= OnResponse;
            page.Load -= OnLoad;
        }
    }
}
