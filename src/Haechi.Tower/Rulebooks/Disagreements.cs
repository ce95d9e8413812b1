using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Rulebooks;

/// <summary>A system whose owner declared a class yes or no, where the rules come to something else or leave it to a person.</summary>
public sealed record Disagreement(string System, string Name, string Class, string Declared, string Word);

/// <summary>Finds where owners and rules differ. What is unknown contradicts nobody.</summary>
public sealed class Disagreements(TowerStore store)
{
    /// <summary>How many.</summary>
    public Task<int> Count(CancellationToken stop = default) => store.Read(c => c.Set<SystemClass>().CountAsync(s => s.Disagrees, stop));

    /// <summary>A page of them, by name.</summary>
    public Task<List<Disagreement>> List(int skip = 0, int take = 50, CancellationToken stop = default) => store.Read(c =>
        (from s in c.Set<SystemClass>() where s.Disagrees join n in c.Set<SystemNow>() on s.System equals n.System orderby n.NameKey, s.System, s.Class
         select new Disagreement(s.System, n.Name, s.Class, s.Declared!, s.Word)).Skip(skip).Take(take).ToListAsync(stop));
}
