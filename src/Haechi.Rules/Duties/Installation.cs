using Haechi.Rules.Books;

namespace Haechi.Rules.Duties;

/// <summary>
/// A grace on fines that is government policy and in no statute. It belongs to the installation, not to the law book: duties stay as they are, and whoever reads
/// them sees that the grace is an assumption.
/// </summary>
/// <param name="Book">The id of the book whose fines are meant.</param>
/// <param name="Until">The last day on which the installation expects no fine.</param>
/// <param name="Basis">Where the assumption comes from and what it does not cover.</param>
public sealed record Grace(string Book, DateOnly Until, LocalText Basis);

/// <summary>What an installation decides for itself: how days are counted, its holidays, and which graces on fines it assumes.</summary>
public sealed record Installation(DayCounting Counting, IReadOnlyList<Grace> Graces)
{
    /// <summary>The first day does not count, no holidays, no grace.</summary>
    public static Installation Default { get; } = new(DayCounting.Default, []);

    /// <summary>Reads <c>first_day_counts</c>, <c>holidays: [DATE]</c> and <c>grace: [{book, until, basis}]</c> from a YAML file.</summary>
    public static Installation ReadFile(string file, Findings findings)
    {
        if (!File.Exists(file))
        {
            findings.Error("no-file", new Place(file, 0, 0), "이 파일이 없습니다.", "there is no such file");
            return Default;
        }
        var context = new ReadContext(findings);
        if (YamlFile.Read(file, File.ReadAllText(file), findings) is not YamlMap map)
        {
            findings.Error("wrong-value", new Place(file, 1, 1), "first_day_counts, holidays, grace 가운데 하나가 필요합니다.", "expected some of first_day_counts, holidays, grace");
            return Default;
        }
        var fields = new Fields(map, context);
        var first = fields.OneOf("first_day_counts", new Dictionary<string, bool> { ["true"] = true, ["false"] = false }) ?? false;
        var holidays = fields.Node("holidays") switch
        {
            null => [],
            YamlList list => list.Items.Select(i => Holiday(i, fields)).OfType<DateOnly>().ToHashSet(),
            var other => fields.Refuse<HashSet<DateOnly>>(other, "날짜의 목록", "a list of dates", [])!,
        };
        var graces = fields.Maps("grace").Select(g => ReadGrace(g, context)).ToList();
        fields.Done();
        return new Installation(new DayCounting(first, holidays), graces);
    }

    private static DateOnly? Holiday(YamlNode node, Fields fields) =>
        node is YamlScalar scalar && ReadContext.TryDate(scalar.Value, out var day) ? day : fields.Refuse<DateOnly?>(node, "YYYY-MM-DD 꼴의 날짜", "a date as YYYY-MM-DD");

    private static Grace ReadGrace(YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        var grace = new Grace(fields.RequiredText("book"), fields.Date("until") ?? fields.Missing("until", default(DateOnly)), fields.LocalText("basis"));
        fields.Missing("basis", 0);
        fields.Done();
        return grace;
    }
}
