using System.Diagnostics;
using System.Xml.Linq;

namespace Haechi.House.Tests;

/// <summary>The repository on disk: its projects and the files that belong to it.</summary>
internal static class Repository
{
    private static readonly string[] Outside = [".git", "artifacts", "node_modules"];

    /// <summary>The first folder above the program that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>Every project below src, tests and bench, with its path relative to the root.</summary>
    public static IReadOnlyList<Project> Projects { get; } =
        [.. Files().Where(f => f.EndsWith(".csproj", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Project.Read)];

    /// <summary>Paths relative to the root, with forward slashes: what git keeps or would keep; without git, everything but build output.</summary>
    public static IReadOnlyList<string> Files()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var git = Process.Start(start)!;
            var listed = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            if (git.ExitCode == 0 && listed.Length > 0)
            {
                return [.. listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(f => File.Exists(Path.Combine(Root, f)))];
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No git: an unpacked archive.
        }
        return [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/')).Where(f => !f.Split('/').Intersect(Outside).Any())];
    }

    /// <summary>A file of the shared data beside the repository; the test counts as not run when it is missing.</summary>
    public static string Shared(string path)
    {
        var file = Path.GetFullPath(Path.Combine(Root, "..", "shared", path));
        Assert.SkipUnless(File.Exists(file), $"shared data not found: ../shared/{path}");
        return file;
    }

    private static string Find()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "Haechi.slnx")))
            {
                return above.FullName;
            }
        }
        throw new DirectoryNotFoundException("The folder with Haechi.slnx was not found above the tests.");
    }
}

/// <summary>A project file: its name and what it references.</summary>
internal sealed record Project(string Path, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages, IReadOnlyList<string> Frameworks)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>True for what people run; false for tests and benchmarks.</summary>
    public bool IsProduct => Path.StartsWith("src/", StringComparison.Ordinal);

    public static Project Read(string path)
    {
        var xml = XDocument.Load(System.IO.Path.Combine(Repository.Root, path));
        List<string> Includes(string kind) => [.. xml.Descendants(kind).Select(e => (string?)e.Attribute("Include")).OfType<string>().Order(StringComparer.Ordinal)];
        var web = (string?)xml.Root?.Attribute("Sdk") == "Microsoft.NET.Sdk.Web" ? new[] { "Microsoft.AspNetCore.App" } : [];
        return new Project(path, [.. Includes("ProjectReference").Select(p => System.IO.Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))], Includes("PackageReference"), [.. Includes("FrameworkReference"), .. web]);
    }
}
