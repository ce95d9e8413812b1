using System.Diagnostics;
using System.Globalization;
using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Guides;

/// <summary>
/// The commands of the guides are run in their order in a folder of their own, and where a guide shows an output it must be the one that comes. Blocks marked <c>sh</c> are run, those marked
/// <c>console</c> hold commands after <c>$</c> with their output. Our own command runs in this process, the rest in a shell.
/// </summary>
public sealed class GuideTests
{
    private const string Own = "./haechi ";
    private static readonly string[] Relative = ["practice/", "rulebooks/", "samples/"];

    public static TheoryData<string> Guides() => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "guide-*.md").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Guides))]
    public void What_a_guide_shows_is_what_comes(string guide)
    {
        var folder = Directory.CreateTempSubdirectory("haechi-guide-").FullName;
        try
        {
            foreach (var shared in new[] { "rulebooks", "samples" })
            {
                Directory.CreateSymbolicLink(Path.Combine(folder, shared), Path.Combine(Repository.Root, shared));
            }
            var steps = Steps(File.ReadAllLines(Path.Combine(Repository.Root, "docs", guide)));
            Assert.NotEmpty(steps);
            foreach (var (line, command, expected) in steps)
            {
                var output = command.StartsWith(Own, StringComparison.Ordinal) ? Run(command[Own.Length..], folder, $"{guide}:{line}") : Shell(command, folder, $"{guide}:{line}");
                if (expected is not null)
                {
                    Assert.True(Plain(expected) == Plain(output), $"{guide}:{line}: $ {command}\nshown:\n{Plain(expected)}\nfound:\n{Plain(output)}");
                }
            }
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Each command with the line on which it stands; output is null where the guide shows none.</summary>
    private static List<(int Line, string Command, string? Expected)> Steps(string[] lines)
    {
        var steps = new List<(int, string, string?)>();
        string? kind = null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                kind = kind is null ? lines[i][3..].Trim() : null;
            }
            else if (kind == "sh")
            {
                var (from, text) = (i, lines[i]);
                if (text.EndsWith("<<'EOF'", StringComparison.Ordinal))
                {
                    i = Array.IndexOf(lines, "EOF", i);
                    text = string.Join('\n', lines[from..(i + 1)]);
                }
                steps.Add((from + 1, text, null));
            }
            else if (kind == "console" && lines[i].StartsWith("$ ", StringComparison.Ordinal))
            {
                var end = Array.FindIndex(lines, i + 1, l => l.StartsWith("$ ", StringComparison.Ordinal) || l.StartsWith("```", StringComparison.Ordinal));
                steps.Add((i + 1, lines[i][2..], string.Join('\n', lines[(i + 1)..end])));
            }
        }
        return steps;
    }

    private static string Run(string command, string folder, string where)
    {
        if (command.StartsWith("serve", StringComparison.Ordinal))
        {
            return "";
        }
        var pipe = command.Split(" | head -");
        string[] args = [.. pipe[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => Relative.Any(r => a.StartsWith(r, StringComparison.Ordinal)) || a.EndsWith(".xlsx", StringComparison.Ordinal) || a.EndsWith(".csv", StringComparison.Ordinal) ? Path.Combine(folder, a) : a)];
        foreach (var list in args.Where(a => a.EndsWith(".xlsx", StringComparison.Ordinal)))
        {
            Workbook(list);
        }
        args = args[0] is "import" or "systems" or "gaps" or "export" ? [.. args, "--data", Path.Combine(folder, "haechi-data")] : args;
        using var both = new StringWriter { NewLine = "\n" };
        var code = Root.Run(args, Language.Choose(args), both, both);
        var output = both.ToString().Replace(folder + "/", "", StringComparison.Ordinal);
        Assert.True(code is 0 or 1, $"{where}: {command} ended with {code}: {output}");
        return pipe.Length == 1 ? output : string.Join('\n', output.Split('\n').Take(int.Parse(pipe[1], CultureInfo.InvariantCulture)));
    }

    /// <summary>The list that the reader of the guide has: the city's, as a workbook.</summary>
    private static void Workbook(string file)
    {
        using var source = File.OpenRead(Path.Combine(Repository.Root, "samples/haneul/systems.csv"));
        using var target = File.Create(file);
        Assert.True(TableWriter.WriteXlsx(TableReader.Read(source, "systems.csv", stop: TestContext.Current.CancellationToken).Value!, target).Done);
    }

    private static string Shell(string command, string folder, string where)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{where}: {command} ended with {process.ExitCode}: {error.Result}");
        return output;
    }

    private static string Plain(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd())).Trim('\n');
}
