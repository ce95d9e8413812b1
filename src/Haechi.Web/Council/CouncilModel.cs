using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Tower.Council;
using Haechi.Tower.Duties;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Access;
using Haechi.Web.Frame;
using Haechi.Web.Frame.Fields;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Council;

/// <summary>The words of facts and classes for cards: the card holds ids, people read titles.</summary>
public sealed record CardWords(RegisterFields Fields, LoadedBooks? Books)
{
    /// <summary>A value as people read it; ids of values get their titles.</summary>
    public string Value(string key, string value, string language)
    {
        if (key == Lifecycle.Question)
        {
            return Lifecycle.Title(value.Length == 0 ? null : value).In(language);
        }
        if (key.StartsWith("class.", StringComparison.Ordinal))
        {
            return Books?.Set.Classes.FirstOrDefault(c => c.Id == key[6..]) is { } known && Enum.GetValues<Outcome>().Where(o => known.Word(o) == value).ToList() is [var outcome] ? FactWords.Of(outcome).In(language) : value;
        }
        var question = Fields[key] ?? (Books is { } b && b.Set.IndexOfQuestion(key) is var i and >= 0 ? b.Set.Questions[i] : null);
        return question is null ? value : question.Values.Count == 0 ? value is "true" or "false" ? (value, language) switch { ("true", "ko") => "예", ("true", _) => "yes", (_, "ko") => "아니요", _ => "no" } : value
            : string.Join(", ", value.Split(", ").Select(v => question.TitleOf(v, language)));
    }

    /// <summary>A label as people read it: of a class, its title.</summary>
    public string Label(string key, string label, string language) =>
        key.StartsWith("class.", StringComparison.Ordinal) && Books?.Set.Classes.FirstOrDefault(c => c.Id == key[6..]) is { Title.IsEmpty: false } known ? known.Title.In(language) : label;
}

/// <summary>Shows the council's pages with the lists from which people choose.</summary>
internal sealed class CouncilModel(Visit visit, TowerStore store, CouncilQueries queries, DutyReader duties, RegisterFields fields, BookRegistry books)
{
    public async Task<IResult> Body(string id, IReadOnlyList<Refusal> refusals, CancellationToken stop)
    {
        var view = await queries.Body(id, stop);
        return view.Done ? Routes.Render<BodyPage>(new { View = view.Value.Body, view.Value.Meetings, view.Value.Cases, Refusals = refusals, Candidates = await Candidates(stop) }, Status(refusals)) : Routes.Refused(view.Refusals);
    }

    public async Task<IResult> Meeting(string id, IReadOnlyList<Refusal> refusals, CancellationToken stop)
    {
        var view = await queries.Meeting(visit.Actor, id, stop);
        if (!view.Done)
        {
            return Routes.Refused(view.Refusals);
        }
        var owners = (await duties.Owners(stop)).Select(o => new Choice(o.Id, o.Name + (o.Position is { } p ? " " + p : ""))).ToList();
        var departments = await store.Read(c => DepartmentChoices.Of(c, visit.Language));
        return Routes.Render<MeetingPage>(new { View = view.Value, Refusals = refusals, Owners = owners, Departments = departments, Words = await Words(stop) }, Status(refusals));
    }

    public async Task<IResult> Interests(IReadOnlyList<Refusal> refusals, CancellationToken stop) =>
        Routes.Render<InterestsPage>(new { Rows = await queries.Interests(visit.Actor, stop), Refusals = refusals, People = visit.Actor.Is(Roles.Officer) ? await Candidates(stop) : [] }, Status(refusals));

    public async Task<CardWords> Words(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var installed = await store.Read(books.Installed);
        return new CardWords(fields, installed.Done ? installed.Value : null);
    }

    internal static int Status(IReadOnlyList<Refusal> refusals) => refusals.Count == 0 ? 200 : refusals[0].Code is "forbidden" or "out-of-scope" ? 403 : refusals[0].Code == "changed-meanwhile" ? 409 : 422;

    private async Task<IReadOnlyList<Choice>> Candidates(CancellationToken stop) => await store.Read(async c => (IReadOnlyList<Choice>)
        [.. (await c.Set<Account>().Where(a => !a.Closed && !a.Service && (a.Roles & Roles.CouncilMember) != 0).OrderBy(a => a.Name).ToListAsync(stop)).Select(a => new Choice(a.Id, a.Name + (a.Position is { } p ? " " + p : "")))]);
}
