using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Tower.Journal.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Duties;

/// <summary>
/// Erases evidence: its title, file and content. Not for five years after it was given or dated, whichever is later (AI Basic Act, Decree Art. 27(2)); the text does not say from when the years
/// run, so the later day is taken.
/// </summary>
internal sealed class EvidenceEraser(FileStore files, IServiceProvider services) : IEraser, IHoldsFile
{
    /// <summary>What stands instead of the title.</summary>
    public const string Erased = "지운 증빙 (erased)";

    private const string Retention = "인공지능기본법 시행령 제27조제2항";
    private const int Years = 5;

    public string Kind => "evidence";

    public async Task<Result<Erasable>> Look(TowerContext context, string id, DateOnly today, CancellationToken stop)
    {
        var row = await context.Set<EvidenceRow>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, stop);
        if (row is null || row.Title == Erased)
        {
            return Refusal.NotFound("증빙", "evidence", id);
        }
        var system = await context.Set<DutyRow>().Where(d => d.Id == row.Duty).Select(d => d.System).FirstOrDefaultAsync(stop);
        var until = KeptUntil(row);
        var kept = today >= until ? null : new Refusal("kept-by-law", LocalText.Of($"의무를 이행한 증거는 5년 동안 보관해야 하므로 {until:yyyy-MM-dd}까지 지울 수 없습니다.", $"evidence that a duty was done is kept for five years and can't be erased before {until:yyyy-MM-dd}"), id,
            LocalText.Of("그날 뒤에 다시 요청하십시오. 잘못 올린 개인정보는 증빙을 철회하고 개인정보 보호책임자와 상의하십시오.", "Ask again after that day. For personal data put there by mistake, withdraw the evidence and speak with the data protection officer."), Retention);
        return new Erasable("evidence:" + id, LocalText.Of($"{row.GivenAtDay():yyyy-MM-dd}에 낸 증빙", $"evidence given on {row.GivenAtDay():yyyy-MM-dd}"), ["duty:" + row.Duty, "system:" + system], kept);
    }

    public async Task Erase(WriteScope scope, string id, string provision, CancellationToken stop)
    {
        var row = await scope.Context.Set<EvidenceRow>().AsNoTracking().FirstAsync(e => e.Id == id, stop);
        var nothing = (string?)null;
        await scope.Context.Set<EvidenceRow>().Where(e => e.Id == id).ExecuteUpdateAsync(u => u.SetProperty(e => e.Title, Erased).SetProperty(e => e.FileName, nothing).SetProperty(e => e.Content, nothing)
            .SetProperty(e => e.Reason, nothing), stop);
        var others = services.GetServices<IHoldsFile>();
        foreach (var other in row.Kind == "file" ? others : [])
        {
            if (await other.Holds(scope.Context, row.Hash, stop))
            {
                return;
            }
        }
        if (row.Kind == "file")
        {
            await scope.Context.Set<FileRow>().Where(f => f.Hash == row.Hash).ExecuteDeleteAsync(stop);
            scope.AfterCommit(() => files.Remove(row.Hash).GetAwaiter().GetResult());
        }
    }

    public async Task<IReadOnlyList<string>> Due(TowerContext context, DateOnly today, CancellationToken stop)
    {
        var before = TowerClock.EndOf(today.AddYears(-Years));
        var old = await context.Set<EvidenceRow>().Where(e => e.GivenAt <= before && e.Title != Erased).OrderBy(e => e.GivenAt).ToListAsync(stop);
        return [.. old.Where(e => KeptUntil(e) <= today).Select(e => "evidence:" + e.Id)];
    }

    public Task<bool> Holds(TowerContext context, string hash, CancellationToken stop) => context.Set<EvidenceRow>().AnyAsync(e => e.Kind == "file" && e.Hash == hash && e.Title != Erased, stop);

    private static DateOnly KeptUntil(EvidenceRow row) => (row.Day > row.GivenAtDay() ? row.Day : row.GivenAtDay()).AddYears(Years);
}

/// <summary>Mail servers put addresses into what they say of a failure.</summary>
internal sealed class DeliveryErasure : IErasesAlong
{
    public string Kind => "account";

    public Task Erase(WriteScope scope, string id, CancellationToken stop) =>
        scope.Context.Set<Delivery>().Where(d => d.Account == id).ExecuteUpdateAsync(u => u.SetProperty(d => d.Failure, (string?)null), stop);
}

internal static class EvidenceDays
{
    public static DateOnly GivenAtDay(this EvidenceRow row) => TowerClock.DayOf(row.GivenAt);
}

internal sealed class EvidenceErasing : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<EvidenceEraser>().AddSingleton<IEraser>(s => s.GetRequiredService<EvidenceEraser>())
        .AddSingleton<IHoldsFile>(s => s.GetRequiredService<EvidenceEraser>()).AddSingleton<IErasesAlong, DeliveryErasure>();
}
