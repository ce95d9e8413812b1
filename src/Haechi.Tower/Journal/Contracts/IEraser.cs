using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Journal.Contracts;

/// <summary>A thing that could be erased.</summary>
/// <param name="Thing">Its name, <c>kind:id</c>; holds ids only.</param>
/// <param name="What">What it is, for those who decide.</param>
/// <param name="PartOf">Things that it is part of: a hold on one of them holds this too.</param>
/// <param name="Kept">Why the law keeps it, or null.</param>
public sealed record Erasable(string Thing, LocalText What, IReadOnlyList<string> PartOf, Refusal? Kept = null);

/// <summary>Erases one kind of thing; the module that owns its tables brings it. Asked for, held and signed elsewhere.</summary>
public interface IEraser
{
    /// <summary>The kind: what stands before the colon of the thing's name.</summary>
    public string Kind { get; }

    /// <summary>Looks at a thing; refuses when there is none, or it is erased already.</summary>
    public Task<Result<Erasable>> Look(TowerContext context, string id, DateOnly today, CancellationToken stop);

    /// <summary>Erases it in the running transaction.</summary>
    public Task Erase(WriteScope scope, string id, string provision, CancellationToken stop);

    /// <summary>Things whose legal time is over, the oldest first.</summary>
    public Task<IReadOnlyList<string>> Due(TowerContext context, DateOnly today, CancellationToken stop) => Task.FromResult<IReadOnlyList<string>>([]);
}

/// <summary>Takes away what another module holds of a thing that is being erased.</summary>
public interface IErasesAlong
{
    /// <summary>The kind of thing.</summary>
    public string Kind { get; }

    /// <summary>Erases its part.</summary>
    public Task Erase(WriteScope scope, string id, CancellationToken stop);
}

/// <summary>Says whether bytes are still in use.</summary>
public interface IHoldsFile
{
    /// <summary>True when something refers to the bytes with this hash.</summary>
    public Task<bool> Holds(TowerContext context, string hash, CancellationToken stop);
}
