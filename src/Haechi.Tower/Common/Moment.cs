namespace Haechi.Tower.Common;

/// <summary>
/// The two times of every question. <paramref name="On"/> is the day of the world: which law, which facts held. <paramref name="AsOf"/> is what had been recorded by that instant
/// (UTC microseconds); null for everything recorded until now.
/// </summary>
public readonly record struct Moment(DateOnly On, long? AsOf = null)
{
    /// <summary>Today, with everything that is recorded.</summary>
    public static Moment Now(TowerClock clock) => new(clock.Today);

    /// <summary>True when the newest state is meant, so that read models may answer.</summary>
    public bool IsNow(TowerClock clock) => AsOf is null && On == clock.Today;
}
