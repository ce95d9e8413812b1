using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Tables;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Reads profiles from their YAML files as strictly as books are read.</summary>
public static class ProfileReader
{
    private const int LargestFile = 2_000_000;

    private static readonly Dictionary<string, ListStyle> Styles = new(StringComparer.Ordinal)
    {
        ["python"] = ListStyle.Python, ["json"] = ListStyle.Json, ["semicolon"] = ListStyle.Semicolon, ["comma"] = ListStyle.Comma, ["lines"] = ListStyle.Lines, ["pipe"] = ListStyle.Pipe,
    };

    /// <summary>Reads a profile.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rulebooks">The rulebooks root, below which the column map lies.</param>
    public static Result<Profile> Read(string file, string rulebooks)
    {
        if (!File.Exists(file) || new FileInfo(file).Length > LargestFile)
        {
            return Refusal.Because("no-file", "이 프로필 파일이 없거나 너무 큽니다.", "there is no such profile, or it is too large", file);
        }
        return Read(file, File.ReadAllText(file), rulebooks);
    }

    /// <summary>Reads a profile from its text; the file name serves as place only.</summary>
    public static Result<Profile> Read(string file, string text, string rulebooks)
    {
        var refusals = new List<Refusal>();
        var profile = ProfileNode.Parse(file, text, refusals) is { } root ? Build(root, file, rulebooks, refusals) : null;
        return profile is not null && refusals.Count == 0 ? profile : Refused.Because<Profile>(refusals);
    }

    private static Profile Build(ProfileNode root, string file, string rulebooks, List<Refusal> refusals)
    {
        var map = Map(root.Text("map"), rulebooks, refusals) ?? Inline(root.Text("map_text"), file, refusals);
        var profile = new Profile(root.Required("profile"), root.Local("title"), root.Text("jurisdiction") ?? "")
        {
            Note = root.Local("note"), Provisional = root.Flag("provisional"), States = root.Texts("states"), Generic = root.Flag("generic"), Language = root.Text("language") ?? "en",
            Books = root.Texts("books"), Map = map, NoAnswer = root.Texts("no_answer"), Regimes = root.Texts("regimes"),
            Identity = (root.Text("organisation"), root.Text("unit"), root.Text("name")), Ids = Ids(root), NotASystem = NotASystem(root),
            DateOrder = Order(root), Words = (root.Text("yes") ?? "Yes", root.Text("no") ?? "No"), Columns = [.. root.Maps("columns").Select(c => Column(c, map))], File = file,
        };
        root.Done();
        Check(profile, refusals);
        return profile;
    }

    private static DateOrder Order(ProfileNode root) => root.Text("date_order") switch
    {
        null => DateOrder.Undecided,
        "month_first" => DateOrder.MonthFirst,
        "day_first" => DateOrder.DayFirst,
        _ => root.Refuse<DateOrder>(root.Node("date_order"), "date_order", "month_first, day_first", "month_first or day_first"),
    };

    private static ProfileIds Ids(ProfileNode root)
    {
        if (root.Map("id") is not { } id)
        {
            return new ProfileIds(root.Text("profile") ?? "", []);
        }
        var ids = new ProfileIds(id.Required("scheme"), id.Texts("columns"));
        id.Done();
        return ids;
    }

    private static (string, IReadOnlyList<string>)? NotASystem(ProfileNode root)
    {
        if (root.Map("not_a_system") is not { } node)
        {
            return null;
        }
        (string, IReadOnlyList<string>) rule = (node.Required("column"), node.Texts("values"));
        node.Done();
        return rule;
    }

    private static ProfileColumn Column(ProfileNode node, FactMap? map)
    {
        var facts = node.Maps("facts").Select(f => (Node: f, Fact: Fact(f, map))).ToList();
        facts.ForEach(f => f.Node.Done());
        List<ColumnFact> all = [.. new[] { Fact(node, map) }.Concat(facts.Select(f => f.Fact)).OfType<ColumnFact>()];
        var column = new ProfileColumn(node.Required("header").Trim(), node.Texts("aliases"), all, node.Flag("required"), node.Count("max"), node.Text("constant"), node.Flag("repeats")) { Combine = node.Text("combine") };
        node.Done();
        return column;
    }

