using System.Globalization;

namespace Haechi.Tower.Duties;

/// <summary>Duties as CSV for spreadsheets. A cell that a spreadsheet would run as a formula gets an apostrophe in front; UTF-8 with a byte order mark, so that Hangul survives.</summary>
public static class DutyCsv
{
    private static readonly (string Ko, string En, Func<DutyLine, DateOnly, string, string?> Of)[] Columns =
    [
        ("시스템 번호", "system", (d, _, _) => "AI-" + d.SystemNumber.ToString(CultureInfo.InvariantCulture)),
        ("시스템명", "name", (d, _, _) => d.SystemName),
        ("부서", "department", (d, _, l) => d.Department?.In(l)),
        ("의무", "duty", (d, _, l) => d.Terms.Title(l)),
        ("규칙", "rule", (d, _, _) => d.Duty.Rule),
        ("강도", "strength", (d, _, _) => d.Terms.Strength),
        ("근거 조항", "provision", (d, _, _) => d.Terms.Cite),
        ("규칙책", "book", (d, _, _) => $"{d.Terms.Book} {d.Terms.BookVersion}"),
        ("상태", "standing", (d, t, _) => Standings.Word(d.Duty.StandingOn(t))),
        ("출처의 신고", "claim", (d, _, _) => ClaimWord(d.Duty.Claim)),
        ("담당자", "owner", (d, _, _) => d.OwnerName),
        ("기한", "due", (d, _, _) => d.Duty.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("기한 지남", "overdue", (d, t, _) => d.Duty.IsOverdue(t) ? "1" : "0"),
        ("기다리는 사실", "waits_for", (d, _, _) => d.Duty.WaitsFor),
    ];

    /// <summary>The stable word of a claim.</summary>
    public static string ClaimWord(DutyClaim claim) => claim switch
    {
        DutyClaim.InProgress => "in_progress",
        DutyClaim.Done => "done",
        DutyClaim.NotApplicable => "not_applicable",
        DutyClaim.Precluded => "precluded",
        DutyClaim.Waived => "waived",
        DutyClaim.No => "no",
        DutyClaim.Other => "other",
        _ => "",
    };

    /// <summary>Writes the header.</summary>
    public static void Header(TextWriter to, string language) => Row(to, Columns.Select(c => language == "ko" ? c.Ko : c.En));

    /// <summary>Writes one line.</summary>
    public static void Line(TextWriter to, DutyLine duty, DateOnly today, string language) => Row(to, Columns.Select(c => c.Of(duty, today, language)));

    private static void Row(TextWriter to, IEnumerable<string?> cells) => to.Write(string.Join(',', cells.Select(Cell)) + "\r\n");

    private static string Cell(string? text)
    {
        var safe = text is { Length: > 0 } && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text ?? "";
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
