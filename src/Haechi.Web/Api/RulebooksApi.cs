using System.Text.Json;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Checks;
using Haechi.Rules.Explaining;
using Haechi.Rules.Output;
using Haechi.Tower.Common;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Api.Shapes;

namespace Haechi.Web.Api;

/// <summary>Rulebooks, and what they say of a system.</summary>
internal sealed class RulebooksApi : IApi
{
    public string Area => "rulebooks";

    public void Add(ApiTable api)
    {
        api.Read("/rulebooks", "get_rulebooks", "설치된 규칙책과 설치할 수 있는 규칙책", "Installed rulebooks, and those that could be installed", Books);
        api.Read("/rulebooks/book", "get_rulebook", "규칙책 하나: 단계, 규칙과 판, 시험", "One rulebook: stages, rules with their versions, tests", Book, ApiQuery.Text("id", "규칙책의 id. 예: kr/ai-basic-act", "The book's id, such as kr/ai-basic-act", required: true), ApiQuery.Flag("tests", "시험도 돌림", "Run its tests too"));
        api.Act<InstallBooks, LoadedBooks, BooksChosenShape>("/rulebooks/install", "install_rulebooks", "적용할 규칙책을 정함. 목록 전체를 보냄", "Chooses the rulebooks that apply; the whole list is sent", Roles.Officer, new ActKind<LoadedBooks, BooksChosenShape>(b => new BooksChosenShape([.. b.Pins])));
        api.Read("/rulebooks/preview", "preview_rulebooks", "규칙책이나 날짜가 바뀌면 등록부 전체에 무엇이 바뀌는지", "What would change over the whole register under other books or on another day", Preview,
            ApiQuery.Text("book", "바뀐 뒤의 규칙책", "The books after the change", many: true), ApiQuery.Day("on", "바뀐 뒤의 날", "The day after"), ApiQuery.Day("from", "바뀌기 전의 날(기본 오늘)", "The day before; today when left out"));
        api.List<Disagreement>("/rulebooks/disagreements", "list_disagreements", "신고한 분류와 규칙의 결과가 다른 시스템", "Systems whose declared class differs from what the rules say", async (call, slice) =>
            Part<Disagreement>.Of(await call.Get<Disagreements>().List(slice.Skip, slice.Take, call.Stop), await call.Get<Disagreements>().Count(call.Stop), slice));
        api.Read("/systems/{system}/classes", "get_system_classes", "시스템의 분류와 그 결과", "The classes of a system with their outcomes", Classes, ApiQuery.On, ApiQuery.AsOf);
        api.Read("/systems/{system}/why", "get_system_why", "왜 이 분류인지: 규칙, 조항, 쓰인 사실, 빠진 사실, 무엇이 바꿀지", "Why it has its class: rules, provisions, facts used and missing, and what would change it", Why,
            ApiQuery.Text("class", "한 분류만", "One class only"), ApiQuery.On, ApiQuery.AsOf);
        api.Read("/systems/{system}/next-question", "get_next_question", "다음에 물을 것. 답은 facts로 보냄", "What to ask next; the answer is sent to facts", Next);
    }

    private static async Task<Result<RulebooksShape>> Books(ApiCall call)
    {
        await using var context = call.Get<TowerStore>().Open();
        var (registry, today) = (call.Get<BookRegistry>(), call.Clock.Today);
        var installed = await registry.Installed(context);
        var (entry, pending) = await call.Get<PendingCount>().AsOf(call.Stop);
        return new RulebooksShape([.. (installed.Value?.Set.Books ?? []).Select(b => BookShape.Of(b, installed.Value!.Pins.FirstOrDefault(p => p.Id == b.Id)?.Hash, today))], registry.Available(), await BookRegistry.Chosen(context), entry, pending);
    }

