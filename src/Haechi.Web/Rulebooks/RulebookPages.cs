using System.Globalization;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Checks;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Haechi.Web.Frame.Fields;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Rulebooks;

/// <summary>The rulebook browser, previews, and why a system has its class.</summary>
internal sealed class RulebookPages : IPages
{
    public const int PageSize = 50;

    public IReadOnlyList<NavItem> Navigation { get; } = [new(50, "/rulebooks", LocalText.Of("규칙책", "Rulebooks"))];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/rulebooks", (HttpContext http, RulebooksModel model) => model.Show(http, []));
        routes.Form("/rulebooks/install", Install, Roles.Officer);
        routes.Page("/rulebooks/disagreements", Differ);
        routes.Page("/rulebooks-preview", Preview);
        routes.Page("/rulebooks/{**id}", Book);
        routes.Page("/systems/{id}/why", (string id, HttpContext http, WhyModel model) => model.Show(id, http, []));
        routes.Form("/systems/{id}/answer", Answer, Roles.Owner | Roles.Officer);
    }

    private static async Task<IResult> Install(HttpContext http, Visit visit, RulebooksModel model, IHandle<InstallBooks, LoadedBooks> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var installed = await handler.Handle(visit.Actor, new InstallBooks([.. form["book"].OfType<string>()]), http.RequestAborted);
        return installed.Done ? Results.LocalRedirect("/rulebooks") : await model.Show(http, installed.Refusals);
    }

    private static async Task<IResult> Differ(HttpContext http, Disagreements disagreements, BookRegistry registry, TowerStore store)
    {
        var page = int.TryParse(http.Request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, 100_000) : 1;
        var books = await store.Read(registry.Installed);
        return Routes.Render<DisagreementsPage>(new
        {
            Rows = (IReadOnlyList<Disagreement>)await disagreements.List((page - 1) * PageSize, PageSize, http.RequestAborted), Total = await disagreements.Count(http.RequestAborted), Current = page,
            Classes = books.Done ? books.Value.Set.Classes : [],
        });
    }

    private static async Task<IResult> Preview(HttpContext http, Visit visit, BookRegistry registry, TowerStore store, IHandle<PreviewBooks, BookPreview> handler)
    {
        IReadOnlyList<string> chosen = [.. http.Request.Query["book"].OfType<string>().Where(b => b.Length > 0)];
        var on = AskedMoment.Day(http.Request.Query["on"]);
        var result = await handler.Handle(visit.Actor, new PreviewBooks(chosen.Count > 0 ? chosen : null, on), http.RequestAborted);
        var names = await store.Read(c => c.Set<Department>().ToDictionaryAsync(d => d.Id, d => d.In(visit.Language), http.RequestAborted));
        return Routes.Render<PreviewPage>(new { Preview = result.Value, result.Refusals, Available = BookChoices.Of(registry, visit.Language), Chosen = chosen, On = on, Names = (IReadOnlyDictionary<string, string>)names }, result.Done ? 200 : 422);
    }

    private static async Task<IResult> Book(string id, HttpContext http, BookRegistry registry, TowerStore store)
    {
        var installed = await store.Read(registry.Installed);
        var books = installed.Done && installed.Value.Set.Books.Any(b => b.Id == id) ? installed : registry.Load([id]);
        if (!books.Done || books.Value.Set.Books.FirstOrDefault(b => b.Id == id) is not { } book)
        {
            return Routes.Refused(books.Done ? [Refusal.NotFound("규칙책", "rulebook", id)] : books.Refusals);
        }
        return Routes.Render<BookPage>(new
        {
            Book = book, books.Value.Pins.First(p => p.Id == id).Hash, books.Value.Set.Classes,
            Tests = http.Request.Query.ContainsKey("tests") ? (IReadOnlyList<BookTestResult>)[.. BookTests.Run(books.Value.Set).Where(t => t.Book.Id == id)] : null,
        });
    }

    private static async Task<IResult> Answer(string id, HttpContext http, Visit visit, SystemReader reader, WhyModel model, IHandle<ChangeFacts, SystemRef> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var live = await reader.Live(id);
        if (!live.Done)
        {
            return Routes.Refused(live.Refusals);
        }
        var set = live.Value.InForce.Books.Set;
        if (set.IndexOfQuestion(form["question"].ToString()) is not (>= 0 and var index))
        {
            return await model.Show(id, http, [Refusal.Because("unknown-question", "지금의 규칙책에 없는 질문입니다.", "the rulebooks in force do not ask this", "question")]);
        }
        var (question, findings) = (set.Questions[index], new Findings());
        var answers = form["answer"].OfType<string>().ToList();
        var value = question.Type == QuestionType.Set ? Members(question, answers) : answers is [{ Length: > 0 } one] ? FactReader.ReadText(question, one, default, findings) : null;
        if (value is null)
        {
            var (ko, en) = findings.All is [var wrong, ..] ? (wrong.Message.In("ko"), wrong.Message.In("en")) : ("답을 고르거나 적어 주십시오.", "choose or write an answer");
            return await model.Show(id, http, [Refusal.Because("wrong-answer", ko, en, "answer")]);
        }
        int? expected = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
        var changed = await handler.Handle(visit.Actor, new ChangeFacts(id, new Dictionary<string, FactValue?> { [question.Id] = value }, expected), http.RequestAborted);
        return changed.Done ? Results.LocalRedirect($"/systems/{id}/why") : await model.Show(id, http, changed.Refusals);
    }

    /// <summary>No box ticked is the empty set, which is an answer; an unknown value makes none.</summary>
    private static SetFact? Members(Question question, List<string> answers) => answers.All(a => question.IndexOf(a) >= 0) ? new SetFact(answers) : null;
}

