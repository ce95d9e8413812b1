using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Storage;

/// <summary>Who does a kind of work now, so that of several nodes (and verbs beside them) only one does it.</summary>
public sealed class Claim
{
    /// <summary>The kind of work.</summary>
    public required string Name { get; init; }

    /// <summary>Who has it; empty when nobody has.</summary>
    public required string Holder { get; init; }

    /// <summary>Grows with every taking; whoever was overtaken has a smaller one.</summary>
    public long Epoch { get; init; }

    /// <summary>Until when it is held, by the database's clock, in UTC microseconds.</summary>
    public long Until { get; init; }
}

/// <summary>The claim was taken by another node meanwhile: what this one still wanted to write is not kept.</summary>
public sealed class ClaimLostException(string name) : IOException($"'{name}' has been taken over by another node; nothing more of this run is kept.");

internal sealed class ClaimModel : IModelPart
{
    public void Build(ModelBuilder model) => model.Entity<Claim>(e =>
    {
        e.ToTable("claim").HasKey(c => c.Name);
    });
}
