using System.Globalization;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;

namespace Haechi.Tower.Assessment;

/// <summary>Facts as people read them.</summary>
public static class FactWords
{
    /// <summary>The value in words; titles of the book where it gives them.</summary>
    public static LocalText Of(Question? question, FactValue value) => value switch
    {
        BoolFact { Value: true } => LocalText.Of("예", "Yes"),
        BoolFact => LocalText.Of("아니요", "No"),
        NumberFact n => LocalText.Same(n.Value.ToString("#,0.######", CultureInfo.InvariantCulture) + (question?.Unit is { } unit ? " " + unit : "")),
        DateFact d => LocalText.Of(d.Value.ToString("yyyy. M. d.", CultureInfo.InvariantCulture), d.Value.ToString("d MMM yyyy", CultureInfo.InvariantCulture)),
        TextFact t => question?.Type == QuestionType.Enum ? Title(question, t.Value) : LocalText.Same(t.Value),
        SetFact s => Joined(s.Values.Select(v => question is null ? LocalText.Same(v) : Title(question, v)), ", "),
        ListFact l => Joined(l.Records.Select(r => Record(question, r)), "\n"),
        _ => LocalText.Same(value.Shown),
    };

    private static LocalText Record(Question? list, FactRecord record) => Joined(
        record.Facts.OrderBy(f => Order(list, f.Key)).Select(f => Of(list?.Fields.FirstOrDefault(q => q.Id == f.Key), f.Value)), " – ");

    private static int Order(Question? list, string field) => list?.Fields.Select((q, i) => (q.Id, i)).FirstOrDefault(q => q.Id == field).i ?? 0;

    private static LocalText Title(Question question, string value) => LocalText.Of(question.TitleOf(value, "ko"), question.TitleOf(value, "en"));

    private static LocalText Joined(IEnumerable<LocalText> parts, string between)
    {
        var all = parts.ToList();
        return LocalText.Of(string.Join(between, all.Select(p => p.In("ko"))), string.Join(between, all.Select(p => p.In("en"))));
    }

    /// <summary>The outcome of a rule in words.</summary>
    public static LocalText Of(Outcome outcome) => outcome switch
    {
        Outcome.Yes => LocalText.Of("해당", "yes"),
        Outcome.No => LocalText.Of("해당 없음", "no"),
        Outcome.Review => LocalText.Of("사람의 검토 필요", "needs a person's review"),
        _ => LocalText.Of("모름", "unknown"),
    };
}
