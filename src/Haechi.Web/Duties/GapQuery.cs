using System.Globalization;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Haechi.Web.Duties;

/// <summary>The filter of the gap board as it stands in an address. What cannot be read is passed over: an address is typed by people.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Moment">The moment, or null for now.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Board">The board of the funnel, or null.</param>
public sealed record GapQuery(DutyFilter Filter, Moment? Moment, int Page, string? Board)
{
    /// <summary>Reads an address.</summary>
    public static GapQuery Read(HttpRequest request, TowerClock clock)
    {
        string? Text(string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;
        DateOnly? Day(string name) => DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        var filter = new DutyFilter
        {
            Department = Text("department"), Rule = Text("rule"), Book = Text("book"), Class = Text("class"), Standing = Standings.Parse(Text("standing")), Overdue = Text("overdue") is not null,
            Gaps = Text("gaps") is not null, Owner = Text("owner"), Strength = Text("strength"), Risk = Text("risk"), System = Text("system"),
        };
        var (on, asOf) = (Day("on"), Day("as-of"));
        Moment? moment = on is null && asOf is null ? null : new Moment(on ?? asOf ?? clock.Today, asOf is { } then ? TowerClock.EndOf(then) : null);
        return new GapQuery(filter, moment, int.TryParse(Text("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 100_000) : 1, Text("board"));
    }

    /// <summary>The same filter as an address.</summary>
    public static string Address(DutyFilter filter, string path = "/gaps") => QueryHelpers.AddQueryString(path, Pairs(filter).Where(p => p.Value is not null));

    /// <summary>The parts of a filter by their names in an address.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Pairs(DutyFilter f) =>
    [
        new("department", f.Department), new("rule", f.Rule), new("book", f.Book), new("class", f.Class), new("standing", f.Standing is { } s ? Standings.Word(s) : null), new("overdue", f.Overdue ? "1" : null),
        new("gaps", f.Gaps ? "1" : null), new("owner", f.Owner), new("strength", f.Strength), new("risk", f.Risk), new("system", f.System),
    ];
}
