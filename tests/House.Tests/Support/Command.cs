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
