using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>Which part of the acts around signing in is asked for.</summary>
/// <param name="Kind">One of <see cref="SignInAudit.Kinds"/>, or null for all.</param>
/// <param name="Account">One account, or null for all.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
/// <param name="Page">The page, from 1.</param>
public sealed record SignInQuestion(string? Kind, string? Account, DateOnly From, DateOnly Until, int Page);

/// <summary>One act around signing in.</summary>
/// <param name="At">When, in UTC microseconds.</param>
/// <param name="Act">The journal's word for it.</param>
/// <param name="Account">The account that it is about.</param>
/// <param name="Name">Its person.</param>
/// <param name="By">Who did it, when that is somebody else.</param>
/// <param name="Detail">The journal's detail.</param>
public sealed record SignInLine(long At, string Act, string Account, string Name, string? By, string Detail);

/// <summary>The journal of sign-ins: who came in, who was refused, what was ended or changed. Read, never written here.</summary>
public static class SignInAudit
{
    /// <summary>How many lines a page has.</summary>
    public const int PageSize = 50;

    /// <summary>The acts, by kind.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Kinds { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["in"] = ["access.sign-in", "access.persona", "access.first-officer", "access.password-right"],
        ["refused"] = ["access.sign-in-failed", "access.code-failed"],
        ["ended"] = ["access.end-session"],
        ["proof"] = ["access.set-password", "access.change-password", "access.issue-reset", "access.second-factor-begun", "access.second-factor-on", "access.second-factor-off", "access.second-factor-reset", "access.recovery-codes", "access.link-provider", "access.unlink-provider"],
        ["account"] = ["access.make-account", "access.change-account", "access.sign-in-rules", "access.provider"],
    };

    /// <summary>The lines of one page, the newest first, and how many there are in all. An administrator of a department sees the accounts in that scope.</summary>
    public static async Task<Result<(IReadOnlyList<SignInLine> Lines, int Total)>> Read(TowerContext context, Actor actor, SignInQuestion question, CancellationToken stop = default)
    {
        if (Permissions.Need(actor, Roles.Administrator | Roles.Auditor) is { } role)
        {
            return role;
        }
        IReadOnlyList<string> acts = question.Kind is { } kind && Kinds.TryGetValue(kind, out var known) ? known : [.. Kinds.Values.SelectMany(a => a)];
        var (from, until) = (TowerClock.EndOf(question.From.AddDays(-1)), TowerClock.EndOf(question.Until));
        var entries = context.Set<JournalEntry>().Where(e => e.At > from && e.At <= until && acts.Contains(e.Act));
        if (question.Account is { Length: > 0 } account)
        {
            var subject = "account:" + account;
            entries = entries.Where(e => e.Subject == subject);
        }
        if (actor.Department is { } department)
        {
            var path = await context.Set<Department>().Where(d => d.Id == department).Select(d => d.Path).FirstOrDefaultAsync(stop) ?? "/none/";
            entries = entries.Where(e => context.Set<Account>().Any(a => "account:" + a.Id == e.Subject && context.Set<Department>().Any(d => d.Id == a.Department && d.Path.StartsWith(path))));
        }
        var total = await entries.CountAsync(stop);
        var page = await entries.OrderByDescending(e => e.Seq).Skip((question.Page - 1) * PageSize).Take(PageSize).ToListAsync(stop);
        var names = await context.Set<Account>().ToDictionaryAsync(a => a.Id, a => a.Name, stop);
        return Refused.Not<(IReadOnlyList<SignInLine>, int)>(([.. page.Select(e => Line(e, names))], total));
    }

    private static SignInLine Line(JournalEntry entry, Dictionary<string, string> names)
    {
        var about = entry.Subject.StartsWith("account:", StringComparison.Ordinal) ? entry.Subject["account:".Length..] : "";
        return new SignInLine(entry.At, entry.Act, about, names.GetValueOrDefault(about, about), entry.Account == about ? null : names.GetValueOrDefault(entry.Account, entry.Account), entry.Detail);
    }
}
