using System.Globalization;
using System.Text.RegularExpressions;

namespace Haechi.Tower.Demo;

/// <summary>A day counted from the day on which the demonstration is filled: <c>-40d</c>, <c>+3m</c>, <c>-1y</c>. So the city never ages.</summary>
/// <param name="Count">How many units after that day; negative is before.</param>
/// <param name="Unit">d, w, m or y.</param>
internal readonly partial record struct RelativeDay(int Count, char Unit)
{
    /// <summary>The day itself.</summary>
    public DateOnly From(DateOnly today) => Unit switch
    {
        'd' => today.AddDays(Count),
        'w' => today.AddDays(7 * Count),
        'm' => today.AddMonths(Count),
        _ => today.AddYears(Count),
    };

    /// <summary>Reads the words of the city's files.</summary>
    public static bool TryRead(string text, out RelativeDay day)
    {
        var match = Shape().Match(text);
        day = match.Success ? new RelativeDay(int.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), match.Groups[2].Value[0]) : default;
        return match.Success;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Count.ToString("+0;-0", CultureInfo.InvariantCulture)}{Unit}";

    [GeneratedRegex(@"^([+-]\d{1,4})([dwmy])$", RegexOptions.None, 1000)]
    private static partial Regex Shape();
}
