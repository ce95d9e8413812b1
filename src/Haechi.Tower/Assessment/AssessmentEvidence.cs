using System.Collections.Concurrent;
using System.Globalization;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Rulebooks.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>
/// Hands assessments and exemptions down as evidence of the duties that they show (docs/decisions/0013). It compares what stands with what was given, so it does not matter which came first, the duty or
/// the document: a duty that opens later gets it then, and what is withdrawn, replaced, ended or stale is marked on the duty.
/// </summary>
internal sealed class AssessmentEvidence(TowerStore store, Workshop workshop) : IAfterDetermination
{
    private const int Chunk = 400;
    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<(long Assessment, long Facts, string Books), string?> _stale = new();
    private (long Seq, DateOnly Day, string Books)? _seen;

    public int Floor => 6;

    public async Task Follow(InForce inForce, CancellationToken stop)
    {
        await using var context = store.Open();
        var now = (await context.Set<JournalEntry>().MaxAsync(j => (long?)j.Seq, stop) ?? 0, store.Clock.Today, inForce.Books.Hash);
        if (_seen == now)
        {
            return;
        }
        if (await Changes(context, await Shown(context, null, stop), stop) is { Count: > 0 } changes)
        {
            await store.Write<Done>(Actor.Program, async scope =>
            {
                await Do(scope, changes, stop);
                return Done.Well;
            }, stop);
        }
        _seen = now;
    }

    /// <summary>The same for one system within an act on one of its records.</summary>
    public async Task Follow(WriteScope scope, string system, CancellationToken stop)
    {
        await scope.Context.SaveChangesAsync(stop);
        await Do(scope, await Changes(scope.Context, await Shown(scope.Context, system, stop), stop), stop);
    }

    /// <summary>One change of one duty: evidence to give, or a row to withdraw or to end.</summary>
    private sealed record Change(string Duty, ShownRecord Record, EvidenceRow? Row);

    private static async Task Do(WriteScope scope, IReadOnlyList<Change> changes, CancellationToken stop)
    {
        foreach (var change in changes)
        {
            var row = change.Row is null ? null : await scope.Context.Set<EvidenceRow>().FindAsync([change.Row.Id], stop);
            if (row is null)
            {
                await change.Record.Evidence.Give(scope, (await scope.Context.Set<DutyRow>().FindAsync([change.Duty], stop))!, stop);
            }
            else if (change.Record.Gone is { } reason)
            {
                await RecordedEvidence.Withdraw(scope, row, reason, stop);
            }
            else
            {
                await RecordedEvidence.End(scope, row, change.Record.Stale is null ? null : scope.Today.AddDays(-1), change.Record.Stale ?? "", stop);
            }
            await scope.Context.SaveChangesAsync(stop);
        }
    }

    private static async Task<IReadOnlyList<Change>> Changes(TowerContext context, IReadOnlyList<ShownRecord> records, CancellationToken stop)
    {
        var changes = new List<Change>();
        foreach (var some in records.Chunk(Chunk))
        {
            string[] systems = [.. some.Select(s => s.System).Distinct()];
            var duties = await (from d in context.Set<DutyRow>().AsNoTracking()
                                join t in context.Set<DutyTerms>().AsNoTracking() on d.Terms equals t.Id
                                where systems.Contains(d.System)
                                select new { d.Id, d.System, d.Rule, t.FullRule, d.IsOpen, d.Period }).ToListAsync(stop);
            var bySystem = duties.ToLookup(d => d.System, StringComparer.Ordinal);
            string[] ids = [.. duties.Select(d => d.Id)];
            var rows = (await context.Set<EvidenceRow>().AsNoTracking().Where(e => e.Kind == RecordedEvidence.Kind && ids.Contains(e.Duty)).ToListAsync(stop)).ToLookup(e => (e.Duty, e.Content));
            foreach (var record in some)
            {
                foreach (var duty in bySystem[record.System].Where(d => record.Shows(d.Rule, d.FullRule) || rows.Contains((d.Id, record.Evidence.Record))))
                {
                    var given = rows[(duty.Id, record.Evidence.Record)].Where(e => e.Period == duty.Period).ToList();
                    if (given.Count == 0 && record.MayBeGiven && duty.IsOpen)
                    {
                        changes.Add(new Change(duty.Id, record, null));
                    }
                    changes.AddRange(given.Where(e => e.State is "given" or "verified" && record.Differs(e)).Select(e => new Change(duty.Id, record, e)));
                }
            }
        }
        return changes;
    }

    private async Task<IReadOnlyList<ShownRecord>> Shown(TowerContext context, string? system, CancellationToken stop)
    {
        var assessments = await context.Set<ImpactAssessment>().AsNoTracking().Where(a => (system == null || a.System == system) && a.State != AssessmentState.Draft && a.State != AssessmentState.Submitted).ToListAsync(stop);
        var exemptions = await context.Set<Exemption>().AsNoTracking().Where(x => (system == null || x.System == system) && x.ConfirmedOn != null && x.Answer == ExemptionAnswers.Agreed).ToListAsync(stop);
        var shown = new List<ShownRecord>(exemptions.Select(x => ShownRecord.Of(x, store.Clock.Today)));
        if (assessments.Count == 0)
        {
            return shown;
        }
        var books = await workshop.Books.Read(context);
        foreach (var some in assessments.Chunk(Chunk))
        {
            shown.AddRange(await Shown(context, some, books, stop));
        }
        return shown;
    }

