using Haechi.Rules.Books;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;

using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Home;

/// <summary>A book that could be installed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title in the visitor's language.</param>
/// <param name="About">Version and stage today.</param>
/// <param name="Chosen">Ticked at first.</param>
public sealed record BookView(string Id, string Title, string About, bool Chosen);

/// <summary>Walks an empty tower from its name to its first list: four steps, a form each. Every step can be left and taken up again.</summary>
internal sealed class SetUpPages : IPages
{
    private static readonly string[] Ways = ["/systems/new", "/"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/set-up", Next, Roles.Officer);
        routes.Page("/set-up/body", AskBody, Roles.Officer);
        routes.Form("/set-up/body", KeepBody, Roles.Officer);
        routes.Page("/set-up/departments", AskDepartments, Roles.Officer);
        routes.Form("/set-up/departments", KeepDepartments, Roles.Officer);
        routes.Page("/set-up/books", AskBooks, Roles.Officer);
        routes.Form("/set-up/books", KeepBooks, Roles.Officer);
        routes.Page("/set-up/list", async (TowerStore store) => Routes.Render<SetUpListPage>(new { Progress = await Progress(store) }), Roles.Officer);
        routes.Form("/set-up/list", Finish, Roles.Officer);
    }

    /// <summary>True when the first page should send an officer here.</summary>
    public static async Task<bool> IsOpen(TowerContext context) => !await SetUp.IsDone(context) && !await context.Set<SystemNow>().AnyAsync();

    private static async Task<SetUpProgress> Progress(TowerStore store)
    {
        await using var context = store.Open();
        var done = await SetUp.Of(context);
        return new SetUpProgress(done.Named, done.Departments, (await BookRegistry.Chosen(context)).Count > 0);
    }

    private static async Task<IResult> Next(TowerStore store) => Results.LocalRedirect((await Progress(store)).Next);

    private static async Task<IResult> AskBody(TowerStore store) =>
        Routes.Render<SetUpBodyPage>(new { Progress = await Progress(store), Given = await store.Read(c => Choices.Read<BodySetting>(c, BodyName.Key)) ?? new BodySetting("", null, null) });

    private static async Task<IResult> KeepBody(HttpContext http, Visit visit, TowerStore store, IHandle<NameBody, Done> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var command = new NameBody(form["ko"].ToString(), form["en"], form["kind"].ToString());
        var kept = await handler.Handle(visit.Actor, command, http.RequestAborted);
        return kept.Done ? await Next(store)
            : Routes.Render<SetUpBodyPage>(new { Progress = await Progress(store), Given = new BodySetting(command.Ko, command.En, command.Kind), kept.Refusals }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> AskDepartments(TowerStore store) => Routes.Render<SetUpDepartmentsPage>(new { Progress = await Progress(store), Known = await Count(store) });

    private static async Task<IResult> KeepDepartments(HttpContext http, Visit visit, TowerStore store, IHandle<PlantDepartments, Planted> plant, IHandle<MarkSetUp, Done> mark)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var lines = form["lines"].ToString();
        var refusals = form["way"] == "later" ? (await mark.Handle(visit.Actor, new MarkSetUp(DepartmentsLater: true), http.RequestAborted)).Refusals
            : (await plant.Handle(visit.Actor, new PlantDepartments(lines), http.RequestAborted)).Refusals;
        return refusals.Count == 0 ? await Next(store)
            : Routes.Render<SetUpDepartmentsPage>(new { Progress = await Progress(store), Known = await Count(store), Lines = lines, Refusals = refusals }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> AskBooks(Visit visit, TowerStore store, BookRegistry registry)
    {
        await using var context = store.Open();
        var chosen = await BookRegistry.Chosen(context);
        return await Books(visit, store, registry, chosen.Count > 0 ? chosen : BodyKinds.BooksFor((await Choices.Read<BodySetting>(context, BodyName.Key))?.Kind), []);
    }

    private static async Task<IResult> KeepBooks(HttpContext http, Visit visit, TowerStore store, BookRegistry registry, IHandle<InstallBooks, LoadedBooks> install)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var ids = form["books"].OfType<string>().ToList();
        var installed = await install.Handle(visit.Actor, new InstallBooks(ids), http.RequestAborted);
        return installed.Done ? await Next(store) : await Books(visit, store, registry, ids, installed.Refusals);
    }

    private static async Task<IResult> Books(Visit visit, TowerStore store, BookRegistry registry, IReadOnlyList<string> chosen, IReadOnlyList<Refusal> refusals)
    {
        var books = registry.Available().Select(id => (Id: id, Loaded: registry.Load([id]))).Where(b => b.Loaded.Done)
            .Select(b => (b.Id, Book: b.Loaded.Value!.Set.Books.First(k => k.Id == b.Id)))
            .OrderBy(b => chosen.Contains(b.Id) ? 0 : 1).ThenBy(b => b.Book.Rank).ThenBy(b => b.Id, StringComparer.Ordinal)
            .Select(b => new BookView(b.Id, b.Book.Title.In(visit.Language), About(visit, b.Book), chosen.Contains(b.Id))).ToList();
        return Routes.Render<SetUpBooksPage>(new { Progress = await Progress(store), Books = books, Refusals = refusals }, refusals.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static string About(Visit visit, Rulebook book)
    {
        var stage = book.StageOn(visit.Clock.Today) switch
        {
            BookStage.Framework => visit.Say("공포, 아직 의무 없음", "promulgated, no duties yet"),
            BookStage.Guideline => visit.Say("지침 단계", "guideline"),
            BookStage.Enforced => visit.Say("시행 중", "in force"),
            _ => visit.Say("아직 시작하지 않음", "not begun"),
        };
        return visit.Say($"{book.Version}판 · 오늘 {stage} · 규칙 {book.Rules.Count}개", $"version {book.Version} · today: {stage} · {book.Rules.Count} rules");
    }

    private static async Task<IResult> Finish(HttpContext http, Visit visit, IHandle<MarkSetUp, Done> mark)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var marked = await mark.Handle(visit.Actor, new MarkSetUp(Finished: true), http.RequestAborted);
        return marked.Done ? Results.LocalRedirect(Ways.FirstOrDefault(w => w == form["way"]) ?? "/") : Routes.Refused(marked.Refusals);
    }

    private static Task<int> Count(TowerStore store) => store.Read(c => c.Set<Department>().CountAsync(d => !d.Closed));
}

/// <summary>Which steps are done.</summary>
public sealed record SetUpProgress(bool Body, bool Departments, bool Books)
{
    /// <summary>The first step that is open.</summary>
    public string Next => !Body ? "/set-up/body" : !Departments ? "/set-up/departments" : !Books ? "/set-up/books" : "/set-up/list";
}
