using Haechi.Tower.Common;

namespace Haechi.Tower.Demo;

/// <summary>
/// Time as the story tells it: it stands still, and each act moves it on. The acts of a day follow one another from nine in the morning; what falls on a weekend happens on the
/// Friday before.
/// </summary>
internal sealed class ScriptTime : TimeProvider
{
    private const int SecondsBetween = 70;
    private static readonly TimeSpan Korea = TimeSpan.FromHours(9);
    private readonly DateTimeOffset _now;
    private DateTimeOffset _instant;

    /// <summary>Time that begins in the present.</summary>
    public ScriptTime(DateTimeOffset now) => (_now, _instant) = (now, now);

    public override DateTimeOffset GetUtcNow() => _instant.ToUniversalTime();

    /// <summary>Moves to the act with this place among the acts of its day; never beyond now.</summary>
    public void MoveTo(DateOnly day, int ofTheDay)
    {
        var at = new DateTimeOffset(WorkingDay(day).ToDateTime(new TimeOnly(9, 0)), Korea).AddSeconds(SecondsBetween * ofTheDay);
        _instant = at < _now ? at : _now;
    }

    /// <summary>The end of the story: the present.</summary>
    public void MoveToNow() => _instant = _now;

    /// <summary>The day itself, or the Friday before a weekend.</summary>
    public static DateOnly WorkingDay(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(-1),
        DayOfWeek.Sunday => day.AddDays(-2),
        _ => day,
    };

    /// <summary>The Korean day of an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => TowerClock.DayOf(TowerClock.ToMicros(instant));
}
