using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>One line of the list of assessments.</summary>
/// <param name="Row">The assessment.</param>
/// <param name="SystemName">The system's name.</param>
/// <param name="SystemNumber">The system's number.</param>
/// <param name="Department">The department's name in the reader's language, or null.</param>
/// <param name="Form">The form's name.</param>
/// <param name="Stale">True when material facts changed since.</param>
/// <param name="Due">The day by which the law wants it, as far as the facts tell.</param>
/// <param name="Strength">How strongly.</param>
public sealed record AssessmentLine(ImpactAssessment Row, string SystemName, int SystemNumber, Department? Department, LocalText Form, bool Stale, DateOnly? Due, Haechi.Rules.Books.Modality Strength);

/// <summary>Everything that a page shows of one assessment.</summary>
/// <param name="Row">The assessment.</param>
/// <param name="Version">The version that is shown.</param>
/// <param name="Previous">The version before it, or the published one that it follows, or null.</param>
/// <param name="Form">The form of that version.</param>
/// <param name="Answers">Its answers.</param>
/// <param name="Before">The answers of <paramref name="Previous"/>.</param>
/// <param name="SystemName">The system's name.</param>
/// <param name="Changed">Material facts that changed since, with words.</param>
/// <param name="Missing">What is still missing.</param>
/// <param name="Events">Its way so far, newest first.</param>
/// <param name="Versions">Its versions, newest first.</param>
/// <param name="Names">Names of the accounts that appear.</param>
/// <param name="IsAuthor">True when the reader wrote some version.</param>
/// <param name="NewerForm">True when the form has a newer version.</param>
/// <param name="FactNames">What the facts and rules are called that filled answers.</param>
public sealed record AssessmentView(
    ImpactAssessment Row, ImpactAssessmentVersion Version, ImpactAssessmentVersion? Previous, AssessmentForm Form, IReadOnlyDictionary<string, Answer> Answers, IReadOnlyDictionary<string, Answer> Before,
    string SystemName, IReadOnlyList<(LocalText Fact, LocalText Before, LocalText Now)> Changed, IReadOnlyList<Refusal> Missing, IReadOnlyList<AssessmentEvent> Events,
    IReadOnlyList<ImpactAssessmentVersion> Versions, IReadOnlyDictionary<string, string> Names, bool IsAuthor, bool NewerForm,
    IReadOnlyDictionary<string, LocalText> FactNames)
{
    /// <summary>True when it is approved or published and material facts changed since.</summary>
    public bool Stale => Changed.Count > 0 && Row.State is not (AssessmentState.Withdrawn or AssessmentState.Replaced);
}

/// <summary>Why a form applies to a system, or does not.</summary>
/// <param name="Form">The form.</param>
/// <param name="Outcome">Yes, no, unknown or review today.</param>
/// <param name="Rules">Each rule with its outcome today.</param>
/// <param name="From">When it is "no" today and will not stay so with the same facts: the first such day.</param>
/// <param name="Ask">The questions whose answers are missing.</param>
/// <param name="Open">The assessment that is open or published, or null.</param>
/// <param name="Installed">False when the law's book is not installed.</param>
public sealed record FormFit(
    AssessmentForm Form, Outcome Outcome, IReadOnlyList<(LocalText Title, string Cite, LocalText Note, Outcome Outcome)> Rules, DateOnly? From, IReadOnlyList<(string Id, LocalText Ask)> Ask, ImpactAssessment? Open, bool Installed);

/// <summary>The exemptions of a system and how it stands.</summary>
/// <param name="System">The system.</param>
/// <param name="SystemName">Its name.</param>
/// <param name="Standing">How it stands today to Art. 32.</param>
/// <param name="Exemptions">Every record, newest first.</param>
/// <param name="Names">Names of the accounts that appear.</param>
public sealed record ExemptionsView(string System, string SystemName, Standing Standing, IReadOnlyList<Exemption> Exemptions, IReadOnlyDictionary<string, string> Names);

/// <summary>Reads assessments.</summary>
public sealed class AssessmentQueries(TowerStore store, AssessmentForms forms, AssessmentBooks booksHere, Standings standings)
{
    private static readonly AssessmentState[] Live = [AssessmentState.Draft, AssessmentState.Submitted, AssessmentState.Approved, AssessmentState.Published];

    /// <summary>The assessments in the reader's scope: open ones by what is due first, then the others by the newest change.</summary>
    public Task<IReadOnlyList<AssessmentLine>> List(Actor reader, AssessmentState? state = null, bool staleOnly = false) => Lines(reader, null, state, staleOnly);

    /// <summary>The assessments of one system.</summary>
    public Task<IReadOnlyList<AssessmentLine>> Of(Actor reader, string system) => Lines(reader, system, null, false);

