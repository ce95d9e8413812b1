using System.Globalization;
using System.Text;
using Haechi.Audit.Cells;

namespace Haechi.Audit.Reading;

/// <summary>From the text of a value to the level that it counts under. Called once per distinct text, not per row.</summary>
internal static class Levels
{
    /// <summary>Trimmed and composed (a name typed on another keyboard is the same name); the empty level when it stands for no value.</summary>
    public static string Clean(string raw, CellSpec spec)
    {
        var text = raw.Trim();
        return text.Length == 0 || spec.MissingTokens.Contains(text) ? Dimension.Missing : text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC);
    }

    /// <summary>An outcome or decision: numbers are written one way, so that 1 and 1.0 are the same.</summary>
    public static string Label(string raw, CellSpec spec)
    {
        var text = Clean(raw, spec);
        return Number(text, out var number) ? number.ToString("R", CultureInfo.InvariantCulture) : text;
    }

    /// <summary>The level of an attribute; false when bands were asked for and the text is no number.</summary>
    public static bool Attribute(string raw, AttributeSpec attribute, CellSpec spec, out string level)
    {
        level = Clean(raw, spec);
        if (attribute.Bands is not { Count: > 0 } bands || level.Length == 0)
        {
            return true;
        }
        if (!Number(level, out var number))
        {
            level = Dimension.Missing;
            return false;
        }
        level = Band(number, bands);
        return true;
    }

    public static string Band(double number, IReadOnlyList<double> bands)
    {
        string Show(double edge) => edge.ToString("R", CultureInfo.InvariantCulture);
        var above = bands.Count(edge => number >= edge);
        return above == 0 ? $"<{Show(bands[0])}" : above == bands.Count ? $"{Show(bands[^1])}+" : $"{Show(bands[above - 1])}-<{Show(bands[above])}";
    }

    /// <summary>Whether a value passes the filters on its column.</summary>
    public static bool Passes(string raw, IEnumerable<RowFilter> filters, CellSpec spec)
    {
        var text = Clean(raw, spec);
        return filters.All(f => Passes(text, f));
    }

    public static bool Number(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static bool Passes(string text, RowFilter filter)
    {
        if (filter.Is is { } wanted && !wanted.Contains(text, StringComparer.Ordinal))
        {
            return false;
        }
        if (filter.Not is { } unwanted && unwanted.Contains(text, StringComparer.Ordinal))
        {
            return false;
        }
        if (filter.From is null && filter.To is null)
        {
            return true;
        }
        // A value that is no number lies in no range.
        return Number(text, out var number) && !(number < filter.From) && !(number > filter.To);
    }
}
