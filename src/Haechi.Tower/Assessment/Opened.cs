using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>An assessment's id and newest version.</summary>
public sealed record AssessmentRef(string Assessment, int Version);

/// <summary>The system as an assessment sees it today.</summary>
internal sealed record SystemToday(SystemVersion Version, SystemFacts Facts)
{
    /// <summary>The facts that hold on a day; those of the newest version when none holds yet.</summary>
    public static async Task<SystemToday?> Read(TowerContext context, string system, DateOnly day)
    {
        var version = await Versions.At(context, system, new Moment(day))
            ?? await context.Set<SystemVersion>().AsNoTracking().Where(v => v.System == system).OrderByDescending(v => v.Number).FirstOrDefaultAsync();
        return version is null ? null : new SystemToday(version, FactsJson.Read(version.Facts));
    }
}

/// <summary>An assessment opened for an act: checked for role, scope and the version that the person looked at.</summary>
internal sealed record Opened(ImpactAssessment Row, ImpactAssessmentVersion Version, AssessmentForm Form, SystemToday System, BooksHere Books)
{
    /// <summary>The answers of the newest version.</summary>
    public IReadOnlyDictionary<string, Answer> Answers { get; } = AnswersJson.Read(Version.Content);

    /// <summary>Which material facts are different from those on which the newest version rests.</summary>
    public IReadOnlyList<ChangedFact> ChangedFacts() =>
        MaterialFacts.Changed(Version.Facts, MaterialFacts.Take(Form, System.Facts, Books, TowerClock.DayOf(Version.RecordedAt)));

    /// <summary>True when the one who acts wrote any version of it, and so neither approves nor publishes it.</summary>
    public Task<bool> IsAuthor(WriteScope scope, CancellationToken stop) => scope.Context.Set<ImpactAssessmentVersion>().AnyAsync(v => v.Assessment == Row.Id && v.Account == scope.Actor.Account, stop);

    /// <summary>Opens it, or says why not.</summary>
    /// <param name="expected">The version that the person looked at, or null.</param>
    /// <param name="states">The states in which the act is possible.</param>
    public static async Task<Result<Opened>> For(WriteScope scope, Workshop workshop, Roles roles, string id, int? expected, params AssessmentState[] states)
    {
        if (Permissions.Need(scope.Actor, roles) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<ImpactAssessment>().FindAsync(id) is not { } row)
        {
            return Refusal.NotFound("영향평가", "assessment", id);
        }
        var version = await scope.Context.Set<ImpactAssessmentVersion>().AsNoTracking().SingleAsync(v => v.Assessment == id && v.Number == row.Version);
        var system = await SystemToday.Read(scope.Context, row.System, scope.Today) ?? throw new InvalidOperationException("An assessment without a system.");
        if (await Permissions.NeedScope(scope.Context, scope.Actor, system.Version.Department) is { } outside)
        {
            return outside;
        }
        if (expected is { } seen && seen != row.Version)
        {
            return Refusal.Because("changed-meanwhile", $"{seen}판을 보는 동안 {row.Version}판이 되었습니다. 새로 고쳐 확인한 뒤 다시 하십시오.",
                $"you looked at version {seen} and it is version {row.Version} now; reload, check, and do it again", id);
        }
        if (!states.Contains(row.State))
        {
            return WrongState(row.State, states);
        }
        return new Opened(row, version, await workshop.Forms.Pinned(scope.Context, version.FormHash), system, await workshop.Books.Read(scope.Context));
    }

    /// <summary>Moves on to a state and writes the step.</summary>
    public void Step(WriteScope scope, string act, AssessmentState state, string? note = null)
    {
        (Row.State, Row.ChangedAt) = (state, scope.Now);
        scope.Context.Add(new AssessmentEvent { Assessment = Row.Id, At = scope.Now, Account = scope.Actor.Account, Act = act, State = state, Version = Row.Version, Note = note });
    }

    private static Refusal WrongState(AssessmentState state, AssessmentState[] wanted)
    {
        string Titles(string language) => string.Join(language == "ko" ? "·" : " or ", wanted.Select(s => StateWords.Of(s).In(language)));
        return Refusal.Because("wrong-state", $"이 평가는 지금 '{StateWords.Of(state).In("ko")}' 상태입니다. 이 일은 '{Titles("ko")}' 상태에서만 할 수 있습니다.",
            $"this assessment is '{StateWords.Of(state).In("en")}' now; this is possible only while it is '{Titles("en")}'");
    }
}

/// <summary>What the acts on assessments need.</summary>
public sealed record Workshop(AssessmentForms Forms, AssessmentBooks Books);

/// <summary>The states in words.</summary>
public static class StateWords
{
    /// <summary>The word for a state.</summary>
    public static LocalText Of(AssessmentState state) => state switch
    {
        AssessmentState.Draft => LocalText.Of("작성 중", "draft"),
        AssessmentState.Submitted => LocalText.Of("승인 요청", "submitted"),
        AssessmentState.Approved => LocalText.Of("승인", "approved"),
        AssessmentState.Published => LocalText.Of("공개", "published"),
        AssessmentState.Withdrawn => LocalText.Of("철회", "withdrawn"),
        _ => LocalText.Of("대체됨", "replaced"),
    };

    /// <summary>The word for a basis.</summary>
    public static LocalText Of(ItemBasis basis) => basis switch
    {
        ItemBasis.Duty => LocalText.Of("의무", "duty"),
        ItemBasis.Effort => LocalText.Of("노력의무", "effort duty"),
        ItemBasis.Guideline => LocalText.Of("지침 권고", "guideline"),
        _ => LocalText.Of("추론", "inference"),
    };
}
