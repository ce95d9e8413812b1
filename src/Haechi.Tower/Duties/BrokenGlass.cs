using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>A deployment that a person let through in spite of refusals. Never changed; the reason stands, in the person's words, in the history of its duty.</summary>
public sealed class BrokenGlass
{
    /// <summary>The rule of the duty to account for it. It is a rule of the house: no book gives it.</summary>
    public const string Rule = "gate.break-glass";

    /// <summary>The book that the duty names.</summary>
    public const string Book = "haechi-gate";

    /// <summary>How long the owner has. A time in hours runs from the instant itself, through nights and holidays.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromHours(72);

    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <summary>The environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The number of the system's version.</summary>
    public int Version { get; init; }

    /// <summary>The duty.</summary>
    public required string Duty { get; init; }

    /// <summary>The period of the duty in which it is accounted for.</summary>
    public int Period { get; init; }

    /// <summary>Who.</summary>
    public required string Account { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary>By when it has to be accounted for, in UTC microseconds.</summary>
    public long DueAt { get; init; }

    /// <summary>The codes of what was overridden, separated by spaces.</summary>
    public required string Codes { get; init; }

    /// <summary>True when the duty's evidence accounts for it. That it were not applicable, or put off, accounts for nothing.</summary>
    public bool AccountedBy(DutyRow duty) => duty.Period > Period || duty.Progress is DutyProgress.Evidenced or DutyProgress.Verified;

    /// <summary>Keeps it, and opens the duty or opens it again. While an earlier one waits to be accounted for, the earlier day stands.</summary>
    internal static async Task<BrokenGlass> Keep(WriteScope scope, GateAnswer answer, string reason, CancellationToken stop)
    {
        var system = answer.System!;
        var dueAt = scope.Now + (long)Time.TotalMicroseconds;
        var duty = await scope.Context.Set<DutyRow>().FirstOrDefaultAsync(d => d.System == system.Id && d.Rule == Rule, stop) ?? await New(scope, system, stop);
        DutyAct.Do(scope, duty, "break_glass", d => Demand(d, TowerClock.DayOf(dueAt), scope.Now), reason);
        var glass = new BrokenGlass
        {
            Id = NewId.Next(), System = system.Id, Environment = answer.Environment, Version = system.Version, Duty = duty.Id, Period = duty.Period, Account = scope.Actor.Account, At = scope.Now, DueAt = dueAt,
            Codes = string.Join(' ', answer.Reasons.Where(r => r.Blocks).Select(r => r.Code).Distinct(StringComparer.Ordinal)),
        };
        scope.Context.Add(glass);
        return glass;
    }

    private static void Demand(DutyRow duty, DateOnly day, long now)
    {
        var accounted = duty.Progress is DutyProgress.Evidenced or DutyProgress.Verified;
        var waits = duty is { IsOpen: true, Due: not null } && !accounted;
        if (accounted)
        {
            (duty.Period, duty.Progress, duty.EvidenceUntil) = (duty.Period + 1, DutyProgress.NotStarted, null);
        }
        else if (duty.Progress == DutyProgress.NotApplicable)
        {
            duty.Progress = DutyProgress.NotStarted;
        }
        (duty.Due, duty.LawDue) = waits ? (duty.Due, duty.LawDue) : (day, day);
        (duty.OpenSince, duty.IsOpen, duty.WaivedUntil, duty.ClosedAt, duty.ClosedWhy) = (duty.IsOpen ? duty.OpenSince : now, true, null, null, null);
    }

    /// <summary>A duty that nobody owes yet. It belongs to whoever owns most of the system's other duties.</summary>
    private static async Task<DutyRow> New(WriteScope scope, GateSystem system, CancellationToken stop)
    {
        var others = await scope.Context.Set<DutyRow>().AsNoTracking().Where(d => d.System == system.Id && d.IsOpen).Select(d => new { d.Owner, d.Risk }).ToListAsync(stop);
        var owner = others.Where(o => o.Owner is not null).GroupBy(o => o.Owner).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;
        var duty = new DutyRow
        {
            Id = NewId.Next(), System = system.Id, Rule = Rule, Terms = await Terms(scope, stop), Department = system.Department, Owner = owner, Period = 1, OpenedAt = scope.Now, OpenSince = scope.Now,
            Strength = Standings.Number("must"), Risk = others.Select(o => o.Risk).DefaultIfEmpty(0).Max(),
        };
        scope.Context.Add(duty);
        return duty;
    }

    private static async Task<int> Terms(WriteScope scope, CancellationToken stop)
    {
        var terms = new DutyTerms
        {
            Hash = Digest.Of($"{Book} 1 {Rule}"), Rule = Rule, FullRule = Rule, Duty = "account_for_break_glass", TitleKo = "관문을 비상 통과한 배포를 72시간 안에 소명", TitleEn = "Account within 72 hours for a deployment that broke the glass of the gate",
            Cite = "Haechi gate, break-glass", Book = Book, BookVersion = "1", Strength = "must", Stage = "enforced", State = "owed", Evidence = "incident_report", Who = "owner",
        };
        if (await scope.Context.Set<DutyTerms>().FirstOrDefaultAsync(t => t.Hash == terms.Hash, stop) is { } known)
        {
            return known.Id;
        }
        scope.Context.Add(terms);
        await scope.Context.SaveChangesAsync(stop);
        return terms.Id;
    }
}

internal sealed class BrokenGlassModel : IModelPart
{
    public void Build(ModelBuilder model) => model.Entity<BrokenGlass>(e =>
    {
        e.ToTable("broken_glass").HasKey(g => g.Id);
        e.HasIndex(g => new { g.System, g.DueAt });
    });
}
