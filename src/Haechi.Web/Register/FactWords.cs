using Haechi.Tower.Register;
using Haechi.Web.Frame;

namespace Haechi.Web.Register;

/// <summary>Words on facts that several pages use.</summary>
internal static class FactWords
{
    /// <summary>Where a fact comes from.</summary>
    public static string Source(Visit visit, string source) => source == "form" ? visit.Say("직접 입력", "entered by hand") : source;

    /// <summary>Where a fact comes from, and the day that it speaks of.</summary>
    public static string Source(Visit visit, HeldFact fact) => Source(visit, fact.Source) + (fact.On is { } day ? " · " + visit.Day(day) : "");
}
