using System.Globalization;
using Haechi.Tower.Common;

namespace Haechi.Web.Api;

/// <summary>Reads days and instants as the API writes them. Years outside 1900 to 2200 are refused: no period of law reaches them, and reckoning with them would leave the calendar.</summary>
internal static class ApiTimes
{
    private static readonly DateOnly First = new(1900, 1, 1);
    private static readonly DateOnly Last = new(2200, 12, 31);

    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK"];

    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= First && day <= Last ? day : null;

    /// <summary>An instant with its offset, in UTC microseconds.</summary>
    public static long? Instant(string? text) => text is { Length: < 40 } && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10)
        && DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year >= First.Year && at.Year <= Last.Year ? TowerClock.ToMicros(at) : null;

    /// <summary>What had been recorded by then: an instant, or the end of a Korean day.</summary>
    public static long? By(string? text) => Day(text) is { } day ? TowerClock.EndOf(day) : Instant(text);
}
