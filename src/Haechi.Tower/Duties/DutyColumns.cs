using System.Runtime.InteropServices;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>
/// All duties as far as boards need them, in memory of this node: 840,000 take about 50 MB, and any board is one pass over them. Before each use the change number in the database is compared, and
/// only what was written since is read.
/// </summary>
public sealed class DutyColumns(TowerStore store) : IWarm, IDisposable
{
    private const int Portion = 500;
    private readonly SemaphoreSlim _refresh = new(1, 1);
    private readonly ReaderWriterLockSlim _held = new();
    private DutyTables _tables = new();
    private long _known;

    /// <inheritdoc />
    public Task Warm(CancellationToken stop) => Refresh(stop);

    /// <summary>Brings the columns up to date.</summary>
    public async Task Refresh(CancellationToken stop = default)
    {
        await using var context = store.Open();
        if (await ChangeNumber.Last(context, DutyRow.Kind, stop) == Interlocked.Read(ref _known))
        {
            return;
        }
        await _refresh.WaitAsync(stop);
        try
        {
            // The number first: what is committed while the rows are read is read again the next time.
            var last = await ChangeNumber.Last(context, DutyRow.Kind, stop);
            if (last != _known)
            {
                await Load(context, _known, last, stop);
                Interlocked.Exchange(ref _known, last);
            }
        }
        finally
        {
            _refresh.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _refresh.Dispose();
        _held.Dispose();
    }

    /// <summary>Looks at the columns, up to date. What is looked at must not be kept.</summary>
    internal async Task<T> Read<T>(Func<DutyTables, T> look, CancellationToken stop)
    {
        await Refresh(stop);
        _held.EnterReadLock();
        try
        {
            return look(_tables);
        }
        finally
        {
            _held.ExitReadLock();
        }
    }

    private async Task Load(TowerContext context, long known, long last, CancellationToken stop)
    {
        var rows = context.Set<DutyRow>().Where(d => d.Change > known).Select(d => new DutyRead(d.System, d.Rule, d.Terms, d.Department, d.Owner, d.Due, d.WaivedUntil, d.EvidenceUntil, d.OpenSince, d.OpenedAt,
            d.Standing, d.Claim, d.Strength, d.Risk, d.IsOpen));
        var events = from e in context.Set<DutyEvent>() where e.Change > known join d in context.Set<DutyRow>() on e.Duty equals d.Id orderby e.Id select new EventRead(d.System, d.Rule, e.Id, e.At, e.Kind, e.Before, e.Change);
        if (known == 0)
        {
            // Beside those in use: a visitor who leaves while they are read must not leave half of them behind.
            var fresh = new DutyTables();
            var numbers = await context.Set<AiSystem>().Select(s => new { s.Id, s.Number }).ToDictionaryAsync(s => s.Id, s => s.Number, StringComparer.Ordinal, stop);
            fresh.Reserve(await context.Set<DutyRow>().CountAsync(stop));
            await Apply(rows.AsAsyncEnumerable(), d => fresh.Put(d, numbers));
            fresh.Begin(last);
            await Apply(events.AsAsyncEnumerable(), fresh.Put);
            Volatile.Write(ref _tables, fresh);
            return;
        }
        var (changed, happened) = (await rows.ToListAsync(stop), await events.ToListAsync(stop));
        var of = await NumbersOf(context, [.. changed.Select(d => d.System).Distinct()], stop);
        _held.EnterWriteLock();
        try
        {
            changed.ForEach(d => _tables.Put(d, of));
            _tables.Begin(last);
            happened.ForEach(_tables.Put);
        }
        finally
        {
            _held.ExitWriteLock();
        }
    }

    private static async Task Apply<T>(IAsyncEnumerable<T> rows, Action<T> put)
    {
        await foreach (var row in rows)
        {
            put(row);
        }
    }

    private static async Task<Dictionary<string, int>> NumbersOf(TowerContext context, string[] systems, CancellationToken stop)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var some in systems.Chunk(Portion))
        {
            foreach (var system in await context.Set<AiSystem>().Where(s => some.Contains(s.Id)).Select(s => new { s.Id, s.Number }).ToListAsync(stop))
            {
                numbers[system.Id] = system.Number;
            }
        }
        return numbers;
    }
}

/// <summary>A duty as it is read for the columns.</summary>
internal sealed record DutyRead(
    string System, string Rule, int Terms, string? Department, string? Owner, DateOnly? Due, DateOnly? WaivedUntil, DateOnly? EvidenceUntil, long OpenSince, long OpenedAt, DutyStanding Standing, DutyClaim Claim,
    int Strength, int Risk, bool IsOpen);

