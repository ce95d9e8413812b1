using Haechi.Outside.Tests.Support;

namespace Haechi.Outside.Tests.Ledger;

/// <summary>The verifier made of Go's checksum database.</summary>
internal static class GoVerifier
{
    private const string Library = "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog";

    /// <summary>Builds it into a folder; the test counts as not run when Go or its library is missing.</summary>
    public static async Task<string> Build(string folder)
    {
        Assert.SkipUnless(Directory.Exists(Library) && File.Exists("/usr/bin/go"), "golang.org/x/mod is not installed: apt-get install golang-go golang-golang-x-mod-dev");
        var (cache, program) = (Path.Combine(Checkout.Root, "artifacts", "go"), Path.Combine(folder, "verifier"));
        await OtherProgram.Run("env", ["GO111MODULE=off", "GOPATH=/usr/share/gocode", $"GOCACHE={cache}", "CGO_ENABLED=0", "go", "build", "-o", program, Path.Combine(Checkout.Root, "tests", "Outside.Tests", "Ledger", "verifier", "main.go")]);
        return program;
    }
}
