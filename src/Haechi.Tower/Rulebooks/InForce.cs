using System.Globalization;
using Haechi.Rules;
using Haechi.Rules.Duties;
using Haechi.Rules.Evaluation;
using Haechi.Tower.Access;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Rulebooks;

/// <summary>An assumption on fines, as the setting <c>graces</c> holds it.</summary>
public sealed record GraceChoice(string Book, DateOnly Until, string Ko, string En);

/// <summary>Everything besides a system's facts on which a determination hangs: books, way of counting, graces. One key stands for all of it.</summary>
/// <param name="Books">The installed books.</param>
/// <param name="Days">How days are counted.</param>
/// <param name="Installation">The same for the rules engine.</param>
/// <param name="Key">SHA-256 of all of it.</param>
public sealed record InForce(LoadedBooks Books, LegalDays Days, Installation Installation, string Key)
{
    internal const string DaysKey = "days";
    internal const string GracesKey = "graces";

    /// <summary>The rules on a day.</summary>
    public DatedRules On(DateOnly day) => Books.Set.On(day);

    /// <summary>Applies the rules of a day to a record.</summary>
    public Determination Determine(DateOnly day, Haechi.Rules.Facts.FactRecord record) => Determination.Of(On(day), record, null, Installation);

    /// <summary>The first day after <paramref name="day"/> on which any result may be different with the same facts.</summary>
    public DateOnly NextEdge(DateOnly day) =>
        Books.Set.Edges().Concat(Installation.Graces.Select(g => g.Until.AddDays(1))).Where(e => e > day).DefaultIfEmpty(DateOnly.MaxValue).Min();

    /// <summary>What is in force in this installation now.</summary>
    public static async Task<Result<InForce>> Read(TowerContext context, BookRegistry registry, Calendars calendars)
    {
        var books = await registry.Installed(context);
        return books.Done ? await With(context, books.Value, calendars) : Refused.Because<InForce>(books.Refusals);
    }

    /// <summary>Other books with the counting of this installation.</summary>
    public static async Task<Result<InForce>> With(TowerContext context, LoadedBooks books, Calendars calendars)
    {
        var days = calendars.Days(await Choices.Read<CountingChoice>(context, DaysKey) ?? CountingChoice.Korean);
        if (!days.Done)
        {
            return Refused.Because<InForce>(days.Refusals);
        }
        var graces = await Choices.Read<List<GraceChoice>>(context, GracesKey) ?? [];
        var installation = new Installation(days.Value.Counting, [.. graces.Select(g => new Grace(g.Book, g.Until, LocalText.Of(g.Ko, g.En)))]);
        var counting = string.Create(CultureInfo.InvariantCulture, $"{days.Value.Choice.FirstDayCounts} {days.Value.Choice.Rest} {string.Join(',', days.Value.Counting.Holidays.Order().Select(h => h.DayNumber))}");
        var key = Digest.Of($"{books.Hash}\n{counting}\n{string.Join('\n', graces.Select(g => $"{g.Book} {g.Until:O}"))}");
        return new InForce(books, days.Value, installation, key);
    }
}
