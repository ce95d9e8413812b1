using System.Runtime.CompilerServices;

namespace Haechi.House.Tests.Architecture;

/// <summary>Rules of the house that can be counted.</summary>
public sealed class HouseRulesTests
{
    private const int LongestSource = 350;
    private const long LargestFile = 2 * 1024 * 1024;

    [Fact]
    public void No_source_is_longer_than_a_reader_can_hold() =>
        Assert.Empty(Repository.Files().Where(f => f.StartsWith("src/", StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal))
            .Select(f => (File: f, Lines: File.ReadLines(Path.Combine(Repository.Root, f)).Count())).Where(f => f.Lines > LongestSource));

    [Fact]
    public void No_large_file_is_kept() =>
        Assert.Empty(Repository.Files().Where(f => new FileInfo(Path.Combine(Repository.Root, f)).Length > LargestFile));

    [Fact]
    public void No_type_is_named_like_a_part_of_a_namespace()
    {
        var types = new[] { typeof(Haechi.Rules.BookSet).Assembly, typeof(Haechi.Ledger.LedgerProblem).Assembly, typeof(Haechi.Labels.LabelProblem).Assembly, typeof(Haechi.Audit.AuditProblem).Assembly, typeof(Haechi.Root).Assembly }
            .SelectMany(a => a.GetTypes()).Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute), false) && t.Namespace is { } n && n.StartsWith("Haechi", StringComparison.Ordinal)).ToList();
        var parts = types.SelectMany(t => t.Namespace!.Split('.')).Append("System").ToHashSet(StringComparer.Ordinal);
        Assert.Empty(types.Where(t => parts.Contains(t.Name)).Select(t => t.FullName));
    }

    [Fact]
    public void No_plan_or_hand_off_file_lies_at_the_root()
    {
        string[] expected = ["README.md", "README.ko.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];
        Assert.Empty(Repository.Files().Where(f => !f.Contains('/', StringComparison.Ordinal) && f.EndsWith(".md", StringComparison.Ordinal)).Except(expected));
    }

    [Fact]
    public void Both_readmes_have_the_same_sections()
    {
        int Sections(string file) => File.ReadLines(Path.Combine(Repository.Root, file)).Count(l => l.StartsWith("## ", StringComparison.Ordinal));
        Assert.Equal(Sections("README.md"), Sections("README.ko.md"));
    }

    [Fact]
    public void Lock_files_name_no_registry_host()
    {
        var locks = Repository.Files().Where(f => Path.GetFileName(f) is "packages.lock.json" or "package-lock.json").ToList();
        Assert.NotEmpty(locks);
        // "url" is where a package of npm asks for money; "resolved" is where it was fetched.
        Assert.Empty(locks.Where(f => File.ReadLines(Path.Combine(Repository.Root, f)).Any(l => l.Contains("://", StringComparison.Ordinal) && !l.TrimStart().StartsWith("\"url\":", StringComparison.Ordinal))));
        Assert.All(Repository.Projects, p => Assert.Contains(Path.GetDirectoryName(p.Path)!.Replace('\\', '/') + "/packages.lock.json", locks));
    }
}
