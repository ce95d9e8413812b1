using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Api.Shapes;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Api;

/// <summary>Classes over the whole register, and those of one system.</summary>
internal sealed class ClassesApi : IApi
{
    private static readonly string[] Outcomes = [.. Enum.GetValues<Outcome>().Select(o => o.Word())];

    public string Area => "rulebooks";

    public void Add(ApiTable api)
    {
        api.Read("/classes", "get_classes", "분류마다 결과별 시스템 수", "How many systems have which outcome of each class", Counts);
        api.List<ClassedShape>("/classes/{class}/systems", "list_class_systems", "한 분류의 결과가 있는 시스템", "Systems that have an outcome of a class", Systems, ApiQuery.Word("outcome", "결과", "The outcome", Outcomes));
    }

    private static async Task<Result<ClassesShape>> Counts(ApiCall call)
    {
        await using var context = call.Get<TowerStore>().Open();
        var installed = await call.Get<BookRegistry>().Installed(context);
        var counted = await context.Set<SystemClass>().GroupBy(c => new { c.Class, c.Outcome, c.Word }).Select(g => new { g.Key.Class, g.Key.Outcome, g.Key.Word, Count = g.Count(), Differ = g.Count(c => c.Disagrees) }).ToListAsync(call.Stop);
        var total = await context.Set<SystemNow>().CountAsync(call.Stop);
        var words = installed.Done ? installed.Value.Set.Classes.ToDictionary(c => c.Id) : [];
        return new ClassesShape(total, await call.Get<PendingCount>().Count(call.Stop), [.. counted.GroupBy(c => c.Class).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new ClassShape(g.Key, words.GetValueOrDefault(g.Key)?.Title ?? LocalText.Empty,
            [.. g.OrderBy(c => c.Outcome).Select(c => new ClassCountShape(((Outcome)c.Outcome).Word(), c.Word, c.Count))], g.Sum(c => c.Differ)))]);
    }

    private static async Task<Result<Part<ClassedShape>>> Systems(ApiCall call, Slice slice)
    {
        var (id, outcome, after) = (call.Route("class"), call.Text("outcome") is { } word ? Array.IndexOf(Outcomes, word) : (int?)null, int.TryParse(slice.After, out var number) ? number : 0);
        await using var context = call.Get<TowerStore>().Open();
        var all = from c in context.Set<SystemClass>() join n in context.Set<SystemNow>() on c.System equals n.System where c.Class == id && (outcome == null || c.Outcome == outcome) select new { Row = c, n.Number, n.Name };
        var total = await all.CountAsync(call.Stop);
        var rows = await all.Where(r => r.Number > after).OrderBy(r => r.Number).Take(slice.Take + 1).ToListAsync(call.Stop);
        List<ClassedShape> shown = [.. rows.Take(slice.Take).Select(r => new ClassedShape(r.Row.System, SystemShape.NumberOf(r.Number), r.Name, ((Outcome)r.Row.Outcome).Word(), r.Row.Word, r.Row.Declared, r.Row.Disagrees))];
        return new Part<ClassedShape>(shown, total, shown.Count > 0 ? rows[shown.Count - 1].Number.ToString(global::System.Globalization.CultureInfo.InvariantCulture) : null, rows.Count > slice.Take);
    }
}
