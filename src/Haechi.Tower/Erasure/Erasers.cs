using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Journal.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Erasure;

/// <summary>Finds who erases a thing, and whether it may be erased today.</summary>
public sealed class Erasers
{
    private readonly Dictionary<string, IEraser> _erasers;
    private readonly ILookup<string, IErasesAlong> _along;

    /// <summary>All erasers of the modules.</summary>
    public Erasers(IEnumerable<IEraser> erasers, IEnumerable<IErasesAlong> along)
    {
        _erasers = erasers.ToDictionary(e => e.Kind, StringComparer.Ordinal);
        _along = along.ToLookup(a => a.Kind, StringComparer.Ordinal);
    }

    /// <summary>The kinds of things that can be erased.</summary>
    public IEnumerable<string> Kinds => _erasers.Keys.Order(StringComparer.Ordinal);

    /// <summary>The thing, when nothing forbids erasing it today; else why not.</summary>
    public async Task<Result<Erasable>> Look(TowerContext context, string thing, DateOnly today, CancellationToken stop)
    {
        var (kind, id) = Parts(thing);
        if (!_erasers.TryGetValue(kind, out var eraser))
        {
            return Refusal.Because("wrong-thing", $"'{Short(thing)}'은(는) 지울 수 있는 것의 이름이 아닙니다. 종류는 {string.Join(", ", Kinds)} 가운데 하나여야 합니다.", $"'{Short(thing)}' does not name a thing that can be erased; its kind is one of {string.Join(", ", Kinds)}", Short(thing));
        }
        var found = await eraser.Look(context, id, today, stop);
        if (!found.Done || found.Value.Kept is not null)
        {
            return found.Done ? found.Value.Kept! : found;
        }
        List<string> held = [found.Value.Thing, .. found.Value.PartOf];
        return await context.Set<LegalHold>().AsNoTracking().Where(h => h.LiftedAt == null && held.Contains(h.Thing)).FirstOrDefaultAsync(stop) is { } hold
            ? new Refusal("held", LocalText.Of($"'{hold.Thing}'에 법적 보존이 걸려 있어 지울 수 없습니다.", $"a legal hold lies on '{hold.Thing}', so nothing of it is erased"), found.Value.Thing,
                LocalText.Of("보존의 사유가 끝났으면 보존을 풀고 다시 하십시오.", "If its reason is over, lift the hold and try again."))
            : found;
    }

    /// <summary>Things whose legal time is over.</summary>
    public async Task<IReadOnlyList<string>> Due(TowerContext context, DateOnly today, CancellationToken stop)
    {
        var due = new List<string>();
        foreach (var eraser in _erasers.Values)
        {
            due.AddRange(await eraser.Due(context, today, stop));
        }
        return due;
    }

    /// <summary>True when the thing is there and not erased, whatever may keep it.</summary>
    internal async Task<bool> Find(TowerContext context, string thing, DateOnly today, CancellationToken stop)
    {
        var (kind, id) = Parts(thing);
        return _erasers.TryGetValue(kind, out var eraser) && (await eraser.Look(context, id, today, stop)).Done;
    }

    internal async Task Erase(WriteScope scope, string thing, string provision, CancellationToken stop)
    {
        var (kind, id) = Parts(thing);
        // What was changed in this transaction so far has to be in the tables, which erasers update directly.
        await scope.Context.SaveChangesAsync(stop);
        await _erasers[kind].Erase(scope, id, provision, stop);
        foreach (var along in _along[kind])
        {
            await along.Erase(scope, id, stop);
        }
        await scope.Context.SaveChangesAsync(stop);
    }

    private static (string Kind, string Id) Parts(string thing) => thing.Split(':', 2) is [var kind, var id] ? (kind, id) : (thing, "");

    private static string Short(string thing) => thing.Length > 60 ? thing[..60] + "…" : thing;
}
