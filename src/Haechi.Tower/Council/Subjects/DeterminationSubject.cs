using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Council.Contracts;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council.Subjects;

/// <summary>What the rules said of a system: one kept result, with the run that came to it.</summary>
internal sealed class DeterminationSubject(BookRegistry registry) : ICaseSubject
{
    private const string Word = "determination";
    private const int MostNamed = 5;

    public string Kind => Word;

    public LocalText Title { get; } = LocalText.Of("판정", "Determination");

    public bool CanBeBrought => false;

    public static async Task<SubjectPin?> Newest(TowerContext context, string system, CancellationToken stop) =>
        await context.Set<DeterminationNow>().AsNoTracking().FirstOrDefaultAsync(d => d.System == system, stop) is { } now ? new SubjectPin(Word, system, now.Run, now.Result) : null;

    public async Task<Result<PinnedSubject>> Pin(TowerContext context, string thing, Moment at, CancellationToken stop) =>
        await Newest(context, thing, stop) is { } pin ? new PinnedSubject([pin], thing, [], []) : Refusal.NotFound("판정", "determination", thing);

    public async Task<Result<IReadOnlyList<CardLine>>> Read(TowerContext context, SubjectPin pin, CancellationToken stop)
    {
        if (await context.Set<DeterminedResult>().AsNoTracking().FirstOrDefaultAsync(r => r.Hash == pin.Hash, stop) is not { } kept || await context.Set<DeterminationRun>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == pin.Version, stop) is not { } run)
        {
            return Pins.Gone(pin);
        }
        var result = ResultJson.Read(kept.Json);
        List<CardLine> lines =
        [
            .. result.Classes.OrderBy(c => c.Class, StringComparer.Ordinal).Select(c => new CardLine(c.Outcome == Outcome.Yes ? "evidence" : "gaps", "class." + c.Class, LocalText.Of($"분류 {c.Class}", $"Class {c.Class}"), LocalText.Same(c.Word))),
            new("evidence", "duties-owed", LocalText.Of("따르는 의무", "Duties that follow"), LocalText.Of($"{result.Owed.Count}건 ({CouncilWords.Day(run.Day).In("ko")}의 법)", $"{result.Owed.Count}, under the law of {CouncilWords.Day(run.Day).In("en")}")),
        ];
        if (result.Open.Unknown.Count + result.Open.Review.Count > 0)
        {
            lines.Add(new CardLine("gaps", "duties-open", LocalText.Of("정해지지 않은 의무", "Duties that are open"),
                LocalText.Of($"사실이 모자란 것 {result.Open.Unknown.Count}건, 사람이 판단할 것 {result.Open.Review.Count}건", $"{result.Open.Unknown.Count} for want of facts, {result.Open.Review.Count} for a person to judge")));
        }
        return Refused.Not<IReadOnlyList<CardLine>>(lines);
    }

    /// <summary>Another class is a material change; another day or another wording of a duty is none.</summary>
    public async Task<LocalText?> Changed(TowerContext context, SubjectPin pin, CancellationToken stop)
    {
        if (await Newest(context, pin.Thing, stop) is not { } now || now.Hash == pin.Hash)
        {
            return null;
        }
        var rows = await context.Set<DeterminedResult>().AsNoTracking().Where(r => r.Hash == pin.Hash || r.Hash == now.Hash).ToDictionaryAsync(r => r.Hash, r => ResultJson.Read(r.Json), stop);
        if (!rows.TryGetValue(pin.Hash, out var then) || !rows.TryGetValue(now.Hash, out var today))
        {
            return null;
        }
        var (before, after) = (Classes(then), Classes(today));
        List<string> changed = [.. before.Keys.Union(after.Keys, StringComparer.Ordinal).Where(c => before.GetValueOrDefault(c) != after.GetValueOrDefault(c)).Order(StringComparer.Ordinal)];
        if (changed.Count == 0)
        {
            return null;
        }
        var titles = (await registry.Installed(context)).Value?.Set.Classes.Where(c => !c.Title.IsEmpty).ToDictionary(c => c.Id, c => c.Title, StringComparer.Ordinal) ?? [];
        string Named(string language) => string.Join(", ", changed.Take(MostNamed).Select(c => titles.TryGetValue(c, out var title) ? title.In(language) : c));
        return LocalText.Of($"분류가 바뀜: {Named("ko")}", $"classes changed: {Named("en")}");
    }

    private static Dictionary<string, Outcome> Classes(KeptResult result) => result.Classes.ToDictionary(c => c.Class, c => c.Outcome, StringComparer.Ordinal);
}
