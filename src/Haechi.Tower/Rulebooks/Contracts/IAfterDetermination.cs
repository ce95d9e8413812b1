namespace Haechi.Tower.Rulebooks.Contracts;

/// <summary>Told after a run of determinations is durable. Modules above bring their own derived rows up to date; they find what is pending themselves, so a missed call loses nothing.</summary>
public interface IAfterDetermination
{
    /// <summary>The floor of the module: lower ones follow first, because upper ones build on their rows.</summary>
    public int Floor { get; }

    /// <summary>Brings derived rows up to date.</summary>
    public Task Follow(InForce inForce, CancellationToken stop);
}
