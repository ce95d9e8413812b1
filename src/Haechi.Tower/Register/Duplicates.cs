using Haechi.Rules;

namespace Haechi.Tower.Register;

/// <summary>A system, or a row of an inventory, as it is compared with others.</summary>
/// <param name="Key">What the caller knows it by.</param>
/// <param name="Name">Its name.</param>
/// <param name="Organisation">The body that answers for it, or empty.</param>
/// <param name="Unit">The unit, or empty.</param>
/// <param name="SourceIds">The ids that sources give it, each with its scheme.</param>
/// <param name="OrganisationId">The code or abbreviation of the body, or empty: it tells that two spellings mean one body.</param>
public sealed record NamedRow(string Key, string Name, string Organisation, string Unit, IReadOnlyList<string> SourceIds, string OrganisationId = "");

/// <summary>Rows that may be one system.</summary>
/// <param name="Keys">The rows.</param>
/// <param name="Score">1 when the names are the same, else how alike they are.</param>
/// <param name="Reason">Why they are shown, for people.</param>
public sealed record DuplicateGroup(IReadOnlyList<string> Keys, double Score, LocalText Reason);

/// <summary>Finds rows that may be one system: the same or nearly the same name within one organisation. It only shows; a person decides.</summary>
public static class Duplicates
{
    /// <summary>How alike two names must be.</summary>
    public const double Least = 0.8;

    /// <summary>The score of names that differ in case, space or punctuation alone; 1 is the same text.</summary>
    public const double ButForSpelling = 0.99;

    /// <summary>The groups, the largest and surest first. Names that differ in a number are two things.</summary>
    public static IReadOnlyList<DuplicateGroup> Find(IEnumerable<NamedRow> rows)
    {
        var groups = new List<DuplicateGroup>();
        var all = rows.ToList();
        var organisations = new OrganisationNames(all);
        foreach (var organisation in all.GroupBy(organisations.Of))
        {
            var names = organisation.GroupBy(r => NameForm.Of(r.Name)).Where(g => g.Key.Length > 0).ToList();
            // Letter by letter the same, and apart from those what is the same but for case, space and punctuation.
            groups.AddRange(names.SelectMany(g => g.GroupBy(r => r.Name, StringComparer.Ordinal)).Where(g => g.Count() > 1).Select(g => Same([.. g])));
            groups.AddRange(names.Where(g => g.Select(r => r.Name).Distinct(StringComparer.Ordinal).Count() > 1).Select(g => Spelt([.. g])));
            foreach (var (one, other, score) in NearNames.Pairs([.. names.Select(n => n.Key)], Least))
            {
                groups.Add(Near([.. names[one], .. names[other]], score));
            }
        }
        return [.. groups.OrderByDescending(g => g.Score).ThenByDescending(g => g.Keys.Count).ThenBy(g => g.Keys[0], StringComparer.Ordinal)];
    }

    private static DuplicateGroup Same(List<NamedRow> rows)
    {
        var units = rows.Select(r => NameForm.Of(r.Unit)).Distinct().Count();
        return new DuplicateGroup([.. rows.Select(r => r.Key)], 1, units == 1
            ? LocalText.Of($"기관, 부서, 이름이 같은 {rows.Count}건입니다.", $"{rows.Count} entries with the same organisation, unit and name")
            : LocalText.Of($"기관과 이름이 같은 {rows.Count}건입니다. 부서는 {units}곳입니다.", $"{rows.Count} entries with the same organisation and name, in {units} units"));
    }

    private static DuplicateGroup Spelt(List<NamedRow> rows) => new([.. rows.Select(r => r.Key)], ButForSpelling, LocalText.Of(
        $"같은 기관에서 대소문자·띄어쓰기·부호만 다른 이름 {rows.Count}건입니다.", $"{rows.Count} entries of one organisation whose names differ in case, space or punctuation alone"));

    private static DuplicateGroup Near(List<NamedRow> rows, double score) => new([.. rows.Select(r => r.Key)], score, LocalText.Of(
        $"같은 기관에서 이름이 {score * 100:F0}% 비슷합니다: '{rows[0].Name}', '{rows[^1].Name}'.", $"names within one organisation that are {score * 100:F0}% alike: '{rows[0].Name}', '{rows[^1].Name}'"));
}

/// <summary>Which spellings mean one body: those that some row gives beside the same code ("Federal Reserve Board" and "Board of Governors …", both FRB).</summary>
internal sealed class OrganisationNames
{
    private readonly Dictionary<string, string> _above = new(StringComparer.Ordinal);

    public OrganisationNames(IEnumerable<NamedRow> rows)
    {
        foreach (var row in rows.Where(r => r.OrganisationId.Length > 0))
        {
            var (name, code) = (Top(Name(row)), Top("#" + NameForm.Of(row.OrganisationId)));
            if (name != code && row.Organisation.Length > 0)
            {
                _above[name] = code;
            }
        }
    }

    public string Of(NamedRow row) => Top(row.Organisation.Length == 0 && row.OrganisationId.Length > 0 ? "#" + NameForm.Of(row.OrganisationId) : Name(row));

    private static string Name(NamedRow row) => NameForm.Of(row.Organisation);

    private string Top(string name)
    {
        while (_above.TryGetValue(name, out var above))
        {
            name = above;
        }
        return name;
    }
}
