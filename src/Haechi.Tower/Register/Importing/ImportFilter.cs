using System.Globalization;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register.Importing;

/// <summary>Keeps the systems that an import named: those that it made, changed or left as they were. The newest imports are offered; an older one works by its address.</summary>
internal sealed class ImportFilter : ISystemFilter
{
    private const int Offered = 20;

    public string Key => "import";

    public LocalText Title => LocalText.Of("가져오기", "Import");

    public async Task<IReadOnlyList<(string Value, LocalText Title)>> Choices(TowerContext context)
    {
        var runs = await context.Set<ImportRun>().Where(r => r.UndoneAt == null).OrderByDescending(r => r.At).Take(Offered).Select(r => new { r.Id, r.At, r.FileName }).ToListAsync();
        static string Said(long at, string file, string shape) => $"{TowerClock.DayOf(at).ToString(shape, CultureInfo.InvariantCulture)} {file}";
        return [.. runs.Select(r => (r.Id, LocalText.Of(Said(r.At, r.FileName, "yyyy. M. d."), Said(r.At, r.FileName, "d MMM yyyy"))))];
    }

    public IQueryable<string> Systems(TowerContext context, string value, Moment moment) => context.Set<SourceRow>().Where(r => r.Import == value).Select(r => r.System);
}
