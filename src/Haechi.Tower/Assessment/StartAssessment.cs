using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>Begins an assessment of a system. What the register knows is filled in; what the last published one said is taken over.</summary>
/// <param name="System">The system.</param>
/// <param name="Form">The form.</param>
public sealed record StartAssessment(string System, string Form);

/// <summary>Carries out <see cref="StartAssessment"/>.</summary>
internal sealed class StartAssessmentHandler(TowerStore store, Workshop workshop) : IHandle<StartAssessment, AssessmentRef>
{
    private static readonly AssessmentState[] Open = [AssessmentState.Draft, AssessmentState.Submitted, AssessmentState.Approved];

    public Task<Result<AssessmentRef>> Handle(Actor actor, StartAssessment command, CancellationToken stop) => store.Write<AssessmentRef>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Owner | Roles.Officer) is { } role)
        {
            return role;
        }
        if (await SystemToday.Read(scope.Context, command.System, scope.Today) is not { } system)
        {
            return Refusal.NotFound("시스템", "system", command.System);
        }
        if (await Permissions.NeedScope(scope.Context, actor, system.Version.Department) is { } outside)
        {
            return outside;
        }
        if (workshop.Forms.Find(command.Form) is not { } form)
        {
            return AssessmentForms.NoForm(command.Form);
        }
        var earlier = await scope.Context.Set<ImpactAssessment>().AsNoTracking().Where(a => a.System == command.System && a.Form == form.Id).ToListAsync(stop);
        if (earlier.FirstOrDefault(a => Open.Contains(a.State)) is { } open)
        {
            return new Refusal("already-open", LocalText.Of("이 시스템에는 같은 양식의 평가가 이미 진행 중입니다.", "an assessment under this form is already open for this system"), open.Id,
                LocalText.Of("그 평가를 이어서 작성하거나 철회한 뒤 새로 시작하십시오.", "go on with that one, or withdraw it first."));
        }
        return await Begin(scope, command, form, system, earlier.FirstOrDefault(a => a.State == AssessmentState.Published), stop);
    }, stop);

    private async Task<AssessmentRef> Begin(WriteScope scope, StartAssessment command, AssessmentForm form, SystemToday system, ImpactAssessment? published, CancellationToken stop)
    {
        var books = await workshop.Books.Read(scope.Context);
        await AssessmentForms.Keep(scope, form);
        var before = published is null ? null : await scope.Context.Set<ImpactAssessmentVersion>().AsNoTracking().SingleAsync(v => v.Assessment == published.Id && v.Number == published.Version, stop);
        var answers = Refilled.Merge(form, before is null ? new Dictionary<string, Answer>() : AnswersJson.Read(before.Content), new Prefill(system.Facts, books, scope.Today).Of(form));
        var row = new ImpactAssessment { Id = NewId.Next(), System = command.System, Form = form.Id, Version = 1, CreatedAt = scope.Now, ChangedAt = scope.Now, Follows = published?.Id };
        scope.Context.Add(row);
        var version = AssessmentVersions.Next(scope, row.Id, 1, "start", answers, form, system, books);
        scope.Context.Add(version);
        scope.Context.Add(new AssessmentEvent { Assessment = row.Id, At = scope.Now, Account = scope.Actor.Account, Act = "start", State = AssessmentState.Draft, Version = 1 });
        scope.Record("assessment.start", "assessment:" + row.Id, new { command.System, form = form.Id, formHash = form.Hash, filled = answers.Count, version.Hash, follows = row.Follows });
        return new AssessmentRef(row.Id, 1);
    }
}

/// <summary>Makes versions.</summary>
internal static class AssessmentVersions
{
    /// <summary>A version that rests on today's facts, books and the given form.</summary>
    public static ImpactAssessmentVersion Next(
        WriteScope scope, string assessment, int number, string change, IReadOnlyDictionary<string, Answer> answers, AssessmentForm form, SystemToday system, BooksHere books)
    {
        var content = AnswersJson.Write(answers);
        return new ImpactAssessmentVersion
        {
            Assessment = assessment, Number = number, RecordedAt = scope.Now, Account = scope.Actor.Account, Change = change, Content = content, Hash = Digest.Of(content),
            FactsVersion = system.Version.Id, Facts = MaterialFacts.Take(form, system.Facts, books, scope.Today), Books = books.Hash, FormHash = form.Hash,
        };
    }
}

/// <summary>Brings what the facts say now together with what people wrote.</summary>
internal static class Refilled
{
    /// <summary>
    /// An answer that stands as it was filled follows the facts. One that a person wrote or edited stays as it is, and is marked to be looked at when the facts behind it say something else.
    /// </summary>
    public static Dictionary<string, Answer> Merge(AssessmentForm form, IReadOnlyDictionary<string, Answer> before, IReadOnlyDictionary<string, Answer> filled)
    {
        var merged = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var item in form.Items)
        {
            var fill = filled.GetValueOrDefault(item.Id);
            if (Merge(item, before.GetValueOrDefault(item.Id), fill) is { } answer)
            {
                merged[item.Id] = answer;
            }
        }
        return merged;
    }

    private static Answer? Merge(FormItem item, Answer? before, Answer? fill)
    {
        if (before is null || (before.IsBlank && before.From is null))
        {
            return fill;
        }
        var kept = AnswerShape.Of(item, before);
        if (fill is null)
        {
            return before.From is null ? kept with { Check = before.Check } : kept with { Check = true };
        }
        if (before.IsAsFilled)
        {
            return fill;
        }
        var same = before.From is { } from && from.Value.Says(fill);
        return kept with { From = fill.From, Check = before.Check || !same };
    }
}
