using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Assessment;

/// <summary>A tower with the two Korean books, three people, and the commands of assessments in short.</summary>
internal sealed class AssessmentCity(TestTower tower) : IAsyncDisposable
{
    public const string Form32 = "kr-public-ai-act-32";
    public const string Form35 = "kr-ai-basic-act-35";

    public static Actor Writer { get; } = new("writer", "박담당", Roles.Owner | Roles.Reader);

    public static Actor Second { get; } = new("second", "이확인", Roles.Verifier | Roles.Reader);

    public static Actor Publisher { get; } = new("publisher", "최공개", Roles.Publisher);

    public static Actor Officer => TestTower.Officer;

    public TestTower Tower => tower;

    public AssessmentQueries Queries => tower.Services.GetRequiredService<AssessmentQueries>();

    public AssessmentForms Forms => tower.Services.GetRequiredService<AssessmentForms>();

    // Reading the books takes longer than any test here, so the towers share them.
    public static readonly BookRegistry Books = new(new TowerOptions { DataFolder = Path.Combine(Path.GetTempPath(), "haechi-no-books"), RulebooksFolder = Path.Combine(Repository.Root, "rulebooks"), ProfilesFolder = "" });

    public static async Task<AssessmentCity> Open(DateOnly? today = null, params string[] books)
    {
        var tower = await TestTower.Open(today, s => s.AddSingleton(Books));
        Value(await tower.Do<InstallBooks, LoadedBooks>(Officer, new InstallBooks(books.Length > 0 ? books : ["kr/ai-basic-act", "kr/public-ai-act"])));
        return new AssessmentCity(tower);
    }

    public static Dictionary<string, FactValue> Facts(string? state, string body = "basic_local") => new Dictionary<string, FactValue?>
    {
        ["name"] = new TextFact("복지 수급자격 확인"), ["name_en"] = new TextFact("Welfare eligibility check"), ["summary"] = new TextFact("소득 자료로 수급자격을 확인한다."),
        ["purpose"] = new TextFact("수급 누락을 줄인다."), ["public_body"] = body.Length == 0 ? null : new TextFact(body), ["lifecycle"] = state is null ? null : new TextFact(state),
        ["area"] = new SetFact(["public_service"]), ["public_function"] = new TextFact("eligibility"), ["public_discretion"] = new TextFact("judgement"), ["human_control"] = new TextFact("formal"),
        ["ia_situation"] = new SetFact(["affects_residents"]), ["ai_vulnerable_groups"] = new SetFact(["basic_livelihood", "aged_65"]), ["owner_position"] = new TextFact("복지정책과장"),
        ["accountable_owner"] = new TextFact("최책임"), ["unit"] = new TextFact("복지정책과"),
    }.Where(f => f.Value is not null).ToDictionary(f => f.Key, f => f.Value!);

    public async Task<string> System(string? state = "review", string body = "basic_local", DateOnly? validFrom = null, params (string Id, FactValue Value)[] more)
    {
        var facts = Facts(state, body);
        foreach (var (id, value) in more)
        {
            facts[id] = value;
        }
        return Assert.IsType<SystemRef>((await tower.Do<RegisterSystem, SystemRef>(Officer, new RegisterSystem(facts, null, ValidFrom: validFrom))).Value).System;
    }

    public Task<Result<SystemRef>> Change(string system, string fact, FactValue? value, DateOnly? on = null) =>
        tower.Do<ChangeFacts, SystemRef>(Officer, new ChangeFacts(system, new Dictionary<string, FactValue?> { [fact] = value }, ValidFrom: on));

    public Task<Result<SystemRef>> Enter(string system, string state, DateOnly? on = null) => Change(system, Lifecycle.Question, new TextFact(state), on);

    public async Task<AssessmentRef> Start(string system, string form = Form32) => Value(await tower.Do<StartAssessment, AssessmentRef>(Writer, new StartAssessment(system, form)));

    /// <summary>Answers everything that is still missing.</summary>
    public async Task<AssessmentRef> Fill(AssessmentRef assessment)
    {
        var view = Value(await Queries.One(Writer, assessment.Assessment));
        var answers = view.Form.Items.Where(i => i.Required && (!view.Answers.TryGetValue(i.Id, out var a) || a.IsBlank)).ToDictionary(i => i.Id, Sample);
        return Value(await tower.Do<SaveAssessment, AssessmentRef>(Writer, new SaveAssessment(assessment.Assessment, view.Row.Version, answers)));
    }

    public async Task<AssessmentRef> Submitted(string system, string form = Form32)
    {
        var filled = await Fill(await Start(system, form));
        return Value(await tower.Do<SubmitAssessment, AssessmentRef>(Writer, new SubmitAssessment(filled.Assessment, filled.Version)));
    }

    public async Task<AssessmentRef> Approved(string system, string form = Form32)
    {
        var submitted = await Submitted(system, form);
        return Value(await tower.Do<ApproveAssessment, AssessmentRef>(Second, new ApproveAssessment(submitted.Assessment, submitted.Version)));
    }

    public async Task<AssessmentRef> Published(string system, string form = Form32)
    {
        var approved = await Approved(system, form);
        return Value(await tower.Do<PublishAssessment, AssessmentRef>(Publisher, new PublishAssessment(approved.Assessment, approved.Version)));
    }

    public async Task<AssessmentView> View(string assessment) => Value(await Queries.One(Officer, assessment));

    public static Answer Sample(FormItem item) => item.Kind switch
    {
        ItemKind.Text => new Answer { Ko = $"{item.Title.In("ko")}에 대한 답", En = $"Answer to {item.Title.In("en")}" },
        ItemKind.Table => new Answer { Rows = [item.Columns.ToDictionary(c => c.Id, Sample)] },
        _ => new Answer { Chosen = [item.Options[0].Id] },
    };

    public static T Value<T>(Result<T> result)
    {
        Assert.True(result.Done, string.Join('\n', result.Refusals.Select(r => r.ToLine("ko"))));
        return result.Value!;
    }

    public static string Code<T>(Result<T> result) => Assert.Single(result.Refusals).Code;

    public ValueTask DisposeAsync() => tower.DisposeAsync();
}
