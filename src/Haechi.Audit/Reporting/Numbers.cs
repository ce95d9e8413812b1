using System.Globalization;

namespace Haechi.Audit.Reporting;

/// <summary>
/// Numbers as reports write them: ten significant digits, so that the last bits of a machine's logarithm do not change the bytes of a report.
/// </summary>
internal static class Numbers
{
    public static double Rounded(double value) => double.IsFinite(value) ? double.Parse(value.ToString("G10", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;

    /// <summary>Three decimals for people; "-" when there is no figure.</summary>
    public static string Shown(double value) => double.IsNaN(value) ? "-" : double.IsPositiveInfinity(value) ? "∞" : value.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