    private static async Task<Result<BookDetailShape>> Book(ApiCall call)
    {
        var id = call.Text("id")!;
        var installed = await call.Get<TowerStore>().Read(call.Get<BookRegistry>().Installed);
        var books = installed.Done && installed.Value.Set.Books.Any(b => b.Id == id) ? installed : call.Get<BookRegistry>().Load([id]);
        if (!books.Done || books.Value.Set.Books.FirstOrDefault(b => b.Id == id) is not { } book)
        {
            return books.Done ? Refusal.NotFound("규칙책", "rulebook", id) : Refused.Because<BookDetailShape>(books.Refusals);
        }
        var tests = call.Flag("tests") ? BookTests.Run(books.Value.Set).Where(t => t.Book.Id == id).ToList() : null;
        return BookDetailShape.Of(book, books.Value.Pins.First(p => p.Id == id).Hash, call.Clock.Today, tests is null ? null : new BookTestsShape(tests.Count, tests.Count(t => t.Failures.Count == 0)));
    }

    private static async Task<Result<PreviewShape>> Preview(ApiCall call)
    {
        var preview = await call.Do<PreviewBooks, BookPreview>(new PreviewBooks(call.Texts("book") is { Count: > 0 } books ? books : null, call.Day("on"), call.Day("from")));
        return preview.Done ? PreviewShape.Of(preview.Value) : Refused.Because<PreviewShape>(preview.Refusals);
    }

    private static async Task<Result<LiveSystem>> Live(ApiCall call)
    {
        var seen = await SystemsApi.Seen(call, call.Moment);
        return seen.Done ? await call.Get<SystemReader>().Live(seen.Value.System.Id, call.Moment) : Refused.Because<LiveSystem>(seen.Refusals);
    }

    private static async Task<Result<SystemClassesShape>> Classes(ApiCall call)
    {
        var live = await Live(call);
        if (!live.Done)
        {
            return Refused.Because<SystemClassesShape>(live.Refusals);
        }
        var declared = DeclaredClasses.Of(live.Value.Facts);
        return new SystemClassesShape(live.Value.Version.System, live.Value.Version.Number, [.. live.Value.InForce.Books.Pins],
            [.. live.Value.Determination.Classes.Select(c => new SystemClassShape(c.Words.Id, c.Words.Title, c.Outcome.Word(), c.Words.Word(c.Outcome), declared.GetValueOrDefault(c.Words.Id)))]);
    }

    private static async Task<Result<WhyShape>> Why(ApiCall call)
    {
        var live = await Live(call);
        if (!live.Done)
        {
            return Refused.Because<WhyShape>(live.Refusals);
        }
        var asked = call.Text("class");
        var shown = live.Value.Determination.Classes.Where(c => asked is null ? !c.Words.Title.IsEmpty || c.Outcome != Outcome.No : c.Words.Id == asked).ToList();
        return asked is not null && shown.Count == 0 ? Refusal.NotFound("분류", "class", asked)
            : new WhyShape(live.Value.Version.System, live.Value.Version.Number, [.. shown.Select(c => new WhyClassShape(c.Words.Id, c.Words.Title, c.Outcome.Word(), c.Words.Word(c.Outcome), Explained(SystemReader.Explain(live.Value, c.Words.Id))))]);
    }

    private static JsonElement Explained(Explanation explanation)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, DeterminationJson.Options))
        {
            ExplanationJson.WriteRules(json, explanation);
        }
        return JsonDocument.Parse(memory.ToArray()).RootElement;
    }

    private static async Task<Result<IReadOnlyList<NextQuestionShape>>> Next(ApiCall call)
    {
        var live = await Live(call);
        return live.Done ? Refused.Not<IReadOnlyList<NextQuestionShape>>([.. SystemReader.NextQuestions(live.Value).Select(q => new NextQuestionShape(FieldShape.Of(q.Question, "rulebooks"), q.Classes))]) : Refused.Because<IReadOnlyList<NextQuestionShape>>(live.Refusals);
    }
}
