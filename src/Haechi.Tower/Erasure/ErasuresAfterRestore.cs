using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Erasure;

/// <summary>A backup still holds what was erased after it was made: it is erased again before anybody opens the restored tower. The list in the backup and the one given are put together.</summary>
internal sealed class ErasuresAfterRestore : IAfterRestore
{
    /// <summary>A list that is not there, or is another file, would bring back what was erased, unnoticed.</summary>
    public Refusal? Refuses(string? erasures) => erasures is null ? null : !File.Exists(erasures) ? Refusal.NotFound("지운 것의 목록", "list of erasures", erasures)
        : new FileInfo(erasures).Length > 0 && ErasureList.Read(erasures).Count == 0 ? new Refusal("wrong-list", LocalText.Of("지운 것의 목록으로 읽을 수 없는 파일입니다. 아무것도 되돌리지 않았습니다.", "this file is no list of erasures; nothing was restored"), erasures,
            LocalText.Of("자료 폴더의 ledger/erasures.jsonl 을 주십시오.", "give the file ledger/erasures.jsonl of a data folder."))
        : null;

    public async Task<Result<Done>> Run(TowerStore store, string folder, string? erasures, CancellationToken stop)
    {
        var lines = ErasureList.Read(ErasureList.PathOf(store.Options)).Concat(erasures is null ? [] : ErasureList.Read(erasures)).ToList();
        if (lines.Count == 0)
        {
            return Done.Well;
        }
        // The tower that is being restored, with its own handlers: files are taken from its folder and no other.
        await using var tower = new ServiceCollection().AddLogging().AddTower(store.Options).BuildServiceProvider();
        var replayed = await tower.GetRequiredService<IHandle<ReplayErasures, ReplayedErasures>>().Handle(Actor.Terminal, new ReplayErasures(lines), stop);
        return replayed.Done ? Done.Well : Refused.Because<Done>(replayed.Refusals);
    }
}
