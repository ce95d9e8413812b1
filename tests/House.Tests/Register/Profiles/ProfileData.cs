using System.Text;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Register.Profiles;

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

    public static ProfileTable Csv(string path)
    {
        var findings = new Findings();
        var table = CsvTable.Read(Repository.Shared(path), findings);
        Assert.DoesNotContain(findings.All, f => f.Severity == Severity.Error);
        return new ProfileTable(Path.GetFileName(path), table.Headers, [.. table.Rows.Select(r => new ProfileRow(r.Line, r.Cells))]);
    }

    public static ProfileTable GovUk()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.Shared("data/uk/atrs_records.json")));
        var records = document.RootElement.GetProperty("records").EnumerateArray().ToList();
        var headers = records.SelectMany(r => r.EnumerateObject().Select(p => p.Name)).Distinct().ToList();
        static string Cell(JsonElement v) => v.ValueKind == JsonValueKind.String ? v.GetString()! : v.GetRawText();
        return new ProfileTable("atrs_records.json", headers, [.. records.Select((r, i) => new ProfileRow(i + 1, [.. headers.Select(h => r.TryGetProperty(h, out var v) ? Cell(v) : "")]))]);
    }

    /// <summary>The Dutch dump: six tables, of which each holds one row for each record, joined on the record's number.</summary>
    public static ProfileTable Dutch()
    {
        var text = File.ReadAllText(Repository.Shared("data/nl/algoritmeregister-init_testdata-90-records.sql"), Encoding.UTF8);
        var (headers, rows) = (new List<string>(), new SortedDictionary<int, Dictionary<string, string>>());
        foreach (var (columns, values) in SqlInserts.Read(text))
        {
            var key = int.Parse(values[Math.Max(columns.IndexOf("algoritme_id"), 0)], System.Globalization.CultureInfo.InvariantCulture);
            var row = rows.TryGetValue(key, out var known) ? known : rows[key] = [];
            foreach (var (column, value) in columns.Zip(values).Where(c => c.First is not ("id" or "algoritme_id")))
            {
                row[column] = value;
                if (!headers.Contains(column))
                {
                    headers.Add(column);
                }
            }
        }
        return new ProfileTable("nl.sql", headers, [.. rows.Select(r => new ProfileRow(r.Key, [.. headers.Select(h => r.Value[h])]))]);
    }

    public static ProfileTable Table(string[] headers, params string[][] rows) => new("made.csv", headers, [.. rows.Select((r, i) => new ProfileRow(i + 2, r))]);

    public static ReadTable Read(string profile, ProfileTable table)
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

/// <summary>Just enough of SQL to read <c>INSERT INTO t (a, b) VALUES (1, 'x');</c>.</summary>
internal static class SqlInserts
{
    public static IEnumerable<(List<string> Columns, List<string> Values)> Read(string text)
    {
        for (var at = text.IndexOf("INSERT INTO", StringComparison.Ordinal); at >= 0; at = text.IndexOf("INSERT INTO", at, StringComparison.Ordinal))
        {
            var open = text.IndexOf('(', at);
            var close = text.IndexOf(')', open);
            at = text.IndexOf('(', close) + 1;
            yield return ([.. text[(open + 1)..close].Split(',', StringSplitOptions.TrimEntries)], Values(text, ref at));
        }
    }

    private static List<string> Values(string text, ref int at)
    {
        var (values, value, quoted) = (new List<string>(), new StringBuilder(), false);
        for (; ; at++)
        {
            var c = text[at];
            if (c == '\'' && quoted && text[at + 1] == '\'')
            {
                value.Append(text[at++]);
            }
            else if (c == '\'')
            {
                quoted = !quoted;
            }
            else if (!quoted && c is ',' or ')' && !quoted)
            {
                values.Add(value.ToString());
                value.Clear();
                if (c == ')')
                {
                    return values;
                }
            }
            else if (quoted || !char.IsWhiteSpace(c))
            {
                value.Append(c);
            }
        }
    }
}
