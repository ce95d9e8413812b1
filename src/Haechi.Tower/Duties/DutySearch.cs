using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>
/// A filter made ready for a pass over <see cref="DutyColumns"/>: what the database knows of departments, books and classes is read before. For a moment of the past, what happened later is taken back:
/// the state and the due day then are what stood before the first later event. The department is that of the system's version of then, below the departments as they stood then. Words and
/// strength of a duty, its risk and the classes by which one may filter are today's.
/// </summary>
internal sealed class DutySearch
{
    private readonly DutyFilter _filter;
    private readonly Moment _at;
    private readonly HashSet<string>? _departments;
    private readonly HashSet<int>? _terms;
    private readonly IReadOnlyList<IReadOnlyList<string>> _systems;
    private PastMarks? _past;

    private DutySearch(DutyFilter filter, Moment at, HashSet<string>? departments, HashSet<int>? terms, IEnumerable<IReadOnlyList<string>> systems) =>
        (_filter, _at, _departments, _terms, _systems) = (filter, at, departments, terms, [.. systems]);

    /// <summary>Reads what the filter needs.</summary>
    public static async Task<DutySearch> Of(TowerContext context, DutyFilter filter, Moment at, CancellationToken stop)
    {
        var (departments, systems) = ((HashSet<string>?)null, new List<List<string>>());
        if (filter.Department is { } department && at.AsOf is { } by)
        {
            string[] below = [.. await DepartmentPast.Below(context, department, by, stop)];
            systems.Add(await SystemRows.At(context, at).Where(s => s.Department != null && below.Contains(s.Department)).Select(s => s.System).ToListAsync(stop));
        }
        else if (filter.Department is not null)
        {
            departments = (await DutyQuery.Below(context, filter.Department)).ToHashSet(StringComparer.Ordinal);
        }
        var terms = filter.Book is { } book ? (await context.Set<DutyTerms>().Where(t => t.Book == book).Select(t => t.Id).ToListAsync(stop)).ToHashSet() : null;
        if (filter.Class is { } id)
        {
            systems.Add(await context.Set<SystemClass>().Where(c => c.Class == id && c.Outcome == (int)Outcome.Yes).Select(c => c.System).ToListAsync(stop));
        }
        return new DutySearch(filter, at, departments, terms, systems);
    }

    /// <summary>Every duty that fits, as it stood at the moment.</summary>
    public void Each(DutyTables tables, DutyVisitor visit)
    {
        var duties = tables.Duties;
        var fits = new Test(this, tables);
        _past = _at.AsOf is { } by ? new PastMarks(tables.Marks, duties.Length, by) : null;
        for (var i = 0; i < duties.Length; i++)
        {
            if (_past is null)
            {
                if (fits.Of(in duties[i]))
                {
                    visit(i, in duties[i]);
                }
            }
            else if (duties[i].OpenedAt <= _at.AsOf)
            {
                var then = Then(tables, i);
                if (fits.Of(in then))
                {
                    visit(i, in then);
                }
            }
        }
    }

    /// <summary>A duty that <see cref="Each"/> gave, as it stood at the moment.</summary>
    public DutySlice Then(DutyTables tables, int position) => _past is null ? tables.Duties[position] : _past.Then(position, in tables.Duties[position]);

    /// <summary>What stood before the first later event of each duty that has one.</summary>
    private sealed class PastMarks
    {
        // A number for each duty, 0 for none: looking a million of them up in a table of hashes took longer than the pass itself.
        private readonly int[] _first;
        private readonly List<PastMark> _marks = [];

        public PastMarks(ReadOnlySpan<PastMark> marks, int duties, long by)
        {
            _first = new int[duties];
            foreach (ref readonly var mark in marks)
            {
                if (mark.At > by && _first[mark.Duty] == 0)
                {
                    _marks.Add(mark);
                    _first[mark.Duty] = _marks.Count;
                }
            }
        }

        public DutySlice Then(int position, in DutySlice duty) => position < _first.Length && _first[position] is var at and > 0 ? _marks[at - 1].Then(duty) : duty;
    }

    /// <summary>The filter in positions of the columns.</summary>
    private sealed class Test
    {
        private readonly DateOnly _day;
        private readonly bool _overdue;
        private readonly bool _unsettled;
        private readonly DutyStanding? _standing;
        private readonly int? _rule;
        private readonly int? _system;
        private readonly int? _owner;
        private readonly int? _strength;
        private readonly int? _risk;
        private readonly bool[]? _departments;
        private readonly IReadOnlyList<bool[]> _systems;
        private readonly HashSet<int>? _terms;

        public Test(DutySearch search, DutyTables tables)
        {
            var filter = search._filter;
            (_day, _terms, _standing, _overdue, _unsettled) = (search._at.On, search._terms, filter.Standing, filter.Overdue, filter.Gaps || filter.Overdue);
            _rule = filter.Rule is { } rule ? tables.Rules.Known(rule) : null;
            _system = filter.System is { } system ? tables.Systems.Known(system) : null;
            _owner = filter.Owner is not { } owner ? null : owner == DutyFilter.Nobody ? -1 : tables.Owners.Known(owner);
            _strength = filter.Strength is { } strength ? Standings.Number(strength) : null;
            _risk = filter.Risk is { } risk ? Math.Max(0, DutyFilter.Risks.ToList().IndexOf(risk)) : null;
            _departments = search._departments is { } departments ? Marked(tables.Departments, departments) : null;
            _systems = [.. search._systems.Select(s => Marked(tables.Systems, s))];
        }

        public bool Of(in DutySlice duty)
        {
            // What a number alone decides comes first: of a million duties few are late, and where one stands is dearer to know.
            if (!duty.IsOpen || (_overdue && (duty.DueDay == 0 || duty.DueDay >= _day.DayNumber)) || (_rule is { } rule && duty.Rule != rule) || (_system is { } system && duty.System != system) || (_owner is { } owner && duty.Owner != owner)
                || (_strength is { } strength && duty.Strength != strength) || (_risk is { } risk && duty.Risk != risk) || (_departments is not null && (duty.Department < 0 || !_departments[duty.Department]))
                || (_terms is not null && !_terms.Contains(duty.Terms)))
            {
                return false;
            }
            for (var i = 0; i < _systems.Count; i++)
            {
                if (!_systems[i][duty.System])
                {
                    return false;
                }
            }
            if (_standing is null && !_unsettled)
            {
                return true;
            }
            var standing = duty.On(_day);
            return (_standing is null || standing == _standing) && (!_unsettled || !Standings.IsSettled(standing));
        }

        private static bool[] Marked(Positions positions, IEnumerable<string> texts)
        {
            var marked = new bool[positions.Count];
            foreach (var text in texts)
            {
                if (positions.Known(text) is var at && at < marked.Length)
                {
                    marked[at] = true;
                }
            }
            return marked;
        }
    }
}

/// <summary>Sees one duty and its position.</summary>
internal delegate void DutyVisitor(int position, in DutySlice duty);
