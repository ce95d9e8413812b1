using System.Globalization;
using Haechi.Rules;
using Haechi.Rules.Columns;

namespace Haechi.Bench.Rules;

/// <summary>The figures as Markdown tables.</summary>
internal sealed class Report(TextWriter output)
{
    public void Line(string text = "") => output.WriteLine(text);

    public void Agreement(IEnumerable<Agreement> agreements)
    {
        Line("| agrees with our tree walk | outcomes compared | different |\n|---|--:|--:|");
        foreach (var a in agreements)
        {
            Line(Invariant($"| {a.Name} | {a.Compared:N0} | {a.Different:N0}{(a.First is null ? "" : $" ({a.First})")} |"));
        }
        Line();
    }

    public void Rates(IReadOnlyList<Rate> rates)
    {
        var ours = rates[0];
        Line("| evaluator | threads | records | records/s | ms, median (least–greatest) | our columns are faster by | by best times |\n|---|--:|--:|--:|--:|--:|--:|");
        foreach (var r in rates)
        {
            Line(Invariant($"| {r.Name} | {r.Threads} | {r.Records:N0} | {Short(r.PerSecond)} | {Show(r.Timing)} | {Short(ours.PerSecond / r.PerSecond)} | {Short(ours.Best / r.Best)} |"));
        }
        Line();
    }

    public void Timings(string title, IEnumerable<Timing> timings)
    {
        Line($"| {title} | ms, median (least–greatest) |\n|---|--:|");
        foreach (var t in timings)
        {
            Line($"| {t.Name} | {Show(t)} |");
        }
        Line();
    }

    public void Moved(TransitionTable moved)
    {
        Outcome[] outcomes = [Outcome.Yes, Outcome.No, Outcome.Unknown];
        Line("| was \\ is | yes | no | unknown |\n|---|--:|--:|--:|");
        foreach (var was in outcomes)
        {
            Line(Invariant($"| {was.Word()} | {moved[was, Outcome.Yes]:N0} | {moved[was, Outcome.No]:N0} | {moved[was, Outcome.Unknown]:N0} |"));
        }
        Line();
    }

    public void Books(IEnumerable<RealBook> books)
    {
        Line("| book (with those it extends) | rules | questions | instructions | load, ms | one determination, ms | with its reasons, ms | columns, records/s |\n|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var b in books)
        {
            Line(Invariant($"| {b.Id} | {b.Rules} | {b.Questions} | {b.Operations} | {Show(b.Load)} | {Show(b.OneCase)} | {Show(b.Explained)} | {Short(b.Columns.PerSecond)} |"));
        }
        Line();
    }

    private static string Show(Timing t) => $"{Short(t.Median)} ({Short(t.Least)}–{Short(t.Greatest)})";

    /// <summary>Three digits that count, with M or k where they are many.</summary>
    private static string Short(double value) => value switch
    {
        >= 999_500 => Digits(value / 1e6) + " M",
        >= 9_995 => Digits(value / 1e3) + " k",
        _ => Digits(value),
    };

    private static string Digits(double value) => value.ToString(value >= 99.95 ? "F0" : value >= 9.995 ? "F1" : value >= 0.9995 ? "F2" : "G2", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
