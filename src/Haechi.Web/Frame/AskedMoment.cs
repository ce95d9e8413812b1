using System.Globalization;
using Haechi.Tower.Common;
using Microsoft.AspNetCore.Http;

namespace Haechi.Web.Frame;

/// <summary>The two times of a page as they stand in its address: <c>on</c>, the day of the world, and <c>as-of</c>, what had been recorded by the end of a day. What cannot be read is passed over: an address is typed by people.</summary>
public static class AskedMoment
{
    /// <summary>The moment that is asked for, or null for now. Who asks only for a day of the records means the world of that day too.</summary>
    public static Moment? Read(HttpRequest request, TowerClock clock)
    {
        var (on, asOf) = (Day(request.Query["on"]), Day(request.Query["as-of"]));
        return on is null && asOf is null ? null : new Moment(on ?? asOf ?? clock.Today, asOf is { } by ? TowerClock.EndOf(by) : null);
    }

    /// <summary>A day as addresses and forms write it, or null.</summary>
    public static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The end of an address that asks for the same moment; empty for now.</summary>
    public static string Address(Moment? moment) => moment is not { } at ? ""
        : string.Create(CultureInfo.InvariantCulture, $"?on={at.On:yyyy-MM-dd}") + (at.AsOf is { } by ? string.Create(CultureInfo.InvariantCulture, $"&as-of={TowerClock.DayOf(by):yyyy-MM-dd}") : "");
}