    private async Task<List<ShownRecord>> Shown(TowerContext context, ImpactAssessment[] rows, BooksHere books, CancellationToken stop)
    {
        string[] ids = [.. rows.Select(r => r.Id)], systems = [.. rows.Select(r => r.System).Distinct()];
        var versions = (await context.Set<ImpactAssessmentVersion>().AsNoTracking().Where(v => ids.Contains(v.Assessment)).ToListAsync(stop)).ToDictionary(v => (v.Assessment, v.Number));
        var events = (await context.Set<AssessmentEvent>().AsNoTracking().Where(e => ids.Contains(e.Assessment)).OrderByDescending(e => e.Id).Select(e => new { e.Assessment, e.Act, e.Account }).ToListAsync(stop)).ToLookup(e => (e.Assessment, e.Act), e => e.Account);
        var newest = await context.Set<SystemNow>().AsNoTracking().Where(s => systems.Contains(s.System)).Select(s => new { s.System, s.Version }).ToDictionaryAsync(s => s.System, s => s.Version, stop);
        var shown = new List<ShownRecord>();
        foreach (var row in rows)
        {
            var version = versions[(row.Id, row.Version)];
            var form = await workshop.Forms.Pinned(context, version.FormHash);
            string? Who(string act) => events[(row.Id, act)].FirstOrDefault();
            // What the law wants published counts when it is published; what it only wants made, when it is approved.
            var stands = row.State == AssessmentState.Published || (row.State == AssessmentState.Approved && form.Strength != Haechi.Rules.Books.Modality.Must);
            if ((Who("publish") ?? Who("submit")) is { } giver && (stands || row.PublishedOn is not null || row.State == AssessmentState.Withdrawn))
            {
                // Where the result stands outside this tower, nobody but the publisher has seen it there.
                var evidence = new RecordedEvidence("assessment:" + row.Id, string.Create(CultureInfo.InvariantCulture, $"{form.Title.In("ko")} {row.Version}판"), row.PageKo ?? version.Hash,
                    row.PublishedOn ?? row.ApprovedOn ?? TowerClock.DayOf(row.ChangedAt), giver, row.Link is null ? Who("approve") : null);
                shown.Add(new ShownRecord(row.System, evidence, (rule, _) => form.Shows.Contains(rule, StringComparer.Ordinal), stands ? null : Gone(row),
                    stands ? await Stale(context, row, version, form, books, newest.GetValueOrDefault(row.System)) : null));
            }
        }
        return shown;
    }

    private static string Gone(ImpactAssessment row) => row.State == AssessmentState.Replaced ? "새 평가로 대체됨 / replaced by a newer assessment" : "평가가 철회됨 / the assessment was withdrawn";

    private async Task<string?> Stale(TowerContext context, ImpactAssessment row, ImpactAssessmentVersion version, AssessmentForm form, BooksHere books, long newest)
    {
        // Same facts and same books cannot be stale.
        if (newest == version.FactsVersion && version.Books == books.Hash)
        {
            return null;
        }
        var key = (version.Id, newest, books.Hash);
        if (!_stale.TryGetValue(key, out var why) && await SystemToday.Read(context, row.System, store.Clock.Today) is { } system)
        {
            var changed = MaterialFacts.Changed(version.Facts, MaterialFacts.Take(form, system.Facts, books, TowerClock.DayOf(version.RecordedAt)));
            why = changed.Count == 0 ? null : "바뀐 사실 / changed facts: " + string.Join("; ", changed.Select(c => Staleness.Name(c, books).In("ko")));
            if (_stale.Count > MostKept)
            {
                _stale.Clear();
            }
            _stale[key] = why;
        }
        return why;
    }
}

/// <summary>A record that shows duties as done, or did.</summary>
/// <param name="System">Its system.</param>
/// <param name="Evidence">The evidence that it is.</param>
/// <param name="Shows">Whether it shows the duty of a rule; the second name is that of the rule with its exception.</param>
/// <param name="Gone">Why it stands no more, or null.</param>
/// <param name="Stale">Which facts changed under it, or null.</param>
internal sealed record ShownRecord(string System, RecordedEvidence Evidence, Func<string, string, bool> Shows, string? Gone, string? Stale)
{
    /// <summary>True when a duty that lacks it may get it.</summary>
    public bool MayBeGiven => Gone is null && Stale is null;

    /// <summary>True when a row that was given is no longer what the record says.</summary>
    public bool Differs(EvidenceRow row) => Gone is not null || (Stale is not null) != (row.Until is not null);

    /// <summary>A confirmed exemption shows the consultation or confirmation that takes the assessment's place, and nothing else.</summary>
    public static ShownRecord Of(Exemption exemption, DateOnly today)
    {
        var ground = ExemptionGround.Find(exemption.Ground);
        var evidence = new RecordedEvidence(
            "exemption:" + exemption.Id, $"{(ground?.NeedsConfirmation == true ? "행정안전부 확인" : "행정안전부 협의")} {exemption.Reference}",
            exemption.FileHash ?? Digest.Of($"{exemption.Id}\n{exemption.Reference}\n{exemption.Answer}"), exemption.AnsweredOn ?? exemption.AskedOn, exemption.AnsweredBy ?? exemption.RecordedBy, exemption.ConfirmedBy);
        return new ShownRecord(exemption.System, evidence, (rule, full) => rule == Article32.Rule && full != rule, exemption.HoldsOn(today) ? null : "생략이 끝남 / the exemption ended", null);
    }
}
