using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Register.Importing;

/// <summary>Works out what the page about a file shows, and carries the import out.</summary>
internal sealed class ImportDesk(
    Visit visit, TowerStore store, FileStore files, BookRegistry registry, InventoryReader reader,
    IHandle<LookAtTable, TableLook> look, IHandle<PlanImport, ImportPlan> plan, IHandle<ImportInventory, ImportResult> import, IHandle<InstallBooks, LoadedBooks> install)
{
    /// <summary>The most columns for which a choice is offered: the server takes 1,024 fields in a form. Those beyond are kept as they stand.</summary>
    internal const int MostColumns = 600;

    /// <summary>A file on the desk.</summary>
    private sealed record Opened(SourceTable Table, TableLook Look, ImportChoices Choices);

    /// <summary>Shows what would be done.</summary>
    public async Task<IResult> Show(ImportForm form, IReadOnlyList<Refusal> before, CancellationToken stop)
    {
        form = form with { Departments = form.Departments ?? !await store.Read(c => c.Set<Department>().AnyAsync(d => !d.Closed, stop)) };
        var table = await Open(form, stop);
        if (table is { Done: false, Refusals: [{ Code: "not-found" }, ..] })
        {
            return Routes.Refused(table.Refusals);
        }
        var opened = table.Done ? await Choose(form, table.Value, stop) : Refused.Because<Opened>(table.Refusals);
        if (!opened.Done)
        {
            return Page(new LookView(form, table.Value, null, [], [], null, [], visit.Clock.Today), [.. before, .. opened.Refusals]);
        }
        var (_, seen, choices) = opened.Value;
        var planned = await plan.Handle(visit.Actor, new PlanImport(opened.Value.Table, choices), stop);
        var chosen = choices.Columns?.Fields ?? new Dictionary<string, string?>();
        var view = new LookView(form, opened.Value.Table, seen, ColumnRow.Of(opened.Value.Table, [.. seen.Matches.Take(MostColumns)], chosen),
            SpellingRow.Of(form, opened.Value.Table, chosen, planned.Value, seen.Books, visit), planned.Done ? await Preview(planned.Value, stop) : null, await BooksOf(planned.Value), visit.Clock.Today);
        List<Refusal> refusals = [.. before, .. Typed(form), .. Twice(choices), .. planned.Refusals];
        return Page(view, [.. refusals.DistinctBy(r => (r.Code, r.Where))]);
    }

    /// <summary>Imports, and leads to what came of it.</summary>
    public async Task<IResult> Take(ImportForm form, CancellationToken stop)
    {
        var table = await Open(form, stop);
        var opened = table.Done ? await Choose(form, table.Value, stop) : Refused.Because<Opened>(table.Refusals);
        IReadOnlyList<Refusal> refusals = opened.Done ? [.. Typed(form), .. Twice(opened.Value.Choices)] : opened.Refusals;
        if (!opened.Done || refusals.Count > 0)
        {
            return await Show(form, refusals, stop);
        }
        var taken = await import.Handle(visit.Actor, new ImportInventory(opened.Value.Table, opened.Value.Choices, Stored: true), stop);
        if (!taken.Done)
        {
            return await Show(form, taken.Refusals, stop);
        }
        var books = await BooksOf(taken.Value.Plan);
        if (form.Install && books.Count > 0 && await install.Handle(visit.Actor, new InstallBooks([.. books.Select(b => b.Id)]), stop) is { Done: false } refused)
        {
            return Routes.Refused(refused.Refusals);
        }
        return Results.LocalRedirect(taken.Value.Run is { } run ? $"/imports/{run}" : "/imports?nothing=1");
    }

    private static RazorComponentResult<ImportLookPage> Page(LookView view, IReadOnlyList<Refusal> refusals) => Routes.Render<ImportLookPage>(new { View = view, Refusals = refusals }, refusals.Count > 0 ? 422 : 200);

    private async Task<Result<SourceTable>> Open(ImportForm form, CancellationToken stop)
    {
        var bytes = await files.Open(form.Hash, stop);
        if (!bytes.Done)
        {
            return Refused.Because<SourceTable>(bytes.Refusals);
        }
        await using var stream = bytes.Value;
        var table = TableReader.Read(stream, form.Name.Length > 0 ? form.Name : "list", form.Reading, stop);
        return table.Done ? table : Refused.Because<SourceTable>([.. table.Refusals.Select(Placed)]);
    }

    /// <summary>What is wrong with a file is said together with its place: the line, the cell, or the part of a workbook.</summary>
    private static Refusal Placed(Refusal refusal) => refusal.Where is { Length: > 0 } where
        ? refusal with { Message = LocalText.Of($"{where}: {refusal.Message.In("ko")}", $"{where}: {refusal.Message.In("en")}") } : refusal;

    private async Task<Result<Opened>> Choose(ImportForm form, SourceTable table, CancellationToken stop)
    {
        var byHand = form.Profile == ImportForm.Match;
        var seen = form.Profile is null || byHand ? await look.Handle(visit.Actor, new LookAtTable(table, byHand), stop) : await look.Handle(visit.Actor, new LookAtTable(table with { Rows = [] }, false), stop);
        if (!seen.Done)
        {
            return Refused.Because<Opened>(seen.Refusals);
        }
        var matching = byHand || (form.Profile is null && seen.Value.Proposed is null);
        var choices = new ImportChoices
        {
            Profile = matching ? null : form.Profile, Reading = form.Reading, FactsOn = form.FactsDay, Departments = form.Departments == true ? DepartmentsFrom.Columns : DepartmentsFrom.Existing,
            Columns = matching ? Columns(form, seen.Value) : null, SaveAs = matching && form.SaveAs is { } name ? Own(name) : null,
            Values = matching ? table.Columns.Where(c => form.Values.ContainsKey(ImportForm.MarkOf(c.Key))).ToDictionary(c => c.Key, c => form.Values[ImportForm.MarkOf(c.Key)], StringComparer.Ordinal) : null,
        };
        return new Opened(table, matching ? seen.Value : seen.Value with { Matches = [], Books = [] }, choices);
    }

    /// <summary>What the form says of each column, else what is proposed. A column for which no choice was offered is kept as it stands: nothing is taken that nobody saw.</summary>
    private static ColumnChoices Columns(ImportForm form, TableLook seen)
    {
        var known = seen.Books.SelectMany(b => b.Fields).Select(q => q.Id).ToHashSet(StringComparer.Ordinal);
        var chosen = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (match, index) in seen.Matches.Select((m, i) => (m, i)))
        {
            chosen[match.Column] = index >= MostColumns ? null
                : form.Fields.TryGetValue(ImportForm.MarkOf(match.Column), out var field) ? known.Contains(field) ? field : null : match.Field;
        }
        return new ColumnChoices(chosen);
    }

    private static IEnumerable<Refusal> Twice(ImportChoices choices) => (choices.Columns?.Fields ?? new Dictionary<string, string?>()).Where(f => f.Value is not null).GroupBy(f => f.Value!).Where(g => g.Count() > 1)
        .Select(g => new Refusal("field-twice", LocalText.Of($"열 {g.Count()}개를 같은 항목에 맞추었습니다: {string.Join(", ", g.Select(f => f.Key))}", $"{g.Count()} columns are given to one field: {string.Join(", ", g.Select(f => f.Key))}"), g.Key,
            LocalText.Of("하나만 남기고 나머지는 ‘그대로 보관’으로 두십시오.", "Leave one of them and keep the others as they stand.")));

    private static IEnumerable<Refusal> Typed(ImportForm form)
    {
        if (form.Header is not null && form.HeaderLine is null)
        {
            yield return new Refusal("wrong-number", LocalText.Of($"열 이름이 있는 줄 '{form.Header}'은(는) 1 이상의 수가 아닙니다.", $"the line of the headers, '{form.Header}', is no number from 1"), "header",
                LocalText.Of("비워 두면 찾아냅니다.", "Leave it empty to have it found."));
        }
        if (form.FactsOn is not null && form.FactsDay is null)
        {
            yield return new Refusal("wrong-day", LocalText.Of($"기준일 '{form.FactsOn}'은(는) 날짜가 아닙니다.", $"the day of the facts, '{form.FactsOn}', is no day"), "facts-on", LocalText.Of("YYYY-MM-DD로 적어 주십시오.", "Write YYYY-MM-DD."));
        }
    }

    private async Task<PreviewView> Preview(ImportPlan planned, CancellationToken stop)
    {
        var first = planned.Gone.Take(PreviewView.Shown).ToList();
        var names = await store.Read(c => c.Set<SystemNow>().Where(s => first.Contains(s.System)).ToDictionaryAsync(s => s.System, s => s.Name, stop));
        var books = reader.Books(planned.Inventory.Profile.Books.Where(b => b != "register"));
        // A column may hold one field of a list, as datasets.url does; people know it by the list's question.
        string Title(string field) => books.IndexOfQuestion(field.Split('.')[0]) is >= 0 and var at && !books.Questions[at].Ask.IsEmpty ? books.Questions[at].Ask.In(visit.Language) : field;
        return PreviewView.Of(planned, [.. first.Select(g => (g, names.GetValueOrDefault(g, g)))], Title, visit);
    }

    /// <summary>The books that the profile names, when none is installed.</summary>
    private async Task<IReadOnlyList<(string Id, string Title)>> BooksOf(ImportPlan? planned)
    {
        await using var context = store.Open();
        if (planned is null || (await BookRegistry.Chosen(context)).Count > 0)
        {
            return [];
        }
        var named = planned.Inventory.Profile.Books.Where(b => b != "register").ToList();
        var loaded = registry.Load(named);
        return loaded.Done ? [.. named.Select(id => (id, loaded.Value.Set.Books.FirstOrDefault(b => b.Id == id)?.Title.In(visit.Language) ?? id))] : [];
    }

    /// <summary>A name as the id of a profile of this installation; the prefix keeps it from hiding one that is built in.</summary>
    private static string Own(string name)
    {
        var id = new string([.. name.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-')]).Trim('-');
        id = id.StartsWith("own-", StringComparison.Ordinal) ? id : "own-" + (id.Length == 0 ? "list" : id);
        return id[..Math.Min(id.Length, 64)];
    }
}
