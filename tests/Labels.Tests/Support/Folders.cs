namespace Haechi.Labels.Tests.Support;

/// <summary>Where the repository and the data shared between checkouts lie.</summary>
internal static class Folders
{
    public static string Root { get; } = FindRoot();

    /// <summary>A file of the shared data; the test is not run when it is missing.</summary>
    public static string Shared(string path)
    {
        var found = Path.GetFullPath(Path.Combine(Root, "..", "shared", path));
        Assert.SkipUnless(File.Exists(found) || Directory.Exists(found), $"shared data not found: {Path.Combine("..", "shared", path)}");
        return found;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Haechi.slnx")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException($"No checkout above {AppContext.BaseDirectory}.");
    }
}
