using Haechi.Tower.Assessment;
using Microsoft.AspNetCore.Http;

namespace Haechi.Web.Assessment;

/// <summary>Reads the answers of one section from its form. Names: <c>item.ko</c>, <c>item.en</c>, <c>item</c> for choices, <c>item.row.column…</c> for tables.</summary>
internal static class PostedAnswers
{
    private const int MostRows = 100;

    public static Dictionary<string, Answer> Of(FormSection section, IFormCollection form) =>
        section.Items.ToDictionary(i => i.Id, i => i.Kind == ItemKind.Table ? Table(i, form) : One(i, i.Id, form), StringComparer.Ordinal);

    /// <summary>The answers as they stand, with what was typed over them.</summary>
    public static IReadOnlyDictionary<string, Answer> Over(IReadOnlyDictionary<string, Answer> kept, IReadOnlyDictionary<string, Answer> typed)
    {
        var all = new Dictionary<string, Answer>(kept, StringComparer.Ordinal);
        foreach (var (id, answer) in typed)
        {
            all[id] = answer with { From = kept.GetValueOrDefault(id)?.From };
        }
        return all;
    }

    private static Answer One(FormItem item, string name, IFormCollection form) => item.Kind == ItemKind.Text
        ? new Answer { Ko = form[name + ".ko"].ToString(), En = form[name + ".en"].ToString() }
        : new Answer { Chosen = [.. form[name].OfType<string>().Where(v => v.Length > 0)] };

    private static Answer Table(FormItem table, IFormCollection form)
    {
        var rows = form.Keys.Where(k => k.StartsWith(table.Id + ".", StringComparison.Ordinal)).Select(k => k.Split('.')).Where(k => k.Length > 2)
            .Select(k => int.TryParse(k[1], out var row) ? row : -1).Where(r => r is >= 0 and < MostRows).Distinct().Order();
        return new Answer
        {
            Rows = [.. rows.Select(r => (IReadOnlyDictionary<string, Answer>)table.Columns.ToDictionary(c => c.Id, c => One(c, $"{table.Id}.{r}.{c.Id}", form), StringComparer.Ordinal))],
        };
    }
}
