using Haechi.Ledger.Notes;
using Haechi.Tower.Common;
using Haechi.Tower.Journal.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Journal;

/// <summary>
/// The keys of a log: Ed25519, and ECDSA P-256 beside it for those whose tools know nothing newer. Made when they are missing; kept in the database, so that all nodes have them, and closed, so
/// that a copy of the database signs nothing.
/// </summary>
internal sealed class SigningKeys(TowerStore store, IKeyBox box)
{
    private static readonly KeyType[] Wanted = [KeyType.Ed25519, KeyType.Ecdsa];
    private readonly Dictionary<string, SignerKey> _opened = new(StringComparer.Ordinal);

    /// <summary>Lets the protection keys be read, or made, before a transaction is under way: they are rows themselves, and one transaction can't wait for another.</summary>
    public void Warm() => box.Close("");

    /// <summary>Makes what is missing and lets go of what signs no more; null when all is there.</summary>
    public async Task<Refusal?> Ensure(WriteScope scope, LedgerLog log, CancellationToken stop)
    {
        var rows = await scope.Context.Set<LedgerKey>().AsNoTracking().Where(k => k.Log == log.Number).ToListAsync(stop);
        var ended = rows.Where(k => k.Secret is not null && k.SignsUntil <= scope.Now).Select(k => k.Id).ToList();
        if (ended.Count > 0)
        {
            await scope.Context.Set<LedgerKey>().Where(k => ended.Contains(k.Id)).ExecuteUpdateAsync(u => u.SetProperty(k => k.Secret, (string?)null), stop);
            scope.Record("ledger.end-keys", Subject(log), new { keys = rows.Where(k => ended.Contains(k.Id)).Select(k => k.Verifier) });
        }
        var made = new List<string>();
        foreach (var type in Wanted.Except(rows.Where(k => k.SignsUntil is null).Select(k => VerifierKey.Parse(k.Verifier).Value.Type)))
        {
            var key = SignerKey.Generate(log.Origin, type);
            if (box.Close(key.ToSecretText()) is not { } secret)
            {
                return LedgerRefusals.ClosedKeys;
            }
            scope.Context.Add(new LedgerKey { Id = NewId.Next(), Log = log.Number, Verifier = key.Verifier.ToString(), Secret = secret, MadeAt = scope.Now });
            made.Add(key.Verifier.ToString());
        }
        if (made.Count > 0)
        {
            scope.Record("ledger.make-keys", Subject(log), new { log.Origin, keys = made });
        }
        return null;
    }

    /// <summary>The keys that sign now, the newest Ed25519 key first.</summary>
    public async Task<Result<IReadOnlyList<SignerKey>>> Signers(int log, CancellationToken stop)
    {
        var now = store.Clock.Micros;
        var rows = await store.Read(c => c.Set<LedgerKey>().Where(k => k.Log == log && k.Secret != null && (k.SignsUntil == null || k.SignsUntil > now)).ToListAsync(stop));
        var signers = new List<SignerKey>();
        foreach (var row in rows.OrderByDescending(k => k.SignsUntil is null).ThenByDescending(k => k.MadeAt))
        {
            if (!_opened.TryGetValue(row.Id, out var key))
            {
                if (box.Open(row.Secret!) is not { } secret || SignerKey.Parse(secret) is not { Done: true } read)
                {
                    return LedgerRefusals.ClosedKeys;
                }
                _opened[row.Id] = key = read.Value;
            }
            signers.Add(key);
        }
        return signers.Any(s => s.Verifier.Type == KeyType.Ed25519) ? Refused.Not<IReadOnlyList<SignerKey>>([.. signers.OrderBy(s => s.Verifier.Type)]) : LedgerRefusals.ClosedKeys;
    }

    internal static string Subject(LedgerLog log) => "log:" + log.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