/// <summary>An event as it is read for the columns.</summary>
internal sealed record EventRead(string System, string Rule, long Id, long At, string Kind, string? Before, long Change);

/// <summary>The columns themselves, and the lists to which they point.</summary>
internal sealed class DutyTables
{
    private readonly List<DutySlice> _duties = [];
    private readonly List<PastMark> _marks = [];
    private HashSet<long> _early = [];
    private HashSet<long> _seen = [];
    private long _until;
    private readonly List<int> _last = [];
    private readonly List<int> _numbers = [];

    public Positions Systems { get; } = new();

    public Positions Rules { get; } = new();

    public Positions Departments { get; } = new();

    public Positions Owners { get; } = new();

    /// <summary>When evidence was given (false) or verified (true).</summary>
    public List<(long At, bool Verified)> Evidence { get; } = [];

    public ReadOnlySpan<DutySlice> Duties => CollectionsMarshal.AsSpan(_duties);

    /// <summary>In the order in which they happened.</summary>
    public ReadOnlySpan<PastMark> Marks => CollectionsMarshal.AsSpan(_marks);

    /// <summary>The number of a system, by its position.</summary>
    public int Number(int system) => _numbers[system];

    public void Reserve(int duties) => _duties.EnsureCapacity(duties);

    public void Put(DutyRead read, IReadOnlyDictionary<string, int> numbers)
    {
        var system = Systems.Of(read.System);
        if (system == _last.Count)
        {
            _last.Add(-1);
            _numbers.Add(numbers[read.System]);
        }
        var rule = Rules.Of(read.Rule);
        var at = Find(system, rule);
        var slice = new DutySlice
        {
            System = system, Before = at < 0 ? _last[system] : _duties[at].Before, Rule = rule, Terms = read.Terms, Department = Departments.OrNone(read.Department), Owner = Owners.OrNone(read.Owner),
            DueDay = DutySlice.Number(read.Due), WaivedDay = DutySlice.Number(read.WaivedUntil), EvidenceDay = DutySlice.Number(read.EvidenceUntil), OpenDay = TowerClock.DayOf(read.OpenSince).DayNumber,
            OpenedAt = read.OpenedAt, Standing = read.Standing, Claim = read.Claim, Strength = (byte)read.Strength, Risk = (byte)read.Risk, IsOpen = read.IsOpen,
        };
        if (at >= 0)
        {
            _duties[at] = slice;
            return;
        }
        _last[system] = _duties.Count;
        _duties.Add(slice);
    }

    /// <summary>Events follow, of transactions up to <paramref name="last"/>. Those of later ones, committed while they were read, come again the next time and are known then.</summary>
    public void Begin(long last) => (_seen, _early, _until) = (_early, [], last);

    public void Put(EventRead read)
    {
        var (late, at) = (read.Change > _until, Find(Systems.Known(read.System), Rules.Known(read.Rule)));
        if (at < 0 || (late && !_early.Add(read.Id)) || _seen.Contains(read.Id))
        {
            return;
        }
        if (read.Kind is "evidence" or "verified")
        {
            Evidence.Add((read.At, read.Kind == "verified"));
        }
        if (DutyMark.Read(read.Before) is { } mark)
        {
            _marks.Add(new PastMark(at, read.At, (DutyStanding)mark.Standing, Owners.OrNone(mark.Owner), DutySlice.Number(mark.WaivedUntil), DutySlice.Number(mark.EvidenceUntil), mark.Open,
                DutySlice.Number(mark.Due)));
        }
    }

    private int Find(int system, int rule)
    {
        var at = system < _last.Count ? _last[system] : -1;
        while (at >= 0 && _duties[at].Rule != rule)
        {
            at = _duties[at].Before;
        }
        return at;
    }
}

/// <summary>Texts by position.</summary>
internal sealed class Positions
{
    private readonly Dictionary<string, int> _at = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    public int Count => _texts.Count;

    public string this[int position] => _texts[position];

    /// <summary>The position of a text, which is added when it is new.</summary>
    public int Of(string text)
    {
        if (!_at.TryGetValue(text, out var position))
        {
            _at[text] = position = _texts.Count;
            _texts.Add(text);
        }
        return position;
    }

    /// <summary>The same; −1 for none.</summary>
    public int OrNone(string? text) => text is null ? -1 : Of(text);

    /// <summary>The position of a text, or one that nothing has.</summary>
    public int Known(string text) => _at.GetValueOrDefault(text, int.MaxValue);
}
