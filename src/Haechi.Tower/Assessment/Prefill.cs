using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;

namespace Haechi.Tower.Assessment;

/// <summary>Fills the items of a form from what the register and the rules already know, so that nobody types a fact twice. What is unknown fills nothing.</summary>
/// <param name="facts">The facts.</param>
/// <param name="books">The books, for words and outcomes.</param>
/// <param name="day">The day whose rules count.</param>
internal sealed class Prefill(SystemFacts facts, BooksHere books, DateOnly day)
{
    private readonly Lazy<Determination?> _determination = new(() => books.Determine(facts, day));

    /// <summary>The filled answers of a form, by item; items without a source are not in it.</summary>
    public Dictionary<string, Answer> Of(AssessmentForm form) =>
        form.Items.Select(i => (i.Id, Answer: Of(i))).Where(i => i.Answer is not null).ToDictionary(i => i.Id, i => i.Answer!, StringComparer.Ordinal);

    private Answer? Of(FormItem item)
    {
        var used = new List<UsedSource>();
        var filled = item.Kind switch
        {
            ItemKind.Text => Text(item, used),
            ItemKind.Table => Table(item, used),
            _ => Options(item, used),
        };
        filled = AnswerShape.Of(item, filled);
        return filled.IsBlank ? null : filled with { From = new Origin(filled, used) };
    }

    private Answer Text(FormItem item, List<UsedSource> used)
    {
        var lines = item.Prefill.SelectMany(p => p.Kind switch
        {
            PrefillKind.Fact => Fact(p, used),
            PrefillKind.Rule => Rule(p, used),
            PrefillKind.Duties => Duties(p, used),
            _ => [],
        }).ToList();
        return new Answer { Ko = string.Join('\n', lines.Select(l => l.Ko).Where(l => l.Length > 0)), En = string.Join('\n', lines.Select(l => l.En).Where(l => l.Length > 0)) };
    }

    /// <summary>A free text is in the language in which somebody wrote it; it is taken for Korean unless another fact holds the English.</summary>
    private IEnumerable<(string Ko, string En)> Fact(PrefillSource source, List<UsedSource> used)
    {
        var id = source.Ids[0];
        if (Use(id, used) is not { } value)
        {
            yield break;
        }
        var question = books.Question(id);
        var words = FactWords.Of(question, value);
        var free = value is TextFact && question?.Type is not QuestionType.Enum;
        var english = source.English is { } en && Use(en, used) is TextFact t ? t.Value : free ? "" : words.In("en");
        yield return (Labelled(source, words.In("ko"), "ko"), english.Length == 0 ? "" : Labelled(source, english, "en"));
    }

    private IEnumerable<(string Ko, string En)> Rule(PrefillSource source, List<UsedSource> used)
    {
        if (_determination.Value is not { } determination || determination.Rules.Find(source.Ids[0]) is not { } rule)
        {
            yield break;
        }
        var outcome = FactWords.Of(determination.OutcomeOf(rule.Index));
        used.Add(new UsedSource(MaterialFacts.RulePrefix + rule.Rule.Id, $"{rule.Book.Id}@{rule.Book.Version}", day));
        yield return ($"{rule.Rule.Title.In("ko")}: {outcome.In("ko")} ({rule.Book.Title.In("ko")} {rule.Cite})", $"{rule.Rule.Title.In("en")}: {outcome.In("en")} ({rule.Book.Title.In("en")}, {Citation.In(rule.Cite, "en")})");
    }

    private IEnumerable<(string Ko, string En)> Duties(PrefillSource source, List<UsedSource> used)
    {
        foreach (var duty in (_determination.Value?.Duties ?? []).Where(d => source.Ids.Contains(d.Duty.Id, StringComparer.Ordinal)))
        {
            var due = DutyStart.Due(duty, _determination.Value!.Rules) is { } by ? by.ToString("yyyy-MM-dd", global::System.Globalization.CultureInfo.InvariantCulture) : null;
            used.Add(new UsedSource("duty:" + duty.Duty.Id, $"{duty.Book.Id}@{duty.Book.Version}", day));
            yield return ($"{duty.Title.In("ko")} ({duty.Cite}){(due is null ? "" : $", 기한 {due}")}", $"{duty.Title.In("en")} ({Citation.In(duty.Cite, "en")}){(due is null ? "" : $", due {due}")}");
        }
    }

    private Answer Options(FormItem item, List<UsedSource> used)
    {
        var chosen = item.Prefill.Where(p => p.Kind == PrefillKind.Fact).SelectMany(p => Use(p.Ids[0], used) switch
        {
            SetFact set => set.Values,
            TextFact text => [text.Value],
            BoolFact yes => [yes.Value ? "yes" : "no"],
            _ => (IReadOnlyList<string>)[],
        });
        return new Answer { Chosen = [.. chosen.Distinct(StringComparer.Ordinal)] };
    }

    private Answer Table(FormItem item, List<UsedSource> used)
    {
        var rows = item.Prefill.Where(p => p.Kind == PrefillKind.Rows).SelectMany(p => Use(p.Ids[0], used) is ListFact list ? list.Records.Select(r => Row(item, p, r)) : []);
        return new Answer { Rows = [.. rows] };
    }

    private static Dictionary<string, Answer> Row(FormItem table, PrefillSource source, FactRecord record) =>
        table.Columns.Where(c => source.Columns.TryGetValue(c.Id, out var field) && record[field] is not null).ToDictionary(c => c.Id, c => Cell(c, record[source.Columns[c.Id]]!), StringComparer.Ordinal);

    private static Answer Cell(FormItem column, FactValue value) =>
        column.Kind == ItemKind.Text ? new Answer { Ko = value is TextFact t ? t.Value : FactWords.Of(null, value).In("ko") } : new Answer { Chosen = value is SetFact s ? s.Values : [value.Shown] };

    private FactValue? Use(string id, List<UsedSource> used)
    {
        if (!facts.ById.TryGetValue(id, out var held))
        {
            return null;
        }
        used.Add(new UsedSource(id, held.Source, held.On));
        return held.Value;
    }

    private static string Labelled(PrefillSource source, string text, string language) => source.Label.Has(language) ? $"{source.Label.In(language)}: {text}" : text;
}
