using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Council.Contracts;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council.Subjects;

/// <summary>An earlier decision that is like this one: on the same subject, on a system with the same product, or in the same area.</summary>
internal sealed class PrecedentSubject : ICaseSubject
{
    private const string Word = "precedent";
    private const int MostShown = 3;

    public string Kind => Word;

    public LocalText Title { get; } = LocalText.Of("선례", "Precedent");

    public bool CanBeBrought => false;

    public Task<Result<PinnedSubject>> Pin(TowerContext context, string thing, Moment at, CancellationToken stop) => Task.FromResult<Result<PinnedSubject>>(Refusal.NotFound("선례", "precedent", thing));

    /// <summary>The nearest earlier decisions, the likest first.</summary>
    public static async Task<IReadOnlyList<SubjectPin>> For(TowerContext context, CouncilCase @case, CancellationToken stop)
    {
        var earlier = await (from c in context.Set<CouncilCase>().AsNoTracking() join m in context.Set<CouncilMotion>() on c.Motion equals m.Id where c.Id != @case.Id && m.State == "carried" orderby m.ClosedAt descending select new { Case = c, Motion = m }).Take(400).ToListAsync(stop);
        string[] systems = [.. earlier.Select(e => e.Case.System).Append(@case.System).OfType<string>().Distinct()];
        var rows = await (from n in context.Set<SystemNow>().AsNoTracking() join v in context.Set<SystemVersion>() on n.Version equals v.Id where systems.Contains(n.System) select new { n.System, n.Product, v.Facts }).ToListAsync(stop);
        var known = rows.ToDictionary(r => r.System, r => (r.Product, Areas: Areas(FactsJson.Read(r.Facts))), StringComparer.Ordinal);
        int Likeness(CouncilCase other)
        {
            if (other.SubjectKind == @case.SubjectKind && other.Subject == @case.Subject)
            {
                return 3;
            }
            return @case.System is null || other.System is null || !known.TryGetValue(@case.System, out var a) || !known.TryGetValue(other.System, out var b) ? 0
                : a.Product is not null && a.Product == b.Product ? 2 : a.Areas.Intersect(b.Areas, StringComparer.Ordinal).Any() ? 1 : 0;
        }
        return [.. earlier.Select(e => (e.Motion, Likeness: Likeness(e.Case), e.Case.Id)).Where(e => e.Likeness > 0).OrderByDescending(e => e.Likeness).ThenByDescending(e => e.Motion.ClosedAt).ThenBy(e => e.Id, StringComparer.Ordinal).Take(MostShown)
            .Select(e => new SubjectPin(Word, e.Id, e.Motion.Id, e.Motion.Hash))];
    }

    public async Task<Result<IReadOnlyList<CardLine>>> Read(TowerContext context, SubjectPin pin, CancellationToken stop)
    {
        var found = await (from m in context.Set<CouncilMotion>().AsNoTracking() join c in context.Set<CouncilCase>() on pin.Thing equals c.Id where m.Id == pin.Version select new { m.Outcome, m.Hash, m.ClosedAt, c.Number, c.TitleKo, c.TitleEn }).FirstOrDefaultAsync(stop);
        if (found is null || found.Hash != pin.Hash || found.ClosedAt is not { } at)
        {
            return Pins.Gone(pin);
        }
        var (outcome, day) = (CouncilWords.Outcomes.Say(found.Outcome), CouncilWords.Day(TowerClock.DayOf(at)));
        List<CardLine> lines = [new("precedents", "case." + pin.Thing, LocalText.Of($"C-{found.Number} {found.TitleKo}", $"C-{found.Number} {found.TitleEn}"), LocalText.Of($"{outcome.In("ko")} ({day.In("ko")})", $"{outcome.In("en")} ({day.In("en")})"))];
        return Refused.Not<IReadOnlyList<CardLine>>(lines);
    }

    public Task<LocalText?> Changed(TowerContext context, SubjectPin pin, CancellationToken stop) => Task.FromResult<LocalText?>(null);

    private static IReadOnlyList<string> Areas(SystemFacts facts) => facts["area"] switch { SetFact s => [.. s.Values], TextFact t => [t.Value], _ => [] };
}
