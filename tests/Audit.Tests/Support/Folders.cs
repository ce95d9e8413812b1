namespace Haechi.Audit.Tests.Support;

/// <summary>Where the repository and the data shared between checkouts lie.</summary>
internal static class Folders
{
    /// <summary>The folder of the repository: the first one above the program that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file or folder of the shared data; the test is not run when it is missing.</summary>
    public static string Shared(string path)
    {
        var found = Path.GetFullPath(Path.Combine(Root, "..", "shared", path));
        if (!File.Exists(found) && !Directory.Exists(found))
        {
            Assert.Skip($"shared data not found: {Path.Combine("..", "shared", path)}");
        }
        return found;
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
