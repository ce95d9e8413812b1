using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Journal.Contracts;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Erasure;

/// <summary>Asks for things to be erased. Nothing happens before a second person signs.</summary>
/// <param name="Things">Their names, such as <c>cell:IMPORT.LINE.COLUMN</c>, <c>account:ID</c>, <c>evidence:ID</c>.</param>
/// <param name="Ground">A word of <see cref="Grounds"/>.</param>
public sealed record AskErasure(IReadOnlyList<string> Things, string Ground);

/// <summary>Carries out <see cref="AskErasure"/>.</summary>
internal sealed class AskErasureHandler(TowerStore store, Erasers erasers) : IHandle<AskErasure, string>
{
    private const int Most = 500;

    public Task<Result<string>> Handle(Actor actor, AskErasure command, CancellationToken stop) => store.Write<string>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Officer | Roles.Administrator) is { } role)
        {
            return role;
        }
        if (await Permissions.NeedScope(scope.Context, actor, null) is { } outside)
        {
            return outside;
        }
        var things = command.Things.Select(t => t.Trim()).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (things.Count is 0 or > Most)
        {
            return Refusal.Because("wrong-count", $"지울 것을 한 줄에 하나씩, {Most}개까지 적으십시오.", $"name what is to be erased, one a line, at most {Most}", "things");
        }
        if (Grounds.Find(command.Ground) is not { } ground)
        {
            return Refusal.Because("no-ground", "근거 조항을 고르십시오. 근거 없이는 아무것도 지우지 않습니다.", "choose the provision; nothing is erased without one", "ground");
        }
        var (refusals, found) = (new List<Refusal>(), new List<Erasable>());
        foreach (var thing in things)
        {
            var look = await erasers.Look(scope.Context, thing, scope.Today, stop);
            refusals.AddRange(look.Refusals.Select(r => r with { Where = thing }));
            if (look.Done)
            {
                found.Add(look.Value);
            }
        }
        if (refusals.Count > 0)
        {
            return Refused.Because<string>(refusals);
        }
        var list = CanonicalJson.Of(new { type = "erasure-list", v = 1, provision = ground.Provision, things });
        var made = new ErasureCase { Id = NewId.Next(), List = list, ListHash = Digest.Of(list), Ground = ground.Id, AskedBy = actor.Account, AskedAt = scope.Now, State = "asked" };
        scope.Context.Add(made);
        scope.Record("erasure.ask", "erasure:" + made.Id, new { list = made.ListHash, things = things.Count, ground = ground.Id });
        return made.Id;
    }, stop);
}
