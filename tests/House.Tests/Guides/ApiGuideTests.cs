using System.Diagnostics;
using Haechi.House.Tests.Api;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;

namespace Haechi.House.Tests.Guides;

/// <summary>The examples of the API's description are run by a shell against a server, one after the other; where an output is shown it must be the one that comes.</summary>
public sealed class ApiGuideTests
{
    [Theory]
    [InlineData("api.md")]
    [InlineData("api.ko.md")]
    public async Task What_the_description_shows_is_what_comes(string guide)
    {
        await using var site = await TestSite.Open();
        using var api = await ApiClient.Of(site, Roles.Officer | Roles.Reader);
        var steps = Steps(File.ReadAllLines(Path.Combine(Repository.Root, "docs", guide)));
        Assert.True(steps.Count > 10, "the description shows hardly anything");
        var outputs = await Run(string.Join('\n', steps.Select((s, i) => $"echo '@@{i}'\n{s.Command}")) + "\n", site.App.Urls.First(), api.Token);
        for (var i = 0; i < steps.Count; i++)
        {
            Assert.True(steps[i].Expected is not { } expected || expected == outputs[i], $"{guide}:{steps[i].Line}: $ {steps[i].Command}\nshown:\n{steps[i].Expected}\nfound:\n{outputs[i]}");
        }
    }

    private static List<(int Line, string Command, string? Expected)> Steps(string[] lines)
    {
        var (steps, kind) = (new List<(int, string, string?)>(), (string?)null);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                kind = kind is null ? lines[i][3..] : null;
            }
            else if (kind == "sh")
            {
                steps.Add((i + 1, lines[i], null));
            }
            else if (kind == "console" && lines[i].StartsWith("$ ", StringComparison.Ordinal))
            {
                var end = Array.FindIndex(lines, i + 1, l => l.StartsWith("$ ", StringComparison.Ordinal) || l.StartsWith("```", StringComparison.Ordinal));
                steps.Add((i + 1, lines[i][2..], string.Join('\n', lines[(i + 1)..end])));
            }
        }
        return steps;
    }

    /// <summary>One shell for all steps, because later ones use what earlier ones found.</summary>
    private static async Task<List<string>> Run(string script, string server, string token)
    {
        var start = new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["HAECHI"], start.Environment["TOKEN"], start.Environment["LC_ALL"]) = (server, token, "C.UTF-8");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True((await error).Length == 0, await error);
        return [.. output.ReplaceLineEndings("\n").Split("@@").Skip(1).Select(p => p[(p.IndexOf('\n', StringComparison.Ordinal) + 1)..].TrimEnd('\n'))];
    }
}
