using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Erasure;

/// <summary>A backup still holds what was erased after it was made: it is erased again before anybody opens the restored tower. The list in the backup and the one given are put together.</summary>
internal sealed class ErasuresAfterRestore : IAfterRestore
{
    public async Task<Result<Done>> Run(TowerStore store, string folder, string? erasures, CancellationToken stop)
    {
        if (erasures is not null && !File.Exists(erasures))
        {
            return Refusal.NotFound("지운 것의 목록", "list of erasures", erasures);
        }
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
