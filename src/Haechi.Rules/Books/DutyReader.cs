using System.Globalization;

namespace Haechi.Rules.Books;

/// <summary>Reads <c>oblige</c>.</summary>
internal static class DutyReader
{
    private static readonly Dictionary<string, Modality> Modalities = new()
    {
        ["must"] = Modality.Must,
        ["must_not"] = Modality.MustNot,
        ["should"] = Modality.Should,
        ["may"] = Modality.May,
    };

    private static readonly Dictionary<string, DueUnit> Units = new()
    {
        ["hours"] = DueUnit.Hours,
        ["days"] = DueUnit.Days,
        ["business_days"] = DueUnit.BusinessDays,
        ["months"] = DueUnit.Months,
        ["years"] = DueUnit.Years,
    };

    public static Duty? Read(YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        var id = fields.RequiredText("id");
        var modality = fields.OneOf("modality", Modalities) ?? fields.Missing("modality", Modality.May);
        var due = fields.Map("due") is { } dueMap ? ReadDue(dueMap, context) : null;
        var duty = new Duty(id, fields.LocalText("title"), modality, due, fields.Texts("evidence"), fields.Text("penalty"), fields.Texts("who"),
            fields.Text("status"), map.Place);
        fields.Done();
        return id.Length == 0 ? null : duty;
    }

    private static Due? ReadDue(YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        Due? due = null;
        if (fields.Node("on") is not null)
        {
            due = fields.Date("on") is { } day ? new DueOn(day) : null;
        }
        else if (fields.Node("each_year") is { } each)
        {
            due = ReadYearly(each) ?? fields.Refuse<Due>(each, "02-end 또는 01-31 꼴의 날", "a day of the year such as 02-end or 01-31");
        }
        else
        {
            due = ReadFrom(fields, map, context);
        }
        fields.Done();
        return due;
    }

    private static DueFrom? ReadFrom(Fields fields, YamlMap map, ReadContext context)
    {
        var unit = Units.Where(u => fields.Node(u.Key) is not null).Select(u => (KeyValuePair<string, DueUnit>?)u).FirstOrDefault();
        var (after, before) = (fields.Text("after"), fields.Text("before"));
        if (unit is not { } found || (after is null) == (before is null))
        {
            context.Findings.Error("wrong-value", map.Place, "기한은 {days: 30, before: 날짜질문}, {each_year: 02-end}, {on: 2028-08-28} 꼴입니다.",
                "expected a due date such as {days: 30, before: DATE_QUESTION}, {each_year: 02-end} or {on: 2028-08-28}");
            return null;
        }
        if (fields.Number(found.Key) is not { } number || number != Math.Truncate(number) || Math.Abs(number) > 100_000)
        {
            return fields.Refuse<DueFrom>(fields.Node(found.Key)!, "100,000 이하의 정수", "a whole number up to 100,000");
        }
        var count = before is null ? (int)number : -(int)number;
        return new DueFrom(count, found.Value, (after ?? before)!, map.Place);
    }

    private static DueYearly? ReadYearly(YamlNode node)
    {
        var parts = ((node as YamlScalar)?.Value ?? "").Split('-');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var month) || month is < 1 or > 12)
        {
            return null;
        }
        if (parts[1] == "end")
        {
            return new DueYearly(month, 0);
        }
        // 2023: a year without a 29 February, so that every accepted day exists each year.
        return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day >= 1 && day <= DateTime.DaysInMonth(2023, month)
            ? new DueYearly(month, day)
            : null;
    }
}
