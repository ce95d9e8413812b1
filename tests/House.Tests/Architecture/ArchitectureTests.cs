namespace Haechi.House.Tests.Architecture;

public sealed class ArchitectureTests
{
    [Fact]
    public void Every_project_references_only_what_the_table_allows()
    {
        var wrong = new List<string>();
        foreach (var project in Repository.Projects)
        {
            if (AllowedReferences.Table.FirstOrDefault(r => r.Project == project.Name) is not { } row)
            {
                wrong.Add($"{project.Path}: no row in {nameof(AllowedReferences)}");
                continue;
            }
            wrong.AddRange(project.Projects.Except(row.Projects).Select(p => $"{project.Path}: references the project {p}"));
            wrong.AddRange(project.Packages.Except(row.Packages).Select(p => $"{project.Path}: references the package {p}"));
            wrong.AddRange(project.Frameworks.Except(row.Frameworks).Select(f => $"{project.Path}: references the framework {f}"));
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Engines_do_not_know_one_another_nor_anything_above_them() =>
        Assert.All(AllowedReferences.Table.Where(r => AllowedReferences.Engines.Contains(r.Project)), r => Assert.Empty(r.Projects));

    [Fact]
    public void No_source_names_a_namespace_that_its_project_may_not_know()
    {
        var wrong = from rule in AllowedReferences.Forbidden
                    from file in Sources().Where(f => f.StartsWith(rule.Folder + "/", StringComparison.Ordinal))
                    from line in File.ReadLines(Path.Combine(Repository.Root, file)).Select((text, i) => (Text: text, Number: i + 1))
                    where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal)
                    from name in rule.Namespaces.Where(n => line.Text.Contains(n + ".", StringComparison.Ordinal) || line.Text.Contains(n + ";", StringComparison.Ordinal))
                    select $"{file}:{line.Number}: {name}";
        Assert.Empty(wrong);
    }

    /// <summary>Storage and network are out of reach of the engines; the audit takes an open connection from whoever calls it, and labels ask signers and time stamps.</summary>
    [Theory]
    [InlineData(typeof(Haechi.Rules.BookSet))]
    [InlineData(typeof(Haechi.Ledger.LedgerProblem))]
    [InlineData(typeof(Haechi.Audit.AuditProblem), "System.Data.Common")]
    [InlineData(typeof(Haechi.Labels.LabelProblem), "System.Net.Http")]
    public void Compiled_engines_lean_on_nothing_that_the_table_does_not_allow(Type of, params string[] reached)
    {
        var row = AllowedReferences.Table.Single(r => r.Project == of.Assembly.GetName().Name);
        var named = of.Assembly.GetReferencedAssemblies().Select(a => a.Name!).ToList();
        Assert.Empty(named.Where(n => !n.StartsWith("System", StringComparison.Ordinal) && !row.Packages.Contains(n)));
        Assert.Empty(named.Where(n => n.StartsWith("System.Data", StringComparison.Ordinal) || n.StartsWith("System.Net.Http", StringComparison.Ordinal)).Except(reached));
    }

    private static IEnumerable<string> Sources() => Repository.Files().Where(f => f.EndsWith(".cs", StringComparison.Ordinal));
}