    private Task<IReadOnlyList<AssessmentLine>> Lines(Actor reader, string? system, AssessmentState? state, bool staleOnly) => store.Read<IReadOnlyList<AssessmentLine>>(async context =>
    {
        var books = await booksHere.Read(context);
        var departments = await context.Set<Department>().ToDictionaryAsync(d => d.Id);
        var rows = await (from a in context.Set<ImpactAssessment>() join s in context.Set<SystemNow>() on a.System equals s.System where (state == null || a.State == state) && (system == null || a.System == system)
                          orderby a.ChangedAt descending select new { a, s.Name, s.Number, s.Department, s.Version }).ToListAsync();
        var lines = new List<AssessmentLine>();
        foreach (var row in rows.Where(r => InScope(reader, r.Department, departments)))
        {
            var (stale, due, form) = Live.Contains(row.a.State) ? await Look(context, row.a, row.Version, books) : (false, null, forms.Find(row.a.Form));
            lines.Add(new AssessmentLine(row.a, row.Name, row.Number, row.Department is { } d ? departments.GetValueOrDefault(d) : null, form?.Title ?? LocalText.Same(row.a.Form), stale, due, form?.Strength ?? Haechi.Rules.Books.Modality.Must));
        }
        return [.. lines.Where(l => !staleOnly || l.Stale).OrderBy(l => l.Row.State > AssessmentState.Approved).ThenBy(l => l.Due ?? DateOnly.MaxValue)];
    });

