using System.Text.Json;
using Haechi.Tower.Journal;

namespace Haechi.Tower.Council;

/// <summary>
/// A count: who could decide, who was there, what they said. Whoever stepped aside is neither present nor counted as a vote, whatever was noted before; the quorum is counted again each time.
/// </summary>
/// <param name="Seats">Members in office.</param>
/// <param name="Aside">Those of them who stepped aside.</param>
/// <param name="Present">Those present who may take part; in writing, those who voted.</param>
/// <param name="Quorum">How many must be present.</param>
/// <param name="Yes">Votes for.</param>
/// <param name="No">Votes against.</param>
/// <param name="Abstain">Abstentions.</param>
/// <param name="Needed">How many votes for are needed.</param>
public sealed record Tally(int Seats, int Aside, int Present, int Quorum, int Yes, int No, int Abstain, int Needed)
{
    /// <summary>One person alone is no body, whatever its rules come to after many stepped aside.</summary>
    public const int FewestPresent = 2;

    /// <summary>True when enough are present.</summary>
    public bool HasQuorum => Present >= Quorum;

    /// <summary>True when it is decided: enough are present and enough of them said yes.</summary>
    public bool Carried => HasQuorum && Yes >= Needed;

    /// <summary>Counts.</summary>
    /// <param name="rules">The rules under which the meeting was opened.</param>
    /// <param name="seats">The members in office.</param>
    /// <param name="aside">Those who stepped aside.</param>
    /// <param name="present">Those noted as present; not looked at in writing.</param>
    /// <param name="votes">Their votes, by seat.</param>
    /// <param name="written">True when it is decided in writing.</param>
    public static Tally Of(BodyRules rules, IReadOnlySet<string> seats, IReadOnlySet<string> aside, IReadOnlySet<string> present, IReadOnlyDictionary<string, string> votes, bool written)
    {
        var may = seats.Where(s => !aside.Contains(s)).ToHashSet(StringComparer.Ordinal);
        var there = may.Where(s => written ? votes.ContainsKey(s) : present.Contains(s)).ToHashSet(StringComparer.Ordinal);
        int Votes(string choice) => votes.Count(v => v.Value == choice && there.Contains(v.Key));
        var (yes, no, abstain) = (Votes("yes"), Votes("no"), Votes("abstain"));
        return new Tally(
            seats.Count, seats.Count - may.Count, there.Count, Math.Max(FewestPresent, rules.Quorum.In(rules.QuorumOf == "entitled" ? may.Count : seats.Count)), yes, no, abstain,
            Math.Max(1, rules.Majority.In(rules.MajorityOf == "votes" ? yes + no : there.Count)));
    }

    internal string Write() => CanonicalJson.Of(this);

    internal static Tally Read(string text) => JsonSerializer.Deserialize<Tally>(text)!;
}