    private static ColumnFact? Fact(ProfileNode node, FactMap? map)
    {
        var path = node.Text("fact");
        var where = node.Pairs("where");
        var values = node.Pairs("values");
        var list = node.Text("list");
        var fact = new ColumnFact(
            path?.Split('.')[0] ?? "", path?.Split('.') is [_, var field] ? field : null, where is [{ Value: { } value } one] ? (one.Key, value) : null,
            Through(node, map) ?? (node.Node("values") is null ? null : [.. values.Select(v => new CellValue(v.Key, v.Value?.Trim(), v.Place))]),
            node.Pairs("write").Where(w => w.Value is not null).DistinctBy(w => w.Key).ToDictionary(w => w.Key, w => w.Value!, StringComparer.Ordinal),
            list is null ? ListStyle.Single : Styles.TryGetValue(list, out var style) ? style : node.Refuse<ListStyle>(node.Node("list"), "list", string.Join(", ", Styles.Keys), string.Join(", ", Styles.Keys)),
            node.Text("date"), node.Texts("else"), node.Text("join")) { Only = node.Flag("only") };
        return path is null ? null : fact;
    }

    /// <summary>The spellings of a law fact of the same column, each with what its value means here, so that they are written down once, in the column map.</summary>
    private static List<CellValue>? Through(ProfileNode node, FactMap? map)
    {
        var means = node.Pairs("means");
        if (node.Text("through") is not { } question)
        {
            return null;
        }
        if (map?.Facts.FirstOrDefault(f => f.Question == question)?.Values is not { } values)
        {
            return node.Refuse<List<CellValue>>(node.Node("through"), "through", "열 지도에서 값을 나열한 사실", "a fact of the column map that lists values");
        }
        return [.. values.Select(v => v with { Value = means.FirstOrDefault(m => m.Key == v.Value).Value })];
    }

    private static FactMap? Map(string? path, string rulebooks, List<Refusal> refusals)
    {
        if (path is null)
        {
            return null;
        }
        var findings = new Findings();
        var map = FactMapReader.Read(Path.Combine(rulebooks, path), findings);
        refusals.AddRange(findings.All.Where(f => f.Severity == Severity.Error).Select(f => new Refusal(f.Code, f.Message, f.Place.ToString())));
        return map;
    }

    /// <summary>A column map that travels inside the profile, as text.</summary>
    private static FactMap? Inline(string? text, string file, List<Refusal> refusals)
    {
        if (text is null)
        {
            return null;
        }
        var findings = new Findings();
        var map = FactMapReader.Read(file, text, findings);
        refusals.AddRange(findings.All.Where(f => f.Severity == Severity.Error).Select(f => new Refusal(f.Code, f.Message, f.Place.ToString())));
        return map;
    }

    private static void Check(Profile profile, List<Refusal> refusals)
    {
        foreach (var twice in profile.Columns.GroupBy(c => Folded.Of(c.Header), StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            refusals.Add(Refusal.Because("duplicate", $"열 '{twice.First().Header}'이(가) 두 번 있습니다. 이름이 같은 두 번째 열은 '#2'를 붙여 적습니다.",
                $"the column '{twice.First().Header}' is there twice; the second column of one name is written with '#2'", profile.File));
        }
        var named = new[] { profile.Identity.Organisation, profile.Identity.Unit, profile.Identity.Name, profile.NotASystem?.Column }.OfType<string>().Concat(profile.Ids.Columns);
        foreach (var name in named.Where(n => profile.Columns.All(c => c.Header != n)))
        {
            refusals.Add(Refusal.Because("unknown-name", $"'{name}'은(는) 이 프로필의 열이 아닙니다.", $"'{name}' is not a column of this profile", profile.File));
        }
        foreach (var state in profile.States.Where(s => !Lifecycle.All.Contains(s)))
        {
            refusals.Add(Refusal.Because("unknown-name", $"'{state}'은(는) 시스템의 상태가 아닙니다: {string.Join(", ", Lifecycle.All)}.", $"'{state}' is no state of a system: {string.Join(", ", Lifecycle.All)}", profile.File));
        }
        if (profile.Columns.Count == 0)
        {
            refusals.Add(Refusal.Because("missing-key", "'columns'에 열이 하나도 없습니다.", "'columns' lists no column", profile.File));
        }
    }
}
