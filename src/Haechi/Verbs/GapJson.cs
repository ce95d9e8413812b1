using System.Globalization;
using System.Text.Json;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;

namespace Haechi.Verbs;

/// <summary>The gap board as JSON; the shape stands in the help of the verb.</summary>
internal static class GapJson
{
    public static void Write(Utf8JsonWriter json, GapTable table, GapFunnel? funnel, IReadOnlyList<DutyLine> lines, Moment at)
    {
        json.WriteStartObject();
        json.WriteString("on", Day(at.On));
        json.WriteString("as_of", at.AsOf is { } by ? TowerClock.Show(by) : null);
        json.WriteNumber("owed", table.Owed);
        json.WriteNumber("gaps", table.Gaps);
        json.WriteNumber("overdue", table.Overdue);
        if (funnel is not null)
        {
            json.WriteStartObject("funnel");
            Text(json, "title", funnel.Title.In("ko"), funnel.Title.In("en"));
            json.WriteNumber("systems", funnel.Systems);
            json.WriteNumber("all_done", funnel.AllDone);
            Array(json, "obligations", funnel.Rows, Row);
            json.WriteEndObject();
        }
        Array(json, "obligations", table.Rows, Row);
        Array(json, "ages", table.Ages, (j, age) =>
        {
            j.WriteNumber("from_days", age.FromDays);
            if (age.ToDays is { } to)
            {
                j.WriteNumber("to_days", to);
            }
            else
            {
                j.WriteNull("to_days");
            }
            j.WriteNumber("gaps", age.Gaps);
        });
        Array(json, "duties", lines, (j, line) => Line(j, line, at.On));
        json.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter json, GapRow row)
    {
        json.WriteString("rule", row.Rule);
        Text(json, "title", row.Terms.TitleKo, row.Terms.TitleEn);
        json.WriteString("cite", row.Terms.Cite);
        json.WriteString("book", row.Terms.Book);
        json.WriteString("strength", row.Terms.Strength);
        json.WriteNumber("owed", row.Owed);
        json.WriteStartObject("standings");
        foreach (var standing in Standings.All)
        {
            json.WriteNumber(Standings.Word(standing), row.In(standing));
        }
        json.WriteEndObject();
        json.WriteStartObject("claims");
        foreach (var claim in Enum.GetValues<DutyClaim>())
        {
            json.WriteNumber(claim == DutyClaim.Blank ? "blank" : DutyCsv.ClaimWord(claim), row.Claims.GetValueOrDefault(claim));
        }
        json.WriteEndObject();
        json.WriteNumber("overdue", row.Overdue);
        json.WriteNumber("no_owner", row.NoOwner);
    }

    private static void Line(Utf8JsonWriter json, DutyLine line, DateOnly today)
    {
        json.WriteString("id", line.Duty.Id);
        json.WriteString("system", line.Duty.System);
        json.WriteString("number", "AI-" + line.SystemNumber.ToString(CultureInfo.InvariantCulture));
        json.WriteString("name", line.SystemName);
        json.WriteString("department", line.DepartmentName);
        json.WriteString("rule", line.Duty.Rule);
        json.WriteString("duty", line.Terms.Duty);
        json.WriteString("strength", line.Terms.Strength);
        json.WriteString("cite", line.Terms.Cite);
        json.WriteString("standing", Standings.Word(line.Duty.StandingOn(today)));
        json.WriteString("claim", line.Duty.Claim == DutyClaim.Blank ? null : DutyCsv.ClaimWord(line.Duty.Claim));
        json.WriteString("owner", line.OwnerName);
        json.WriteString("due", line.Duty.Due is { } due ? Day(due) : null);
        json.WriteBoolean("overdue", line.Duty.IsOverdue(today));
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> things, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var thing in things)
        {
            json.WriteStartObject();
            write(json, thing);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string ko, string en)
    {
        json.WriteStartObject(name);
        json.WriteString("ko", ko);
        json.WriteString("en", en);
        json.WriteEndObject();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
