namespace Haechi.House.Tests.Support;

/// <summary>Runs the command in this process.</summary>
internal static class Command
{
    public static (int Code, string Out, string Error) Run(params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = Root.Run(args, Language.Choose(args), output, error);
        return (code, output.ToString(), error.ToString());
    }
}

/// <summary>Where the checkout and the shared data are.</summary>
internal static class Checkout
{
    public static string Repository { get; } = Find();

    /// <summary>A file of the shared data beside the repository; the test counts as not run when it is missing.</summary>
    public static string Shared(string path)
    {
        var file = Path.GetFullPath(Path.Combine(Repository, "..", "shared", path));
        Assert.SkipUnless(File.Exists(file), $"shared data not found: ../shared/{path}");
        return file;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Haechi.slnx")) || File.Exists(Path.Combine(folder.FullName, "LICENSE")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException("no folder with Haechi.slnx or LICENSE above the tests");
    }
}