/// <summary>The books that could be installed, by their titles.</summary>
internal static class BookChoices
{
    public static IReadOnlyList<Choice> Of(BookRegistry registry, string language) =>
        [.. registry.Available().Select(id => registry.Load([id]) is { Done: true } loaded && loaded.Value.Set.Books.FirstOrDefault(b => b.Id == id) is { Title.IsEmpty: false } book ? new Choice(id, book.Title.In(language)) : new Choice(id, id))];
}

/// <summary>Gathers what the page "why this class" shows, at the moment that is asked for.</summary>
internal sealed class WhyModel(Visit visit, SystemReader reader, TowerStore store)
{
    public async Task<IResult> Show(string id, HttpContext http, IReadOnlyList<Refusal> refusals)
    {
        var asked = AskedMoment.Read(http.Request, visit.Clock);
        var live = await reader.Live(id, asked);
        if (!live.Done)
        {
            return Routes.Refused(live.Refusals);
        }
        var number = await store.Read(c => c.Set<AiSystem>().Where(s => s.Id == live.Value.Version.System).Select(s => s.Number).FirstAsync(http.RequestAborted));
        return Routes.Render<WhyPage>(new { Live = live.Value, Number = number, At = asked, Refusals = refusals }, refusals.Count > 0 ? 422 : 200);
    }
}

/// <summary>Gathers what the list of rulebooks shows.</summary>
internal sealed class RulebooksModel(Visit visit, BookRegistry registry, TowerStore store, PendingCount pending, Disagreements disagreements)
{
    public async Task<IResult> Show(HttpContext http, IReadOnlyList<Refusal> refusals)
    {
        await using var context = store.Open();
        var installed = await registry.Installed(context);
        var broken = installed.Done || installed.Refusals[0].Code == "no-books" ? [] : installed.Refusals;
        var (entry, waiting) = await pending.AsOf(http.RequestAborted);
        return Routes.Render<RulebooksPage>(new
        {
            Books = installed.Value, Available = BookChoices.Of(registry, visit.Language), Chosen = await BookRegistry.Chosen(context), Entry = entry, Pending = waiting, Disagreements = await disagreements.Count(http.RequestAborted),
            Refusals = (IReadOnlyList<Refusal>)[.. refusals, .. broken],
        }, refusals.Count > 0 ? 422 : 200);
    }
}
