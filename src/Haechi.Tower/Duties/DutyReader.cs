using Haechi.Tower.Access;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>One duty with everything that was done about it.</summary>
/// <param name="Line">The duty with its names.</param>
/// <param name="Evidence">Its evidence, newest first.</param>
/// <param name="Events">Its history, newest first.</param>
/// <param name="People">The names of the accounts that appear.</param>
/// <param name="Older">True when the law's own count ends before the rule began to bind, so that the duty is due on that day instead.</param>
public sealed record DutyStory(DutyLine Line, IReadOnlyList<EvidenceRow> Evidence, IReadOnlyList<DutyEvent> Events, IReadOnlyDictionary<string, string> People, bool Older);

/// <summary>Reads duties one by one and by system or person.</summary>
public sealed class DutyReader(TowerStore store, Calendars calendars)
{
    /// <summary>A duty, or a refusal when there is none.</summary>
    public async Task<Result<DutyStory>> Story(string id, CancellationToken stop = default)
    {
        await using var context = store.Open();
        if (await context.Set<DutyRow>().FirstOrDefaultAsync(d => d.Id == id, stop) is not { } duty)
        {
            return Refusal.NotFound("의무", "duty", id);
        }
        var evidence = await context.Set<EvidenceRow>().Where(e => e.Duty == id).OrderByDescending(e => e.GivenAt).ToListAsync(stop);
        var events = await context.Set<DutyEvent>().Where(e => e.Duty == id).OrderByDescending(e => e.Id).ToListAsync(stop);
        string[] accounts = [.. evidence.SelectMany(e => new[] { e.GivenBy, e.DecidedBy }).Concat(events.Select(e => e.Account)).OfType<string>().Distinct()];
        var people = await context.Set<Account>().Where(a => accounts.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, stop);
        return new DutyStory((await GapBoard.Lines(context, [duty], stop))[0], evidence, events, people, IsOlder(duty));
    }

    /// <summary>A day that was moved either fell on a day of rest, and then the next working day took its place, or lay before the rule.</summary>
    private bool IsOlder(DutyRow duty) => duty is { LawDue: { } law, Due: { } due } && law < due && !(calendars.Read() is { Done: true, Value: var calendar } && calendar.NextWorkingDay(law) is { Done: true, Value: var next } && next == due);

    /// <summary>A system's duties: open ones by due day, then closed ones.</summary>
    public async Task<IReadOnlyList<DutyLine>> OfSystem(string system, CancellationToken stop = default)
    {
        await using var context = store.Open();
        var rows = await context.Set<DutyRow>().Where(d => d.System == system).ToListAsync(stop);
        return await GapBoard.Lines(context, [.. rows.OrderByDescending(d => d.IsOpen).ThenByDescending(d => d.Strength).ThenBy(d => d.Due ?? DateOnly.MaxValue).ThenBy(d => d.Rule, StringComparer.Ordinal)], stop);
    }

    /// <summary>What an account owes, earliest first, and what a verifier in its scope has to check.</summary>
    public async Task<(IReadOnlyList<DutyLine> Owed, IReadOnlyList<DutyLine> ToVerify)> Mine(Actor actor, int most = 200, CancellationToken stop = default)
    {
        await using var context = store.Open();
        var owed = await (await DutyQuery.Where(context, new DutyFilter { Owner = actor.Account }, store.Clock.Today)).OrderBy(d => d.Due == null).ThenBy(d => d.Due).Take(most).ToListAsync(stop);
        IReadOnlyList<DutyLine> check = [];
        if (actor.Is(Roles.Verifier | Roles.Officer))
        {
            var waiting = context.Set<EvidenceRow>().Where(e => e.State == "given" && e.GivenBy != actor.Account).OrderBy(e => e.GivenAt).Select(e => e.Duty);
            var rows = (await DutyQuery.Where(context, new DutyFilter { Department = actor.Department }, store.Clock.Today)).Where(d => waiting.Contains(d.Id));
            check = await GapBoard.Lines(context, await rows.Take(most).ToListAsync(stop), stop);
        }
        return (await GapBoard.Lines(context, owed, stop), check);
    }

    /// <summary>The accounts that can own duties, by name.</summary>
    public async Task<IReadOnlyList<Account>> Owners(CancellationToken stop = default)
    {
        await using var context = store.Open();
        var accounts = await context.Set<Account>().Where(a => !a.Closed).OrderBy(a => a.Name).ToListAsync(stop);
        return [.. accounts.Where(a => (a.Roles & (Roles.Owner | Roles.Officer)) != 0)];
    }
}
