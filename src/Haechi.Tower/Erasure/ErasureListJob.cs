using Haechi.Tower.Common;

namespace Haechi.Tower.Erasure;

/// <summary>Writes into the list what was erased by another node, or just before a crash.</summary>
internal sealed class ErasureListJob(ErasureList list) : IJob
{
    public string Name => "erasure-list";

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public Task Run(CancellationToken stop) => list.Write(stop);
}
