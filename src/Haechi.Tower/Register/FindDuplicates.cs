using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Asks which systems of the register may be one. What a person has decided to be two is left out.</summary>
/// <param name="Skip">How many groups to pass over.</param>
/// <param name="Take">How many groups to give.</param>
public sealed record FindDuplicates(int Skip = 0, int Take = 50);

/// <summary>Some of the groups, and how many there are.</summary>
/// <param name="Total">Groups in all.</param>
/// <param name="Systems">Systems in all groups.</param>
/// <param name="Groups">Those asked for; keys are systems' ids.</param>
public sealed record DuplicatePage(int Total, int Systems, IReadOnlyList<DuplicateGroup> Groups);

/// <summary>Carries out <see cref="FindDuplicates"/>. What was found is kept until a system changes.</summary>
internal sealed class FindDuplicatesHandler(TowerStore store) : IHandle<FindDuplicates, DuplicatePage>, IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private (long Change, IReadOnlyList<DuplicateGroup> Groups)? _known;

    public async Task<Result<DuplicatePage>> Handle(Actor actor, FindDuplicates command, CancellationToken stop)
    {
        await using var context = store.Open();
        var two = (await context.Set<SystemPair>().Where(p => !p.Same).Select(p => new { p.First, p.Second }).ToListAsync(stop)).Select(p => (p.First, p.Second)).ToHashSet();
        var groups = (await All(context, stop)).Where(g => !AllDecided(g.Keys, two)).ToList();
        return new DuplicatePage(groups.Count, groups.SelectMany(g => g.Keys).Distinct().Count(), [.. groups.Skip(command.Skip).Take(command.Take)]);
    }

    public void Dispose() => _one.Dispose();

    private async Task<IReadOnlyList<DuplicateGroup>> All(TowerContext context, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            var change = await ChangeNumber.Last(context, Versions.Kind, stop);
            if (_known is { } known && known.Change == change)
            {
                return known.Groups;
            }
            var rows = await context.Set<SystemNow>().OrderBy(n => n.Number).Select(n => new NamedRow(n.System, n.Name, n.Organisation ?? "", n.Department ?? "", Array.Empty<string>())).ToListAsync(stop);
            var groups = Duplicates.Find(rows);
            _known = (change, groups);
            return groups;
        }
        finally
        {
            _one.Release();
        }
    }

    private static bool AllDecided(IReadOnlyList<string> keys, HashSet<(string, string)> two) =>
        keys.All(a => keys.All(b => string.CompareOrdinal(a, b) >= 0 || two.Contains((a, b))));
}
