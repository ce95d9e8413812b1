using Haechi.Tower.Common;
using Haechi.Tower.Rulebooks;

namespace Haechi.Tower.Duties;

/// <summary>What a new determination makes of one system's duties: rows to add, rows to rewrite, events. Works on values; the follower writes them.</summary>
internal sealed class DutyChanges(TermsCatalogue terms, DateOnly today, long now)
{
    public List<(DutyRow Row, string Terms)> Added { get; } = [];

    public List<(DutyRow Row, string? Terms)> Rewritten { get; } = [];

    public List<DutyEvent> Events { get; } = [];

    /// <summary>Brings one system's rows to what the result says.</summary>
    public void Follow(string system, KeptResult result, string? department, int risk, IReadOnlyDictionary<string, DutyRow> known, IReadOnlyDictionary<int, string> hashes)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var duty in result.Owed)
        {
            if (!wanted.Add(duty.Base))
            {
                continue;
            }
            if (known.TryGetValue(duty.Base, out var row))
            {
                Rewrite(row, duty, department, risk, hashes.GetValueOrDefault(row.Terms));
            }
            else
            {
                Add(system, duty, department, risk);
            }
        }
        // What the gate or a council opened follows from no book, so no book closes it.
        foreach (var gone in known.Values.Where(d => d.IsOpen && !wanted.Contains(d.Rule) && !HouseDuties.IsHouse(d.Rule)))
        {
            Close(gone, Why(result, gone.Rule));
        }
        foreach (var own in known.Values.Where(d => HouseDuties.IsHouse(d.Rule) && (d.Department != department || d.Risk != risk)))
        {
            (own.Department, own.Risk, own.ChangedAt) = (department, risk, now);
            Rewritten.Add((own, null));
        }
    }

    private void Add(string system, KeptDuty duty, string? department, int risk)
    {
        var row = new DutyRow
        {
            Id = NewId.Next(), System = system, Rule = duty.Base, Department = department, Due = duty.Keep, LawDue = duty.Due, Unsure = duty.Unsure, WaitsFor = duty.WaitsFor,
            Yearly = terms.IsYearly(duty), Period = 1, IsOpen = true, OpenedAt = now, OpenSince = now, Claim = Standings.Claim(duty.Status), Strength = Standings.Number(duty.Strength), Risk = risk,
        };
        row.Settle(now);
        Added.Add((row, terms.HashOf(duty)));
    }

    private void Rewrite(DutyRow row, KeptDuty duty, string? department, int risk, string? oldTerms)
    {
        var before = DutyMark.Of(row).Write();
        var hash = terms.HashOf(duty);
        var (claim, strength) = (Standings.Claim(duty.Status), Standings.Number(duty.Strength));
        var kind = !row.IsOpen ? "reopened" : hash != oldTerms || DueMoves(row, duty) ? "changed" : claim != row.Claim ? "claim" : null;
        if (kind is null && row.Department == department && row.Risk == risk && row.Unsure == duty.Unsure && row.WaitsFor == duty.WaitsFor)
        {
            return;
        }
        if (kind == "reopened")
        {
            (row.IsOpen, row.OpenSince, row.ClosedAt, row.ClosedWhy) = (true, now, null, null);
        }
        var about = DueMoves(row, duty) ? $"due {row.Due:yyyy-MM-dd} -> {duty.Keep:yyyy-MM-dd}" : null;
        if (!Stays(row, duty))
        {
            (row.Due, row.LawDue) = (duty.Keep, duty.Due);
        }
        (row.Department, row.Risk, row.Unsure, row.WaitsFor, row.Claim, row.Strength, row.Yearly) = (department, risk, duty.Unsure, duty.WaitsFor, claim, strength, terms.IsYearly(duty));
        row.Settle(now);
        Rewritten.Add((row, hash));
        if (kind is not null)
        {
            Tell(row, kind, before, about);
        }
    }

    /// <summary>A yearly duty of which this year's was not done stays due, however the law's next date moves on.</summary>
    private bool Stays(DutyRow row, KeptDuty duty) => row is { IsOpen: true, Yearly: true, Due: { } due } && duty.Keep > due && due < today;

    private bool DueMoves(DutyRow row, KeptDuty duty) => (row.Due != duty.Keep || row.LawDue != duty.Due) && !Stays(row, duty);

    private void Close(DutyRow row, string why)
    {
        var before = DutyMark.Of(row).Write();
        (row.IsOpen, row.ClosedAt, row.ClosedWhy) = (false, now, why);
        row.ChangedAt = now;
        Rewritten.Add((row, null));
        Tell(row, "closed", before, why);
    }

    private void Tell(DutyRow row, string kind, string before, string? about) =>
        Events.Add(new DutyEvent { Duty = row.Id, At = now, Account = Actor.Program.Account, Kind = kind, Before = before, After = DutyMark.Of(row).Write(), About = about });

    private static string Why(KeptResult result, string rule) =>
        result.Open.Review.Contains(rule) ? "rule-review" : result.Open.Unknown.Contains(rule) ? "rule-unknown"
        : result.Announced.Any(a => a.Base == rule) ? "announced" : "rule-no";
}
