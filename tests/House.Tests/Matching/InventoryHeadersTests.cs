using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Matching;
using Haechi.Tower.Register.Profiles;
using Haechi.Tower.Storage;

namespace Haechi.House.Tests.Matching;

/// <summary>Headers of many kinds of lists against the register's real fields and against the columns of a given form: the right field first, or none and a question.</summary>
public sealed class InventoryHeadersTests(ITestOutputHelper output)
{
    private static readonly InventoryReader Reader = new(new TowerOptions
    {
        DataFolder = Path.GetTempPath(), RulebooksFolder = Path.Combine(Repository.Root, "rulebooks"), ProfilesFolder = Path.Combine(Repository.Root, "profiles"),
    });

    private static readonly Target Register = Reader.TargetOf(Reader.Books([]));

    private static readonly Target Federal = InventoryReader.TargetOf(Reader.Profiles().Find("us-federal-2025")!);

    [Theory]
    [MemberData(nameof(Inventories.OfRegister), MemberType = typeof(Inventories))]
    public void A_list_finds_the_registers_fields_or_leaves_them_open(string pairs)
    {
        var asked = Ask(Register, pairs);
        var wrong = asked.Where(a => a.Match.Field is { } field && !a.Right.Contains(field)).ToList();
        Assert.True(wrong.Count == 0, "taken for another field:\n" + Show(wrong));
        var open = asked.Where(a => a.Match.Field is null && !a.Right.Contains("-")).ToList();
        output.WriteLine(Show(open));
        // Three in ten may be asked about in one list; a test below counts them all.
        Assert.True(open.Count * 10 <= asked.Count * 3, "left open:\n" + Show(open));
        Assert.All(asked.Where(a => a.Match.Field is null), a => Assert.True(a.Match.Confidence <= 0.5 && a.Match.Reason.Has("ko") && a.Match.Reason.Has("en")));
    }

    [Fact]
    public void Nine_headers_in_ten_are_found_and_what_is_sure_is_right()
    {
        var asked = Inventories.OfRegister.SelectMany(row => Ask(Register, row.Data)).ToList();
        var fields = asked.Where(a => !a.Right.Contains("-")).ToList();
        var found = fields.Count(a => a.Right.Contains(a.Match.Field));
        output.WriteLine($"{found} of {fields.Count}; {asked.Count(a => a.Right is ["-"])} that are none");
        Assert.True(fields.Count >= 150 && found >= 0.9 * fields.Count, $"{found} of {fields.Count}");
        Assert.True(asked.Where(a => a.Match.Confidence >= 0.8).All(a => a.Right.Contains(a.Match.Field)));
    }

    [Theory]
    [MemberData(nameof(Inventories.OfFederalForm), MemberType = typeof(Inventories))]
    public void An_agency_that_renames_the_columns_of_a_form_is_understood(string pairs)
    {
        var asked = Ask(Federal, pairs);
        var first = asked.Count(a => a.Right.Contains(a.Match.Field));
        var wrong = asked.Where(a => a.Match.Field is { } field && !a.Right.Contains(field)).ToList();
        Assert.True(first >= 0.95 * asked.Count && wrong.Count == 0, Show([.. asked.Where(a => !a.Right.Contains(a.Match.Field))]));
    }

    [Fact]
    public void A_column_of_records_is_read_into_their_main_field()
    {
        var matches = ColumnMatcher.Match(Register, [new SourceColumn("활용 데이터", []), new SourceColumn("공급업체", []), new SourceColumn("법적 근거", []), new SourceColumn("위험", [])]);
        Assert.Equal(["datasets.description", "vendors.name", "legal_basis.text", "risks.description"], matches.Select(m => m.Field));
        var yaml = MappingProfile.Yaml("own-a", "a", ["시스템명", "활용 데이터"], new ColumnChoices(new Dictionary<string, string?> { ["시스템명"] = "name", ["활용 데이터"] = "datasets.description" }), Reader.Books([]));
        var profile = ProfileReader.Read("own-a.yaml", yaml, Path.Combine(Repository.Root, "rulebooks"));
        var read = RowReader.Read(profile.Value!, new ProfileTable("a.csv", ["시스템명", "활용 데이터"], [new ProfileRow(2, ["챗봇", "민원 상담 기록"])]), Reader.Books([]));
        Assert.Contains("민원 상담 기록", read.Value!.Rows[0].Facts["datasets"].Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_hundreds_of_bodies_are_not_their_kind_and_addresses_are_a_contact()
    {
        string[] bodies = [.. Enumerable.Range(1, 40).Select(i => $"Office of Region {i}")];
        string[] mails = [.. Enumerable.Range(1, 40).Select(i => $"desk{i}@city.example")];
        var matches = ColumnMatcher.Match(Register, [new SourceColumn("agency", [.. bodies.Select(b => b[^2..])]), new SourceColumn("public body", bodies), new SourceColumn("contact_email", mails)]);
        Assert.DoesNotContain("public_body", matches.Select(m => m.Field));
        Assert.Equal("contact", matches[2].Field);
    }

    private static List<(string Header, string[] Right, ColumnMatch Match)> Ask(Target target, string pairs)
    {
        var expected = pairs.Split('|').Select(p => p.LastIndexOf('=') is var at ? (Header: p[..at], Right: p[(at + 1)..].Split('/')) : default).ToList();
        var matches = ColumnMatcher.Match(target, [.. expected.Select(e => new SourceColumn(e.Header, []))]);
        return [.. expected.Zip(matches, (e, m) => (e.Header, e.Right, m))];
    }

    private static string Show(IReadOnlyList<(string Header, string[] Right, ColumnMatch Match)> asked) =>
        string.Join('\n', asked.Select(a => $"{a.Header}: {a.Match.Field} {a.Match.Confidence}, not {string.Join('/', a.Right)} [{string.Join(", ", a.Match.Alternatives)}]"));
}
