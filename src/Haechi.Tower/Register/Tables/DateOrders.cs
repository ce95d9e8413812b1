using System.Text.RegularExpressions;
using Haechi.Rules;

namespace Haechi.Tower.Register.Tables;

/// <summary>The order of day and month in a column: a number above 12 can only be a day.</summary>
internal static partial class DateOrders
{
    // Among at least this many proofs, one slip in fifty does not overturn the rest.
    private const int Many = 50;

    public static (DateOrder Order, LocalText Reason) Of(IReadOnlyList<string> cells)
    {
        var (monthFirst, dayFirst) = (0, 0);
        foreach (var match in cells.Select(c => Numeric().Match(c)).Where(m => m.Success))
        {
            var (a, b) = (DateShapes.Number(match.Groups["a"]), DateShapes.Number(match.Groups["b"]));
            monthFirst += a <= 12 && b is > 12 and <= 31 ? 1 : 0;
            dayFirst += b <= 12 && a is > 12 and <= 31 ? 1 : 0;
        }
        var (m, d) = (TableRefusals.N(monthFirst), TableRefusals.N(dayFirst));
        return true switch
        {
            _ when monthFirst + dayFirst == 0 => (DateOrder.Undecided, LocalText.Of("12보다 큰 수가 없어 월과 일의 순서를 알 수 없습니다.", "no number above 12 tells the order of month and day")),
            _ when dayFirst * Many <= monthFirst => (DateOrder.MonthFirst, LocalText.Of($"월/일 순서임이 {m}칸에서 분명합니다(반대 {d}칸).", $"{m} cells can only be month first ({d} the other way)")),
            _ when monthFirst * Many <= dayFirst => (DateOrder.DayFirst, LocalText.Of($"일/월 순서임이 {d}칸에서 분명합니다(반대 {m}칸).", $"{d} cells can only be day first ({m} the other way)")),
            _ => (DateOrder.Undecided, LocalText.Of($"월/일 순서 {m}칸과 일/월 순서 {d}칸이 섞여 있습니다.", $"{m} cells are month first and {d} day first")),
        };
    }

    [GeneratedRegex(@"^\s*(?<a>\d{1,2})(?<s>[-/.])\s?(?<b>\d{1,2})\k<s>\s?(?:(?:19|20)\d\d|\d\d)(?!\d)", RegexOptions.None, 10_000)]
    private static partial Regex Numeric();
}
