using Haechi.House.Tests.Support;
using Haechi.Rules;
using Haechi.Rules.Duties;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Rulebooks;

public sealed class PreviewTests
{
    private static readonly DateOnly On = new(2027, 3, 1);

    [Theory]
    [InlineData(null)]
    [InlineData("kr/ai-basic-act")]
    public async Task A_preview_counts_what_record_by_record_would_begin_end_and_change_after_exceptions(string? other)
    {
        await using var tower = await TestTower.Open();
        var before = (await tower.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(["kr/public-ai-act", "city/haneul"]))).Value!;
        await Filled.Korean(tower, 400, before.Set);
        var result = await tower.Do<PreviewBooks, BookPreview>(TestTower.Officer, new PreviewBooks(other is null ? null : [other], On));
        var preview = result.Value!;
        var after = other is null ? before.Set : BookSet.Load(Path.Combine(Repository.Root, "rulebooks", other));
        var records = (await tower.Store.Read(c => c.Set<SystemVersion>().Select(v => v.Facts).ToListAsync(TestContext.Current.CancellationToken))).Select(f => FactsJson.Read(f).ToRecord("")).ToList();
        var (was, will) = (records.ConvertAll(r => Owed(Determination.Of(before.Set.On(tower.Clock.Today), r))), records.ConvertAll(r => Owed(Determination.Of(after.On(On), r))));
        var rules = was.Concat(will).SelectMany(o => o.Keys).ToHashSet(StringComparer.Ordinal);
        var expected = rules.Select(rule => (Rule: rule, Counts: Count(rule, was, will))).Where(r => r.Counts.Begins + r.Counts.Ends + r.Counts.Changes > 0).OrderBy(r => r.Rule, StringComparer.Ordinal);
        Assert.Equal(expected.Select(e => $"{e.Rule} {e.Counts}"), preview.Duties.OrderBy(d => d.Rule.Id, StringComparer.Ordinal).Select(d => $"{d.Rule.Id} {(d.Before, d.After, d.Begins, d.Ends, d.Changes)}"));
        Assert.Contains(preview.Duties, d => other is null ? d.Begins > 0 && d.Rule.Exceptions.Count > 0 : d.Ends > 0);
        // A duty of a book that stays is not another duty because its file was found by another way.
        Assert.True(other is null || preview.Duties.All(d => d.Rule.Id != "self_check_duty"));
    }

    private static (int Before, int After, int Begins, int Ends, int Changes) Count(string rule, List<Dictionary<string, string>> was, List<Dictionary<string, string>> will)
    {
        var pairs = was.Zip(will, (b, a) => (Before: b.GetValueOrDefault(rule), After: a.GetValueOrDefault(rule))).ToList();
        return (pairs.Count(p => p.Before is not null), pairs.Count(p => p.After is not null), pairs.Count(p => p.Before is null && p.After is not null), pairs.Count(p => p.Before is not null && p.After is null),
            pairs.Count(p => p.Before is not null && p.After is not null && p.Before != p.After));
    }

    private static string DueText(Haechi.Rules.Books.Due? due) => due is Haechi.Rules.Books.DueFrom counted ? (counted with { Place = default }).ToString() : due?.ToString() ?? "";

    /// <summary>The form of each duty that a record owes, as the engine resolves it.</summary>
    private static Dictionary<string, string> Owed(Determination determination)
    {
        var owed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var first in determination.Duties)
        {
            for (OwedDuty? d = first; d is not null; d = d.Strengthens)
            {
                owed[d.BaseRule] = $"{d.Duty.Id}|{d.Strength}|{DueText(d.Duty.Due)}|{d.State != DutyState.Owed}|{d.Rule}";
            }
        }
        return owed;
    }
}
