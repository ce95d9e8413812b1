using System.Collections.Concurrent;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Register.Profiles;
using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Register.Profiles;

/// <summary>The built-in profiles, the books they answer, and the real files as tables.</summary>
internal static class ProfileData
{
    private static readonly Lazy<ProfileSet> AllProfiles = new(() => ProfileSet.Load(Path.Combine(Repository.Root, "profiles")));

    private static readonly Lazy<BookSet> AllBooks = new(() => BookSet.Load(
        [.. new[] { "register", "kr/ai-basic-act", "kr/public-ai-act", "city/haneul", "us/m-25-21", "eu/ai-act" }.Select(b => Path.Combine(Repository.Root, "rulebooks", b))]));

    public static ProfileSet Profiles => AllProfiles.Value;

    public static BookSet Books => AllBooks.Value;

    public static Profile Profile(string id) => Profiles.Find(id) ?? throw new InvalidOperationException($"no profile {id}: {string.Join("; ", Profiles.Problems.Select(p => p.ToLine("en")))}");

    private static readonly ConcurrentDictionary<string, Lazy<ProfileTable>> Tables = new();
    private static readonly ConcurrentDictionary<(string, ProfileTable), Lazy<ReadTable>> Reads = new();

    /// <summary>A real file; each is read once for all tests.</summary>
    public static ProfileTable Csv(string path) => Tables.GetOrAdd(Repository.Shared(path), f => new Lazy<ProfileTable>(() => File(f))).Value;

    private static ProfileTable File(string file)
    {
        var read = TableReader.ReadFile(file);
        Assert.True(read.Done, string.Join("; ", read.Refusals.Select(r => r.ToLine("en"))));
        return ProfileTable.Of(read.Value);
    }

    public static ProfileTable GovUk()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(Repository.Shared("data/uk/atrs_records.json")));
        var records = document.RootElement.GetProperty("records").EnumerateArray().ToList();
        var headers = records.SelectMany(r => r.EnumerateObject().Select(p => p.Name)).Distinct().ToList();
        static string Cell(JsonElement v) => v.ValueKind == JsonValueKind.String ? v.GetString()! : v.GetRawText();
        return new ProfileTable("atrs_records.json", headers, [.. records.Select((r, i) => new ProfileRow(i + 1, [.. headers.Select(h => r.TryGetProperty(h, out var v) ? Cell(v) : "")]))]);
    }

    /// <summary>The Dutch dump, its tables joined by the table reader.</summary>
    public static ProfileTable Dutch() => Csv("data/nl/algoritmeregister-init_testdata-90-records.sql");

    public static ProfileTable Table(string[] headers, params string[][] rows) => new("made.csv", headers, [.. rows.Select((r, i) => new ProfileRow(i + 2, r))]);

    public static ReadTable Read(string profile, ProfileTable table) => Reads.GetOrAdd((profile, table), _ => new Lazy<ReadTable>(() => ReadNow(profile, table))).Value;

    private static ReadTable ReadNow(string profile, ProfileTable table)
    {
        var read = RowReader.Read(Profile(profile), table, Books);
        Assert.True(read.Done, string.Join("\n", read.Refusals.Select(r => r.ToLine("en"))));
        return read.Value;
    }

    public static List<SystemToWrite> Systems(ReadTable read) =>
        [.. read.Rows.Select(r => new SystemToWrite(r.Id.Id, r.Facts, new SourceCells(read.Profile.Id, read.Table.Headers, r.Cells, r.Line)) { Declared = [.. r.Declared.Keys] })];

    public static WrittenTable Write(string profile, IReadOnlyList<SystemToWrite> systems) => new RowWriter(Profiles, Books).Write(Profile(profile), systems);

    public static string Cell(this ProfileTable table, int row, string header) => table.Rows[row][table.Headers.ToList().IndexOf(header)];
}
