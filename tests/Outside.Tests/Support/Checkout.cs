namespace Haechi.Outside.Tests.Support;

/// <summary>The checkout in which the tests run.</summary>
internal static class Checkout
{
    /// <summary>The folder with the LICENSE file above the test program.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What <c>npm ci</c> puts beside these tests.</summary>
    public static string NodeModules => Path.Combine(Root, "tests", "Outside.Tests", "node_modules");

    /// <summary>True when the long run is asked for.</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable("HAECHI_LONG") == "1";

    /// <summary>A file of an npm package; the test counts as not run when it is missing.</summary>
    public static string NodeFile(params string[] path)
    {
        var file = Path.Combine([NodeModules, .. path]);
        if (!File.Exists(file))
        {
            Assert.Skip($"{Path.GetRelativePath(Root, file)} not found: run 'npm ci' in tests/Outside.Tests first");
        }
        return file;
    }

    /// <summary>Every folder below rulebooks/ that holds a book.</summary>
    public static IReadOnlyList<string> BookFolders() =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, "rulebooks"), "book.yaml", SearchOption.AllDirectories).Select(f => Path.GetDirectoryName(f)!).Order(StringComparer.Ordinal)];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LICENSE")) && Directory.Exists(Path.Combine(folder.FullName, "rulebooks")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException($"No checkout above {AppContext.BaseDirectory}.");
    }
}
