using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>
/// A kind of use: facts that must all hold, as <c>area = biometric_investigation; lifecycle = pilot</c>. It is yes, no, or unknown when a fact is missing and none is against it; whoever obeys an order
/// treats unknown like yes.
/// </summary>
/// <param name="Tests">The facts with their values.</param>
public sealed record KindOfUse(IReadOnlyList<(string Fact, string Value)> Tests)
{
    private const int MostTests = 8;

    /// <summary>The one spelling.</summary>
    public string Write() => string.Join("; ", Tests.Select(t => $"{t.Fact} = {t.Value}"));

    /// <summary>Reads a spelling that was checked before.</summary>
    public static KindOfUse Read(string text) => new([.. text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2, StringSplitOptions.TrimEntries)).Select(p => (p[0], p.Length > 1 ? p[1] : ""))]);

    /// <summary>Reads what a person wrote: every fact must be one that is asked for, every value one that it may have.</summary>
    internal static async Task<Result<KindOfUse>> Read(string text, RegisterFields fields, BookRegistry books, TowerContext context)
    {
        var use = Read(text);
        if (use.Tests.Count is 0 or > MostTests || text.Length > 1000)
        {
            return Refusal.Because("wrong-use", "이용의 종류는 ‘사실 = 값’을 쌍반점으로 이어 8개까지 적습니다. 예: area = biometric_investigation", "a kind of use is up to 8 tests as 'fact = value', separated by semicolons, such as area = biometric_investigation", "use");
        }
        var installed = await books.Installed(context);
        Question? Find(string id) => fields[id] ?? (installed.Done && installed.Value.Set.IndexOfQuestion(id) is var i and >= 0 ? installed.Value.Set.Questions[i] : null);
        foreach (var (fact, value) in use.Tests)
        {
            if (Find(fact) is not { Type: QuestionType.Bool or QuestionType.Enum or QuestionType.Set } question)
            {
                return Refusal.Because("wrong-use", $"'{Short(fact)}'은(는) 예·아니요나 고르는 값으로 답하는 사실이 아닙니다.", $"'{Short(fact)}' is no fact that is answered by yes or no or by choosing", "use");
            }
            if (question.Type == QuestionType.Bool ? value is not ("true" or "false") : !question.Open && question.IndexOf(value) < 0)
            {
                return Refusal.Because("wrong-use", $"'{Short(value)}'은(는) {fact}의 값이 아닙니다.", $"'{Short(value)}' is no value of {fact}", "use");
            }
        }
        return use;
    }

    /// <summary>Whether a system is of this kind.</summary>
    public Outcome Of(SystemFacts facts)
    {
        var all = Tests.Select(t => One(facts[t.Fact], t.Value)).ToList();
        return all.Contains(Outcome.No) ? Outcome.No : all.Contains(Outcome.Unknown) ? Outcome.Unknown : Outcome.Yes;
    }

    /// <summary>The systems of the register with what they are.</summary>
    internal async Task<IReadOnlyList<(string System, int Number, int Version, Outcome Outcome)>> Systems(TowerContext context, CancellationToken stop)
    {
        var rows = await (from n in context.Set<SystemNow>().AsNoTracking() join v in context.Set<SystemVersion>() on n.Version equals v.Id select new { n.System, n.Number, n.VersionNumber, v.Facts }).ToListAsync(stop);
        return [.. rows.Select(r => (r.System, r.Number, r.VersionNumber, Of(FactsJson.Read(r.Facts))))];
    }

    private static Outcome One(FactValue? fact, string value) => fact switch
    {
        null => Outcome.Unknown,
        BoolFact b => b.Value == (value == "true") ? Outcome.Yes : Outcome.No,
        SetFact s => s.Values.Contains(value) ? Outcome.Yes : Outcome.No,
        TextFact t => t.Value == value ? Outcome.Yes : Outcome.No,
        _ => Outcome.Unknown,
    };

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
