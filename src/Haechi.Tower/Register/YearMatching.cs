using Haechi.Rules;

namespace Haechi.Tower.Register;

/// <summary>How two rows of two inventories were found to be one system.</summary>
public enum MatchKind
{
    /// <summary>The same organisation and name, folded.</summary>
    SameName,

    /// <summary>An id of the same scheme.</summary>
    SameId,

    /// <summary>Names alike within one organisation: a person must confirm.</summary>
    NearName,
}

/// <summary>A row of the old inventory and the row of the new one that it seems to have become.</summary>
/// <param name="Old">The old row's key.</param>
/// <param name="New">The new row's key.</param>
/// <param name="Kind">How it was found.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Reason">For people.</param>
public sealed record YearMatch(string Old, string New, MatchKind Kind, double Confidence, LocalText Reason);

/// <summary>Matches one year's inventory to the next. Each row is matched at most once; the surest first.</summary>
public static class YearMatching
{
    private const double Least = 0.6;

    /// <summary>The matches, in the order of the new rows. <paramref name="apart"/>: a person has decided that the old and the new key are two systems.</summary>
    public static IReadOnlyList<YearMatch> Match(IReadOnlyList<NamedRow> old, IReadOnlyList<NamedRow> @new, Func<string, string, bool>? apart = null)
    {
        var organisations = new OrganisationNames(old.Concat(@new));
        var state = new Run([.. old.Select(o => Form.Of(o, organisations))], [.. @new.Select(n => Form.Of(n, organisations))], apart ?? ((_, _) => false));
        state.BySameName(withUnit: true);
        state.BySameName(withUnit: false);
        state.BySameId();
        state.ByNearName();
        var order = @new.Select((r, i) => (r.Key, i)).ToDictionary(r => r.Key, r => r.i, StringComparer.Ordinal);
        return [.. state.Found.OrderBy(f => order[f.New])];
    }

    private sealed record Form(NamedRow Row, string Name, string Organisation, string Unit)
    {
        public static Form Of(NamedRow row, OrganisationNames organisations) => new(row, NameForm.Of(row.Name), organisations.Of(row), NameForm.Of(row.Unit));
    }

    private sealed class Run(List<Form> old, List<Form> @new, Func<string, string, bool> apart)
    {
        private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
        private readonly HashSet<string> _given = new(StringComparer.Ordinal);

        public List<YearMatch> Found { get; } = [];

        public void BySameName(bool withUnit)
        {
            string Key(Form f) => $"{f.Organisation}|{f.Name}|{(withUnit ? f.Unit : "")}";
            var waiting = Old.Where(o => o.Name.Length > 0).GroupBy(Key).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
            foreach (var row in New.ToList())
            {
                if (waiting.TryGetValue(Key(row), out var same) && same.Find(o => !apart(o.Row.Key, row.Row.Key)) is { } before)
                {
                    same.Remove(before);
                    Add(before, row, MatchKind.SameName, withUnit ? 1 : 0.95, LocalText.Of("기관과 이름이 같습니다.", "the same organisation and name"));
                }
            }
        }

        public void BySameId()
        {
            // An id that a source gives twice names nothing.
            var byId = Old.SelectMany(o => o.Row.SourceIds.Select(i => (Id: i, Row: o))).GroupBy(o => o.Id, StringComparer.Ordinal).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.First().Row, StringComparer.Ordinal);
            var repeated = @new.SelectMany(n => n.Row.SourceIds).GroupBy(i => i, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
            foreach (var row in New.ToList())
            {
                if (row.Row.SourceIds.FirstOrDefault(i => !repeated.Contains(i) && byId.TryGetValue(i, out var o) && !_taken.Contains(o.Row.Key) && !apart(o.Row.Key, row.Row.Key)) is { } id)
                {
                    Add(byId[id], row, MatchKind.SameId, 0.9, LocalText.Of($"출처의 번호가 같습니다: {id}.", $"the same id in the source: {id}"));
                }
            }
        }

        public void ByNearName()
        {
            var pairs = new List<(Form Old, Form New, double Score)>();
            var waiting = Old.ToLookup(o => o.Organisation, StringComparer.Ordinal);
            foreach (var organisation in New.GroupBy(n => n.Organisation, StringComparer.Ordinal))
            {
                var before = waiting[organisation.Key].ToList();
                var after = organisation.ToList();
                foreach (var (one, other, score) in NearNames.Pairs([.. before.Concat(after).Select(f => f.Name)], Least).Where(p => p.One < before.Count && p.Other >= before.Count))
                {
                    pairs.Add((before[one], after[other - before.Count], score + (before[one].Unit == after[other - before.Count].Unit ? 0.02 : 0)));
                }
            }
            foreach (var (before, row, score) in pairs.OrderByDescending(p => p.Score).ThenBy(p => p.New.Row.Key, StringComparer.Ordinal).ThenBy(p => p.Old.Row.Key, StringComparer.Ordinal))
            {
                if (!_taken.Contains(before.Row.Key) && !_given.Contains(row.Row.Key) && !apart(before.Row.Key, row.Row.Key))
                {
                    Add(before, row, MatchKind.NearName, Math.Round(Math.Min(score, 1) * 0.85, 2), LocalText.Of($"같은 기관에서 이름이 비슷합니다: '{before.Row.Name}'.", $"alike within one organisation: '{before.Row.Name}'"));
                }
            }
        }

        private IEnumerable<Form> Old => old.Where(o => !_taken.Contains(o.Row.Key));

        private IEnumerable<Form> New => @new.Where(n => !_given.Contains(n.Row.Key));

        private void Add(Form before, Form after, MatchKind kind, double confidence, LocalText reason)
        {
            _taken.Add(before.Row.Key);
            _given.Add(after.Row.Key);
            Found.Add(new YearMatch(before.Row.Key, after.Row.Key, kind, confidence, reason));
        }
    }
}
