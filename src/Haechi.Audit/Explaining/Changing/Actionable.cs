using System.Globalization;

namespace Haechi.Audit.Explaining.Changing;

/// <summary>Which way a person can move a feature.</summary>
public enum Direction
{
    /// <summary>Up and down.</summary>
    Any,

    /// <summary>Only to a larger value.</summary>
    Up,

    /// <summary>Only to a smaller value.</summary>
    Down,
}

/// <summary>A feature that the person concerned can really change, declared by whoever runs the audit; never guessed.</summary>
/// <param name="Feature">The feature's name in the model.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Least">The smallest value that can be reached; null without a bound.</param>
/// <param name="Most">The largest value that can be reached; null without a bound.</param>
public sealed record Actionable(string Feature, Direction Direction = Direction.Any, double? Least = null, double? Most = null)
{
    /// <summary>Reads a list such as <c>income:up,debt:down:0..500,training</c>.</summary>
    public static ModelResult<IReadOnlyList<Actionable>> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ModelResult<IReadOnlyList<Actionable>>.Of(() =>
        {
            List<Actionable> list = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(One)];
            return list.Count > 0 && list.Select(a => a.Feature).Distinct(StringComparer.Ordinal).Count() == list.Count ? list
                : throw Wrong(text, "특성이 없거나 같은 특성이 두 번 있습니다.", "names no feature, or one twice");
        });
    }

    /// <summary>Whether the feature may go from one value to another. A value that was missing may become any within the bounds.</summary>
    internal bool Allows(double from, double to) =>
        to >= (Least ?? double.NegativeInfinity) && to <= (Most ?? double.PositiveInfinity) && to != from
        && Direction switch { Direction.Up => !(to < from), Direction.Down => !(to > from), _ => true };

    private static Actionable One(string text)
    {
        var parts = text.Split(':');
        var made = new Actionable(parts[0]);
        foreach (var part in parts[1..])
        {
            made = part switch
            {
                "up" => made with { Direction = Direction.Up },
                "down" => made with { Direction = Direction.Down },
                "" => made,
                _ when part.Split("..") is [var least, var most] => made with { Least = Bound(least, text), Most = Bound(most, text) },
                _ => throw Wrong(text, $"'{part}'을(를) 알 수 없습니다. up, down 또는 최소..최대여야 합니다.", $"'{part}' is not understood; expected up, down or least..most"),
            };
        }
        return made is { Least: { } low, Most: { } high } && low > high ? throw Wrong(text, "최소가 최대보다 큽니다.", "the least is above the most") : made;
    }

    private static double? Bound(string text, string whole) =>
        text.Length == 0 ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : throw Wrong(whole, $"'{text}'은(는) 수가 아닙니다.", $"'{text}' is not a number");

    private static ModelRefused Wrong(string text, string ko, string en) => ModelRefused.Asked($"--actionable {text}", ko, en);
}
