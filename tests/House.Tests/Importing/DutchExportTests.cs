using System.Text.Json.Nodes;
using Haechi.Tower.Register.Profiles;

namespace Haechi.House.Tests.Importing;

/// <summary>The 90 Dutch records through the command: in as they were, out in the publication standard, with what each still needs.</summary>
public sealed class DutchExportTests
{
    [Fact]
    public void Ninety_records_go_out_in_the_standard_and_each_lists_what_its_schema_misses()
    {
        using var folder = new VerbFolder();
        var schema = Repository.Shared("data/nl/publicatiestandaard-1.0.0.schema.json");
        Assert.Equal(90, folder.Json("import", Repository.Shared("data/nl/algoritmeregister-init_testdata-90-records.sql")).GetProperty("created").GetInt32());
        var (code, output, error) = folder.Run("export", "--profile", "nl-1.0.0", "--schema", schema);
        Assert.Equal(1, code);
        var records = JsonNode.Parse(output)!.AsArray();
        Assert.Equal(90, records.Count);
        var check = JsonSchemaCheck.Load(schema).Value!;
        var lines = error.Split('\n').Where(l => l.StartsWith("AI-", StringComparison.Ordinal)).ToList();
        Assert.Equal(records.Count(r => check.Check(r!.AsObject()).Count > 0), lines.Count);
        foreach (var (record, line) in records.Zip(lines))
        {
            var required = check.Check(record!.AsObject()).Where(v => v.Keyword == "required").Select(v => v.Message.In("en").Split('\'')[1]).ToList();
            Assert.NotEmpty(required);
            Assert.All(required, r => Assert.Contains(r, line, StringComparison.Ordinal));
            Assert.Contains((string)record["name"]!, line, StringComparison.Ordinal);
        }
        var back = folder.File("back.sql");
        Assert.True(folder.Run("export", "--profile", "nl-0.1", "--out", back).Code is 0 or 1);
        Assert.Equal(90, folder.Json("import", back).GetProperty("unchanged").GetInt32());
    }

    [Fact]
    public void A_schema_that_is_none_is_refused()
    {
        using var folder = new VerbFolder();
        folder.Json("import", folder.Write("a.csv", "시스템명,부서,목적\n민원 챗봇,민원과,응대\n"));
        var (code, _, error) = folder.Run("export", "--profile", "nl-1.0.0", "--schema", folder.File("none.json"));
        Assert.Equal(2, code);
        Assert.Contains("no such schema", error, StringComparison.Ordinal);
    }
}
