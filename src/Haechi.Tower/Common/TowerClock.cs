using System.Globalization;

namespace Haechi.Tower.Common;

/// <summary>
/// What time it is. Instants are UTC microseconds; legal days are days in Seoul whatever the server's zone, because Korean periods are counted in Korean days
/// (Civil Act Art. 157). Korea has had no daylight saving since 1988, so the offset is fixed.
/// </summary>
/// <param name="time">The source of time.</param>
public sealed class TowerClock(TimeProvider time)
{
    private static readonly TimeSpan Korea = TimeSpan.FromHours(9);
    private long _shiftDays;

    /// <summary>The clock of the machine.</summary>
    public static TowerClock Real { get; } = new(TimeProvider.System);

    /// <summary>The instant now.</summary>
    public DateTimeOffset Now => time.GetUtcNow().AddDays(Interlocked.Read(ref _shiftDays));

    /// <summary>The instant by the machine's own clock, which other machines compare with theirs, also while a demonstration shows another day.</summary>
    public DateTimeOffset OfMachine => time.GetUtcNow();

    /// <summary>The instant now, in microseconds since 1970-01-01 UTC.</summary>
    public long Micros => ToMicros(Now);

    /// <summary>The legal day now.</summary>
    public DateOnly Today => DayOf(Micros);

    /// <summary>Moves this clock forward; for demonstrations only.</summary>
    public void Advance(int days) => Interlocked.Add(ref _shiftDays, days >= 0 ? days : throw new ArgumentOutOfRangeException(nameof(days), days, "a clock goes forward only"));

    /// <summary>Sets the day that this clock shows now; for demonstrations only.</summary>
    public void MoveTo(DateOnly day) => Interlocked.Exchange(ref _shiftDays, day.DayNumber - DayOf(ToMicros(time.GetUtcNow())).DayNumber);

    /// <summary>The instant as microseconds.</summary>
    public static long ToMicros(DateTimeOffset instant) => (instant.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The Korean day in which an instant lies.</summary>
    public static DateOnly DayOf(long micros) => DateOnly.FromDateTime(InKorea(micros).DateTime);

    /// <summary>The instant in Korean time, for people.</summary>
    public static DateTimeOffset InKorea(long micros) => new DateTimeOffset(DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond)).ToOffset(Korea);

    /// <summary>The last instant of a Korean day.</summary>
    public static long EndOf(DateOnly day) => ToMicros(new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), Korea)) - 1;

    /// <summary>The instant as people read it: <c>2026-11-22 14:05</c>, Korean time.</summary>
    public static string Show(long micros) => InKorea(micros).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
