namespace Haechi.Tower.Duties;

/// <summary>Duties that fit, in the order of lists: the earliest due first, those without a due day last; then by the system's number and the rule.</summary>
internal sealed class DutyOrder
{
    private const int DayShift = 42;
    private const int NumberShift = 16;
    private readonly List<ulong> _keys = [];
    private readonly List<int> _positions = [];

    /// <summary>Gathers them. A key holds 22 bits of the due day, 26 of the system's number and 16 of the rule's rank, so that keys sort as numbers.</summary>
    public DutyOrder(DutyTables tables, DutySearch search)
    {
        var ranks = RuleRanks(tables.Rules);
        search.Each(tables, (position, in duty) =>
        {
            var day = duty.DueDay == 0 ? (1UL << 22) - 1 : (ulong)duty.DueDay;
            _keys.Add((day << DayShift) | ((ulong)tables.Number(duty.System) << NumberShift) | (uint)ranks[duty.Rule]);
            _positions.Add(position);
        });
    }

    /// <summary>How many there are.</summary>
    public int Count => _keys.Count;

    /// <summary>A part of them, as they stood at the moment. The same order may be asked for one part after the other.</summary>
    public IReadOnlyList<DutyFound> Part(DutyTables tables, DutySearch search, int skip, int take) => [.. Positions(skip, take).Select(p =>
    {
        var duty = search.Then(tables, p);
        return new DutyFound(tables.Systems[duty.System], tables.Rules[duty.Rule], duty.Standing, duty.Owner < 0 ? null : tables.Owners[duty.Owner], duty.WaivedDay, duty.EvidenceDay, duty.IsOpen, duty.DueDay);
    })];

    /// <summary>The positions of a part. Only the days on which the part lies are sorted.</summary>
    private int[] Positions(int skip, int take)
    {
        var (end, before, first, last) = (Math.Min(_keys.Count, (long)skip + take), 0L, 0UL, 0UL);
        if (skip >= end)
        {
            return [];
        }
        var passed = 0L;
        foreach (var (day, count) in _keys.CountBy(k => k >> DayShift).OrderBy(d => d.Key))
        {
            if (passed <= skip)
            {
                (first, before) = (day, passed);
            }
            if (passed >= end)
            {
                break;
            }
            (last, passed) = (day, passed + count);
        }
        var (keys, positions) = (new List<ulong>(), new List<int>());
        for (var i = 0; i < _keys.Count; i++)
        {
            if (_keys[i] >> DayShift is var day && day >= first && day <= last)
            {
                keys.Add(_keys[i]);
                positions.Add(_positions[i]);
            }
        }
        var (sorted, by) = (positions.ToArray(), keys.ToArray());
        Array.Sort(by, sorted);
        return sorted[(int)(skip - before)..(int)(end - before)];
    }

    private static int[] RuleRanks(Positions rules)
    {
        var ranks = new int[rules.Count];
        foreach (var (rule, rank) in Enumerable.Range(0, rules.Count).OrderBy(i => rules[i], StringComparer.Ordinal).Select((rule, rank) => (rule, rank)))
        {
            ranks[rule] = rank;
        }
        return ranks;
    }
}

/// <summary>A duty that was found, and what it was at the moment.</summary>
internal sealed record DutyFound(string System, string Rule, DutyStanding Standing, string? Owner, int WaivedDay, int EvidenceDay, bool IsOpen, int DueDay)
{
    /// <summary>Brings a row of today to the moment.</summary>
    public DutyRow Then(DutyRow row)
    {
        static DateOnly? Day(int number) => number == 0 ? null : DateOnly.FromDayNumber(number);
        (row.Standing, row.Owner, row.WaivedUntil, row.EvidenceUntil, row.IsOpen, row.Due) = (Standing, Owner, Day(WaivedDay), Day(EvidenceDay), IsOpen, Day(DueDay));
        return row;
    }
}