    /// <summary>One assessment as a reader sees it, at its newest version or at an older one; a refusal when there is none.</summary>
    public Task<Result<AssessmentView>> One(Actor reader, string id, int? number = null) => store.Read<Result<AssessmentView>>(async context =>
    {
        if (await context.Set<ImpactAssessment>().FirstOrDefaultAsync(a => a.Id == id) is not { } row
            || await context.Set<ImpactAssessmentVersion>().FirstOrDefaultAsync(v => v.Assessment == id && v.Number == (number ?? row.Version)) is not { } version)
        {
            return Refusal.NotFound("영향평가", "assessment", id);
        }
        var books = await booksHere.Read(context);
        var system = (await SystemToday.Read(context, row.System, store.Clock.Today))!;
        var form = await forms.Pinned(context, version.FormHash);
        var previous = await Previous(context, row, version);
        var answers = AnswersJson.Read(version.Content);
        var changed = MaterialFacts.Changed(version.Facts, MaterialFacts.Take(form, system.Facts, books, TowerClock.DayOf(version.RecordedAt)));
        var events = await context.Set<AssessmentEvent>().Where(e => e.Assessment == id).OrderByDescending(e => e.Id).ToListAsync();
        var versions = await context.Set<ImpactAssessmentVersion>().Where(v => v.Assessment == id).OrderByDescending(v => v.Number).ToListAsync();
        var people = events.Select(e => e.Account).Concat(versions.Select(v => v.Account)).Distinct().ToList();
        var names = await context.Set<Account>().Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name);
        return new AssessmentView(row, version, previous, form, answers, previous is null ? new Dictionary<string, Answer>() : AnswersJson.Read(previous.Content), system.Facts.Text("name") ?? row.System,
            [.. changed.Select(c => (Staleness.Name(c, books), Staleness.Value(c, c.Before, books), Staleness.Value(c, c.Now, books)))],
            row.State == AssessmentState.Draft ? [.. Completeness.Missing(form, answers)] : [], events, versions, names, versions.Any(v => v.Account == reader.Account), forms.Find(row.Form) is { } newest && newest.Hash != form.Hash,
            answers.Values.SelectMany(a => a.From?.Sources ?? []).Select(u => u.Fact).Distinct(StringComparer.Ordinal).ToDictionary(f => f, f => Staleness.Name(new ChangedFact(f, null, null), books), StringComparer.Ordinal));
    });

    /// <summary>Which forms apply to a system and why.</summary>
    public Task<Result<IReadOnlyList<FormFit>>> Fits(string system) => store.Read<Result<IReadOnlyList<FormFit>>>(async context =>
    {
        if (await SystemToday.Read(context, system, store.Clock.Today) is not { } today)
        {
            return Refusal.NotFound("시스템", "system", system);
        }
        var books = await booksHere.Read(context);
        var open = await context.Set<ImpactAssessment>().Where(a => a.System == system && Live.Contains(a.State)).OrderBy(a => a.State).ToListAsync();
        return (Result<IReadOnlyList<FormFit>>)forms.All.Select(f => Fit(f, today.Facts, books, open.FirstOrDefault(a => a.Form == f.Id))).ToList();
    });

    /// <summary>The exemptions of a system.</summary>
    public Task<Result<ExemptionsView>> Exemptions(string system) => store.Read<Result<ExemptionsView>>(async context =>
    {
        if (await SystemToday.Read(context, system, store.Clock.Today) is not { } today)
        {
            return Refusal.NotFound("시스템", "system", system);
        }
        var all = await context.Set<Exemption>().Where(x => x.System == system).OrderByDescending(x => x.RecordedAt).ToListAsync();
        var people = all.SelectMany(x => new[] { x.RecordedBy, x.AnsweredBy, x.ConfirmedBy }).OfType<string>().Distinct().ToList();
        var names = await context.Set<Account>().Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name);
        var standing = await standings.Of(context, system, today.Facts, today.Facts.Text(Lifecycle.Question), store.Clock.Today);
        return new ExemptionsView(system, today.Facts.Text("name") ?? system, standing, all, names);
    });

    /// <summary>The name of a system today, or null when there is none.</summary>
    public Task<string?> NameOf(string system) => store.Read(async context => (await SystemToday.Read(context, system, store.Clock.Today)) is { } today ? today.Facts.Text("name") ?? system : null);

    /// <summary>The page of an assessment: the bytes that were published, or a preview of what would be.</summary>
    public Task<Result<byte[]>> Page(string id, string language, bool publishedOnly) => store.Read<Result<byte[]>>(async context =>
    {
        var row = await context.Set<ImpactAssessment>().FirstOrDefaultAsync(a => a.Id == id);
        if (row is { State: AssessmentState.Published or AssessmentState.Replaced } && (language == "en" ? row.PageEn : row.PageKo) is { } hash)
        {
            return (await context.Set<PublishedPage>().SingleAsync(p => p.Hash == hash)).Bytes;
        }
        if (row is null || publishedOnly)
        {
            return Refusal.NotFound("공개된 영향평가", "published assessment", id);
        }
        var version = await context.Set<ImpactAssessmentVersion>().SingleAsync(v => v.Assessment == id && v.Number == row.Version);
        var system = (await SystemToday.Read(context, row.System, store.Clock.Today))!;
        return PageHtml.Of(PageContent.Of(row, version, await forms.Pinned(context, version.FormHash), system, await BodyName.Of(context)), language);
    });

    private async Task<(bool Stale, DateOnly? Due, AssessmentForm? Form)> Look(TowerContext context, ImpactAssessment row, long newest, BooksHere books)
    {
        var version = await context.Set<ImpactAssessmentVersion>().SingleAsync(v => v.Assessment == row.Id && v.Number == row.Version);
        var form = await forms.Pinned(context, version.FormHash);
        var today = store.Clock.Today;
        // Same facts and same books cannot be stale; only a published one needs no due day.
        if (version.FactsVersion == newest && version.Books == books.Hash && row.State == AssessmentState.Published)
        {
            return (false, null, form);
        }
        var system = (await SystemToday.Read(context, row.System, today))!;
        var stale = MaterialFacts.Changed(version.Facts, MaterialFacts.Take(form, system.Facts, books, TowerClock.DayOf(version.RecordedAt))).Count > 0;
        var due = row.State == AssessmentState.Published || books.Determine(system.Facts, today) is not { } says ? null
            : says.Duties.Where(d => form.Rules.Contains(d.BaseRule, StringComparer.Ordinal)).Select(d => DutyStart.Due(d, says.Rules)).Min();
        return (stale, due, form);
    }

    private static async Task<ImpactAssessmentVersion?> Previous(TowerContext context, ImpactAssessment row, ImpactAssessmentVersion version)
    {
        if (version.Number > 1)
        {
            return await context.Set<ImpactAssessmentVersion>().SingleAsync(v => v.Assessment == row.Id && v.Number == version.Number - 1);
        }
        return row.Follows is null ? null : await context.Set<ImpactAssessmentVersion>().Where(v => v.Assessment == row.Follows).OrderByDescending(v => v.Number).FirstOrDefaultAsync();
    }

    private FormFit Fit(AssessmentForm form, SystemFacts facts, BooksHere books, ImpactAssessment? open)
    {
        var today = store.Clock.Today;
        if (!books.Has(form.Book) || books.Determine(facts, today) is not { } determination)
        {
            return new FormFit(form, Outcome.Unknown, [], null, [], open, false);
        }
        var rules = form.Rules.Select(determination.Rules.Find).OfType<Haechi.Rules.Evaluation.DatedRule>().ToList();
        var outcome = Any(determination, rules);
        var ask = outcome is Outcome.Unknown ? Haechi.Rules.Explaining.Explanation.Of(determination, [.. rules.Select(r => r.Rule.Id)], flips: false).Rules.SelectMany(r => r.Missing).Distinct(StringComparer.Ordinal) : [];
        return new FormFit(form, outcome, [.. rules.Select(r => (r.Rule.Title, r.Cite, r.Rule.Note, determination.OutcomeOf(r.Index)))],
            outcome == Outcome.No ? books.Set!.Edges().Where(e => e > today).FirstOrDefault(e => Any(books.Determine(facts, e)!, rules) != Outcome.No) is var day && day != default ? day : null : null,
            [.. ask.Select(q => (q, books.Question(q)?.Ask ?? LocalText.Same(q)))], open, true);
    }

    private static Outcome Any(Determination determination, IEnumerable<Haechi.Rules.Evaluation.DatedRule> rules) =>
        rules.Aggregate(Outcome.No, (all, r) => Logic.Or(all, determination.OutcomeOf(r.Index)));

    private static bool InScope(Actor reader, string? department, Dictionary<string, Department> departments) =>
        reader.Department is null || (department is not null && departments.TryGetValue(department, out var at) && departments.TryGetValue(reader.Department, out var scope) && at.Path.StartsWith(scope.Path, StringComparison.Ordinal));
}
