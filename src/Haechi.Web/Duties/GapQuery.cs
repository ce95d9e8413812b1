using System.Globalization;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Haechi.Web.Duties;

/// <summary>The filter of the gap board as it stands in an address. What cannot be read is passed over: an address is typed by people.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Moment">The moment, or null for now.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Board">The board of the funnel, or null.</param>
/// <param name="Lines">True for the duties one by one instead of the obligations in numbers.</param>
public sealed record GapQuery(DutyFilter Filter, Moment? Moment = null, int Page = 1, string? Board = null, bool Lines = false)
{
    /// <summary>Reads an address.</summary>
    public static GapQuery Read(HttpRequest request, TowerClock clock)
    {
        string? Text(string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;
        var filter = new DutyFilter
        {
            Department = Text("department"), Rule = Text("rule"), Book = Text("book"), Class = Text("class"), Standing = Standings.Parse(Text("standing")), Overdue = Text("overdue") is not null,
            Gaps = Text("gaps") is not null, Owner = Text("owner"), Strength = Text("strength"), Risk = Text("risk"), System = Text("system"),
        };
        return new GapQuery(filter, AskedMoment.Read(request, clock), int.TryParse(Text("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 100_000) : 1, Text("board"), Text("view") == "list");
    }

    /// <summary>A filter as an address.</summary>
    public static string Address(DutyFilter filter, bool lines = false) => Address(new GapQuery(filter, Lines: lines));

    /// <summary>The same question as an address.</summary>
    public static string Address(GapQuery query, string path = "/gaps") => QueryHelpers.AddQueryString(path, Pairs(query).Where(p => p.Value is not null));

    /// <summary>The parts of a question by their names in an address.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Pairs(GapQuery query) =>
    [
        .. Pairs(query.Filter), new("on", query.Moment is { } m ? Day(m.On) : null), new("as-of", query.Moment?.AsOf is { } by ? Day(TowerClock.DayOf(by)) : null), new("board", query.Board),
        new("view", query.Lines ? "list" : null), new("page", query.Page > 1 ? query.Page.ToString(CultureInfo.InvariantCulture) : null),
    ];

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static KeyValuePair<string, string?>[] Pairs(DutyFilter f) =>
    [
        new("department", f.Department), new("rule", f.Rule), new("book", f.Book), new("class", f.Class), new("standing", f.Standing is { } s ? Standings.Word(s) : null), new("overdue", f.Overdue ? "1" : null),
        new("gaps", f.Gaps ? "1" : null), new("owner", f.Owner), new("strength", f.Strength), new("risk", f.Risk), new("system", f.System),
    ];
}
