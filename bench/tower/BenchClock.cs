namespace Haechi.Bench.Tower;

/// <summary>A clock that runs on from a day of its own, so that the same register is made and read whenever the bench runs.</summary>
internal sealed class BenchClock(DateOnly day) : TimeProvider
{
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private DateTimeOffset _from = Noon(day);

    public override DateTimeOffset GetUtcNow() => (_from + (DateTimeOffset.UtcNow - _started)).ToUniversalTime();

    /// <summary>Goes on from noon of another day.</summary>
    public void MoveTo(DateOnly other) => _from = Noon(other);

    private static DateTimeOffset Noon(DateOnly day) => new(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.FromHours(9));
}
