using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Assessment;

/// <summary>Saves answers of a draft as a new version. Items that are not given stay as they are.</summary>
/// <param name="Assessment">The assessment.</param>
/// <param name="Expected">The version that the person looked at; another one in between is not overwritten.</param>
/// <param name="Answers">The answers, by item.</param>
public sealed record SaveAssessment(string Assessment, int Expected, IReadOnlyDictionary<string, Answer> Answers);

/// <summary>Carries out <see cref="SaveAssessment"/>.</summary>
internal sealed class SaveAssessmentHandler(TowerStore store, Workshop workshop) : IHandle<SaveAssessment, AssessmentRef>
{
    public Task<Result<AssessmentRef>> Handle(Actor actor, SaveAssessment command, CancellationToken stop) => store.Write<AssessmentRef>(actor, async scope =>
    {
        var opened = await Opened.For(scope, workshop, Roles.Owner | Roles.Officer, command.Assessment, command.Expected, AssessmentState.Draft);
        if (!opened.Done)
        {
            return Refused.Because<AssessmentRef>(opened.Refusals);
        }
        var (row, version, form) = (opened.Value.Row, opened.Value.Version, opened.Value.Form);
        if (command.Answers.Select(a => Wrong(form, a.Key, a.Value)).OfType<Refusal>().ToList() is { Count: > 0 } wrong)
        {
            return Refused.Because<AssessmentRef>(wrong);
        }
        var answers = new Dictionary<string, Answer>(opened.Value.Answers, StringComparer.Ordinal);
        foreach (var (id, raw) in command.Answers)
        {
            answers[id] = AnswerShape.Of(form.Find(id)!, raw) with { From = answers.GetValueOrDefault(id)?.From };
        }
        var content = AnswersJson.Write(answers);
        var hash = Digest.Of(content);
        if (hash != version.Hash)
        {
            // The pins stay: saving words does not make anybody look at changed facts. RefreshAssessment does.
            scope.Context.Add(new ImpactAssessmentVersion
            {
                Assessment = row.Id, Number = ++row.Version, RecordedAt = scope.Now, Account = actor.Account, Change = "save", Content = content, Hash = hash,
                FactsVersion = version.FactsVersion, Facts = version.Facts, Books = version.Books, FormHash = version.FormHash,
            });
            row.ChangedAt = scope.Now;
        }
        scope.Record("assessment.save", "assessment:" + row.Id, new { version = row.Version, items = command.Answers.Count, hash });
        return new AssessmentRef(row.Id, row.Version);
    }, stop);

    private static Refusal? Wrong(AssessmentForm form, string id, Answer answer)
    {
        if (form.Find(id) is not { } item)
        {
            return Refusal.NotFound("양식의 항목", "item of the form", id);
        }
        return AnswerShape.TooLong(answer)
            ? new Refusal("too-long", LocalText.Of($"'{item.Title.In("ko")}'의 내용이 너무 깁니다. 글은 {AnswerShape.LongestText:N0}자, 표는 {AnswerShape.MostRows}행까지입니다.",
                $"'{item.Title.In("en")}' is too long; a text may have {AnswerShape.LongestText:N0} characters, a table {AnswerShape.MostRows} rows"), id,
                LocalText.Of("요점을 적고 나머지는 붙임 문서로 두십시오.", "give the gist and keep the rest in an attached document."))
            : null;
    }
}
