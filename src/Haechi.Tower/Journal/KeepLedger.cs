using Haechi.Ledger.Notes;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Journal;

/// <summary>Begins a new ledger beside the present one, which can't be continued; all entries of the journal go into it again.</summary>
/// <param name="Reason">Why; shown to everybody for as long as the ledger exists. No personal data.</param>
/// <param name="Origin">Its name; null for the old one's with a number.</param>
public sealed record RestartLedger(string Reason, string? Origin = null);

/// <summary>Gives the ledger new signing keys. The old ones sign along for thirty days, so that outsiders can change over; or, when they may be known to others, no more at once.</summary>
public sealed record RotateLedgerKeys(bool AtOnce);

/// <summary>Chooses the witnesses that are asked for cosignatures: one a line, address and verifier key.</summary>
public sealed record ChooseWitnesses(string Lines);

/// <summary>Carries out what keepers of the ledger may do. They write rows; the leader follows them.</summary>
internal sealed class KeepLedgerHandler(TowerStore store) : IHandle<RestartLedger, LedgerLog>, IHandle<RotateLedgerKeys, Done>, IHandle<ChooseWitnesses, Done>
{
    private const int ShortestReason = 10;
    private const int LongestReason = 500;
    private const int MostWitnesses = 20;
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(30);

    public Task<Result<LedgerLog>> Handle(Actor actor, RestartLedger command, CancellationToken stop) => store.Write<LedgerLog>(actor, async scope =>
    {
        var present = await LedgerQueries.Present(scope.Context, stop);
        if (Keeper(actor) is { } role)
        {
            return role;
        }
        if (present is null)
        {
            return Refusal.Because("no-ledger", "아직 시작된 원장이 없습니다. haechi serve 를 한 번 띄우면 시작됩니다.", "there is no ledger yet; haechi serve begins one");
        }
        var reason = command.Reason.Trim();
        if (reason.Length is < ShortestReason or > LongestReason)
        {
            return Refusal.Because("missing", $"사유를 {ShortestReason}자에서 {LongestReason}자까지 적으십시오. 누구나 읽게 됩니다.", $"give a reason of {ShortestReason} to {LongestReason} letters; everybody will read it", "--reason");
        }
        var origin = command.Origin?.Trim() ?? $"{present.Origin.Split("/restart-")[0]}/restart-{present.Number}";
        if (!IsOrigin(origin) || await scope.Context.Set<LedgerLog>().AnyAsync(l => l.Origin == origin, stop))
        {
            return Refusal.Because("wrong-origin", $"'{origin}'은(는) 새 원장의 이름으로 쓸 수 없습니다. ai.haneul.example/log-2 처럼 아직 쓰지 않은 주소를 'https://' 없이 적으십시오.",
                $"'{origin}' can't be the new ledger's name; give an address that no ledger of yours had, without 'https://', such as ai.haneul.example/log-2", "--origin");
        }
        var log = new LedgerLog { Number = present.Number + 1, Origin = origin, StartedAt = scope.Now, Reason = reason };
        scope.Context.Add(log);
        // A leader in the midst of the old log finds another epoch and reads again what is to be done.
        await scope.Context.Set<LedgerEpoch>().ExecuteUpdateAsync(u => u.SetProperty(e => e.Epoch, e => e.Epoch + 1), stop);
        await scope.Context.Set<JournalEntry>().Where(j => j.LedgerIndex != null).ExecuteUpdateAsync(u => u.SetProperty(j => j.LedgerIndex, (long?)null), stop);
        scope.Record("ledger.restart", SigningKeys.Subject(log), new { log.Origin, log.Reason, follows = present.Origin });
        return log;
    }, stop);

    public Task<Result<Done>> Handle(Actor actor, RotateLedgerKeys command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        if (Keeper(actor) is { } role)
        {
            return role;
        }
        if (await LedgerQueries.Present(scope.Context, stop) is not { } log)
        {
            return Refusal.Because("no-ledger", "아직 시작된 원장이 없습니다. haechi serve 를 한 번 띄우면 시작됩니다.", "there is no ledger yet; haechi serve begins one");
        }
        var until = command.AtOnce ? scope.Now : scope.Now + ((long)Overlap.TotalSeconds * 1_000_000);
        var ending = scope.Context.Set<LedgerKey>().Where(k => k.Log == log.Number && k.Secret != null && (k.SignsUntil == null || k.SignsUntil > until));
        await ending.ExecuteUpdateAsync(u => u.SetProperty(k => k.SignsUntil, until), stop);
        scope.Record("ledger.rotate", SigningKeys.Subject(log), new { command.AtOnce, until });
        return Done.Well;
    }, stop);

    public Task<Result<Done>> Handle(Actor actor, ChooseWitnesses command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        if (Keeper(actor) is { } role)
        {
            return role;
        }
        var lines = command.Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 2 || !IsAddress(parts[0]) || VerifierKey.Parse(parts[1]) is not { Done: true, Value.Type: KeyType.Cosignature } || !chosen.TryAdd(parts[0].TrimEnd('/'), parts[1]))
            {
                var shown = line.Length > 60 ? line[..60] + "…" : line;
                return Refusal.Because("wrong-witness", $"'{shown}' 줄을 읽을 수 없습니다. 'https://주소 이름+id+키'를 한 줄에 하나씩, 주소마다 한 번만 적으십시오. 키는 증인의 공동서명 키여야 합니다.",
                    $"the line '{shown}' can't be read; write 'https://address name+id+key', one a line, each address once; the key is a witness's key for cosignatures", "witnesses");
            }
        }
        if (chosen.Count > MostWitnesses)
        {
            return Refusal.Because("too-many", $"증인은 {MostWitnesses}명까지 둘 수 있습니다.", $"at most {MostWitnesses} witnesses are possible", "witnesses");
        }
        var held = await scope.Context.Set<LedgerWitness>().AsNoTracking().ToListAsync(stop);
        var gone = held.Where(w => chosen.GetValueOrDefault(w.Url) != w.Key).Select(w => w.Url).ToList();
        await scope.Context.Set<LedgerWitness>().Where(w => gone.Contains(w.Url)).ExecuteDeleteAsync(stop);
        foreach (var (url, key) in chosen.Where(c => !held.Any(w => w.Url == c.Key && w.Key == c.Value)))
        {
            scope.Context.Add(new LedgerWitness { Url = url, Key = key });
        }
        scope.Record("ledger.choose-witnesses", "setting:witnesses", new { witnesses = chosen });
        return Done.Well;
    }, stop);

    /// <summary>A name that C2SP signed-note takes for a key, short enough to be read.</summary>
    internal static bool IsOrigin(string origin) => origin.Length is > 2 and <= 200 && !origin.Contains("://", StringComparison.Ordinal) && origin.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or ':');

    // Over plain http only to this machine: what is sent is public, but an answer could be withheld by anybody on the way.
    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && text.Length <= 300 && url.UserInfo.Length == 0 && url.Query.Length == 0 && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback));

    private static Refusal? Keeper(Actor actor) => actor.Is(Roles.Officer | Roles.Administrator) && actor.Department is null ? null : new Refusal("forbidden",
        LocalText.Of("원장의 열쇠와 증인은 기관 전체를 맡은 총괄 담당관이나 관리자가 다룹니다.", "the ledger's keys and witnesses are kept by an officer or administrator for the whole body"), null, LocalText.Of("총괄 담당관에게 요청하십시오.", "ask a governance officer."));
}
