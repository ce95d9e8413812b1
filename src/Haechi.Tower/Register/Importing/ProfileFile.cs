using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Matching;
using Haechi.Tower.Register.Profiles;
using Haechi.Tower.Register.Tables;

namespace Haechi.Tower.Register.Importing;

/// <summary>What a file says of the columns of a list.</summary>
/// <param name="Yaml">The profile that it stands for, as YAML that can be kept with the register.</param>
/// <param name="Matched">By column: what it does not say and was matched.</param>
internal sealed record GivenProfile(string Yaml, IReadOnlyDictionary<string, ColumnMatch> Matched);

/// <summary>
/// A file that says what the columns of a list mean: a profile (docs/profiles.md), or a column map for law books (docs/rulebook-format.md). A map says nothing of the register's own fields, so those
/// are matched beside it, and only what is nearly sure is taken.
/// </summary>
internal static class ProfileFile
{
    private const int LargestFile = 2_000_000;
    private const double NearlySure = 0.8;

    /// <summary>What a file says of the columns of a table.</summary>
    public static Result<GivenProfile> Read(string file, SourceTable table, InventoryReader reader, string rulebooks)
    {
        if (!File.Exists(file))
        {
            return new Refusal("no-file", LocalText.Of("이 파일이 없습니다.", "there is no such file"), file,
                LocalText.Of("프로필이나 열 지도(YAML)의 경로를 확인하십시오.", "Check the path of the profile or column map (YAML)."));
        }
        if (new FileInfo(file).Length > LargestFile)
        {
            return new Refusal("too-large", LocalText.Of("프로필로 쓰기에 너무 큰 파일입니다.", "the file is too large for a profile"), file,
                LocalText.Of("--profile 에는 목록이 아니라 그 열의 뜻을 적은 YAML을 주십시오.", "Give --profile the YAML that says what the columns mean, not the list itself."));
        }
        var text = File.ReadAllText(file);
        return HasKey(text, "map") && !HasKey(text, "profile") ? OfMap(file, text, table, reader) : OfProfile(file, text, reader, rulebooks);
    }

    private static bool HasKey(string text, string key) => text.TrimStart('\uFEFF').Split('\n').Any(l => l.StartsWith(key + ":", StringComparison.Ordinal));

    private static Result<GivenProfile> OfProfile(string file, string text, InventoryReader reader, string rulebooks)
    {
        var profile = ProfileReader.Read(file, text, rulebooks);
        return !profile.Done ? Refused.Because<GivenProfile>(profile.Refusals)
            : reader.Profiles().Find(profile.Value.Id) is not null ? new Refusal("built-in-name", LocalText.Of($"'{profile.Value.Id}'은(는) 함께 제공되는 프로필의 이름입니다.", $"'{profile.Value.Id}' is the name of a profile that is built in"), file,
                LocalText.Of("파일의 'profile:'에 다른 이름을 적으십시오.", "Write another name after 'profile:' in your file."))
            : new GivenProfile(text, new Dictionary<string, ColumnMatch>());
    }

    private static Result<GivenProfile> OfMap(string file, string text, SourceTable table, InventoryReader reader)
    {
        var findings = new Findings();
        if (FactMapReader.Read(file, text, findings) is not { } map)
        {
            return Refused.Because<GivenProfile>([.. findings.All.Where(f => f.Severity == Severity.Error).Select(f => new Refusal(f.Code, f.Message, f.Place.ToString()))]);
        }
        List<string> keys = [.. table.Columns.Select(c => c.Key)];
        if (MappingProfile.Headers(map.Columns, keys).Count == 0)
        {
            return new Refusal("wrong-map", LocalText.Of($"이 열 지도의 열이 {table.FileName}에 하나도 없습니다.", $"{table.FileName} has none of the columns of this map"), file,
                LocalText.Of("이 목록에 맞는 지도를 주거나 열 이름이 있는 줄을 확인하십시오.", "Give the map that belongs to the list, or check which line names the columns."));
        }
        var books = reader.Books(map.Books);
        var choices = Beside(map, table, keys, reader, out var matched);
        var title = map.Title.In("ko") is { Length: > 0 } own ? own : map.Id;
        return new GivenProfile(MappingProfile.Yaml(map.Id, title, keys, choices, books, from: new MappingBase(reader.Profiles(), map, text)), matched);
    }

    /// <summary>The register's own fields: id, name and group as the map names them, and what else the matcher is nearly sure of and the map does not read.</summary>
    private static ColumnChoices Beside(FactMap map, SourceTable table, List<string> keys, InventoryReader reader, out Dictionary<string, ColumnMatch> matched)
    {
        matched = new Dictionary<string, ColumnMatch>(StringComparer.Ordinal);
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        void Name(IEnumerable<MapColumn?> columns, string field)
        {
            foreach (var column in MappingProfile.Headers(columns.OfType<MapColumn>(), keys).Take(1))
            {
                fields.TryAdd(column, field);
            }
        }
        Name([map.Name], "name");
        Name(map.IdColumns.Count == 1 ? map.IdColumns : [], "source_number");
        Name([map.Group], "unit");
        var taken = map.Facts.Select(f => f.Question).Concat(fields.Values.OfType<string>()).ToHashSet(StringComparer.Ordinal);
        var matches = InventoryReader.Match(table, reader.TargetOf(reader.Books([])));
        foreach (var (match, index) in matches.Select((m, i) => (m, i)).Where(m => m.m is { Field: not null, Confidence: >= NearlySure } && taken.Add(m.m.Field)))
        {
            if (fields.TryAdd(keys[index], match.Field))
            {
                matched[keys[index]] = match;
            }
        }
        return new ColumnChoices(fields);
    }
}
