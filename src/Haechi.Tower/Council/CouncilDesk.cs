using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Council;

/// <summary>Carries out acts of the council. An attempt against its rules is refused like anything else, and also recorded: who tries to vote twice is seen later, although nothing came of it.</summary>
internal sealed class CouncilDesk(TowerStore store)
{
    private static readonly HashSet<string> Attempts = new(
        ["already-voted", "motion-fixed", "chair-elsewhere", "stepped-aside", "not-present", "not-a-member", "own-challenge", "case-fixed", "already-extended"], StringComparer.Ordinal);

    public TowerStore Store => store;

    /// <summary>One act on a thing, named as <c>kind:id</c>.</summary>
    public async Task<Result<T>> Write<T>(Actor actor, string thing, Func<WriteScope, Task<Result<T>>> act, CancellationToken stop)
    {
        var result = await store.Write(actor, act, stop);
        if (!result.Done && !actor.ReadOnly && result.Refusals.FirstOrDefault(r => Attempts.Contains(r.Code)) is { } refused)
        {
            await store.Write<Done>(actor with { Errand = null }, scope =>
            {
                scope.Record("council.attempt", thing, new { code = refused.Code }, "refused");
                return Task.FromResult(Done.Well);
            }, stop);
        }
        return result;
    }

    /// <summary>Null when the text says something and is not too long; else the refusal.</summary>
    public static Refusal? NeedText(string? text, string where, string ko, string en, int most = 4000) => text?.Trim() switch
    {
        { Length: >= 2 } said when said.Length <= most => null,
        { Length: > 4000 } => Refusal.Because("too-long", $"{ko}: {most}자 안에서 적어 주십시오.", $"{en}: give at most {most} letters", where),
        _ => Refusal.Because("missing", $"{ko}을(를) 적어 주십시오.", $"{en} is missing", where),
    };
}
