using System.Globalization;
using Haechi.Tower.Common;

namespace Haechi.Web.Demo;

/// <summary>
/// Marks a data folder as the demonstration's, so that made-up and real things never mix, and remembers the day that its clock showed: a demonstration that is opened again goes on from
/// there and does not age.
/// </summary>
public static class DemoFolder
{
    private const string Mark = "demo-day";

    /// <summary>True when the folder holds a demonstration.</summary>
    public static bool IsDemo(string folder) => File.Exists(Path.Combine(folder, Mark));

    /// <summary>The day that its clock showed last, or null when the mark cannot be read.</summary>
    public static DateOnly? Day(string folder) =>
        IsDemo(folder) && DateOnly.TryParseExact(File.ReadAllText(Path.Combine(folder, Mark)).Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Marks the folder with the day of the clock.</summary>
    public static void Keep(string folder, TowerClock clock) => File.WriteAllText(Path.Combine(folder, Mark), clock.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "\n");
}
