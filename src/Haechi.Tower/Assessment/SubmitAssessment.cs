using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Assessment;

/// <summary>Hands a draft to a second person. What is missing is listed, all of it at once.</summary>
public sealed record SubmitAssessment(string Assessment, int Expected);

/// <summary>Carries out <see cref="SubmitAssessment"/>.</summary>
internal sealed class SubmitAssessmentHandler(TowerStore store, Workshop workshop) : IHandle<SubmitAssessment, AssessmentRef>
{
    public Task<Result<AssessmentRef>> Handle(Actor actor, SubmitAssessment command, CancellationToken stop) => store.Write<AssessmentRef>(actor, async scope =>
    {
        var opened = await Opened.For(scope, workshop, Roles.Owner | Roles.Officer, command.Assessment, command.Expected, AssessmentState.Draft);
        if (!opened.Done)
        {
            return Refused.Because<AssessmentRef>(opened.Refusals);
        }
        List<Refusal> missing = [.. Completeness.Missing(opened.Value.Form, opened.Value.Answers)];
        if (Staleness.Refusal(opened.Value.ChangedFacts(), opened.Value.Books, draft: true) is { } stale)
        {
            missing.Add(stale);
        }
        if (missing.Count > 0)
        {
            return Refused.Because<AssessmentRef>(missing);
        }
        opened.Value.Step(scope, "submit", AssessmentState.Submitted);
        scope.Record("assessment.submit", "assessment:" + command.Assessment, new { version = opened.Value.Row.Version, opened.Value.Version.Hash });
        return new AssessmentRef(command.Assessment, opened.Value.Row.Version);
    }, stop);
}

/// <summary>What an assessment still lacks before a second person can read it.</summary>
public static class Completeness
{
    /// <summary>One refusal for each required item that is blank, each required cell, and each answer that must be looked at again.</summary>
    public static IEnumerable<Refusal> Missing(AssessmentForm form, IReadOnlyDictionary<string, Answer> answers)
    {
        foreach (var item in form.Items)
        {
            var answer = answers.GetValueOrDefault(item.Id) ?? Answer.Blank;
            if (item.Required && answer.IsBlank)
            {
                yield return new Refusal("missing", LocalText.Of($"'{item.Title.In("ko")}'이(가) 비어 있습니다.", $"'{item.Title.In("en")}' is blank"), item.Id,
                    LocalText.Of("해당이 없으면 없다고 적고 이유를 밝혀 주십시오.", "if there is nothing, say so and give the reason."), item.Cite);
            }
            foreach (var (row, column) in BlankCells(item, answer))
            {
                yield return new Refusal("missing", LocalText.Of($"'{item.Title.In("ko")}' {row}행의 '{column.Title.In("ko")}'이(가) 비어 있습니다.", $"'{column.Title.In("en")}' is blank in row {row} of '{item.Title.In("en")}'"), item.Id, null, item.Cite);
            }
            if (answer.Check)
            {
                yield return new Refusal("check-needed", LocalText.Of($"'{item.Title.In("ko")}'의 바탕이 된 사실이 바뀌었습니다. 내용이 아직 맞는지 확인하고 저장해 주십시오.",
                    $"the facts behind '{item.Title.In("en")}' changed; check that it is still right, and save it"), item.Id);
            }
        }
    }

    private static IEnumerable<(int Row, FormItem Column)> BlankCells(FormItem item, Answer answer) =>
        answer.Rows.SelectMany((r, i) => item.Columns.Where(c => c.Required && (r.GetValueOrDefault(c.Id) ?? Answer.Blank).IsBlank).Select(c => (i + 1, c)));

    /// <summary>How many required items are answered, of how many.</summary>
    public static (int Done, int Of) Progress(IEnumerable<FormItem> items, IReadOnlyDictionary<string, Answer> answers)
    {
        var required = items.Where(i => i.Required).ToList();
        return (required.Count(i => answers.GetValueOrDefault(i.Id) is { IsBlank: false, Check: false } a && !BlankCells(i, a).Any()), required.Count);
    }
}

/// <summary>Words for an assessment whose facts have changed.</summary>
internal static class Staleness
{
    /// <summary>Why it cannot go on, or null when nothing material changed.</summary>
    public static Refusal? Refusal(IReadOnlyList<ChangedFact> changed, BooksHere books, bool draft)
    {
        if (changed.Count == 0)
        {
            return null;
        }
        string Names(string language) => string.Join("; ", changed.Select(c => Name(c, books).In(language)));
        return new Refusal("stale-facts", LocalText.Of($"평가가 바탕으로 삼은 사실이 그 뒤에 바뀌었습니다: {Names("ko")}", $"facts on which the assessment rests have changed since: {Names("en")}"), null,
            draft ? LocalText.Of("‘바뀐 사실 반영’을 눌러 내용을 확인한 뒤 다시 승인을 요청하십시오.", "choose 'take over the changed facts', check the content, and submit again.")
                : LocalText.Of("작성자에게 되돌려 바뀐 사실을 반영하게 하십시오.", "return it to its authors to take over the changed facts."));
    }

    /// <summary>What a changed fact is called: the question, or the rule.</summary>
    public static LocalText Name(ChangedFact changed, BooksHere books)
    {
        if (changed.Fact.StartsWith(MaterialFacts.RulePrefix, StringComparison.Ordinal))
        {
            var id = changed.Fact[MaterialFacts.RulePrefix.Length..];
            return books.Set?.Rules.Where(r => r.Rule.Id == id).Select(r => r.Rule.Title).FirstOrDefault() ?? LocalText.Same(id);
        }
        return books.Question(changed.Fact)?.Ask ?? LocalText.Same(changed.Fact);
    }

    /// <summary>A value of a changed fact in words; "unknown" for null.</summary>
    public static LocalText Value(ChangedFact changed, HeldFact? value, BooksHere books) =>
        value is null ? LocalText.Of("모름", "unknown") : FactWords.Of(books.Question(changed.Fact), value.Value);
}
