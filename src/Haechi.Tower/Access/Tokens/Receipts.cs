using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Tokens;

/// <summary>
/// Receipts of acts that a program may ask for twice. A receipt is written in the transaction of its act: whoever is killed between the two leaves neither, and whoever asks again gets the answer
/// of the first time.
/// </summary>
public sealed class Receipts(TowerStore store)
{
    /// <summary>For how long a key is remembered, in microseconds: a day.</summary>
    public const long Kept = 24L * 3600 * 1_000_000;

    /// <summary>The receipt of an act that was done, or null.</summary>
    public async Task<ApiReceipt?> Find(string token, string key, CancellationToken stop = default)
    {
        var after = store.Clock.Micros - Kept;
        await using var context = store.Open();
        return await context.Set<ApiReceipt>().FirstOrDefaultAsync(r => r.Token == token && r.Key == key && r.At > after, stop);
    }

    /// <summary>Keeps a receipt in the running act, and lets go of old ones. False when another node did the same act meanwhile.</summary>
    public static async Task<bool> Keep(WriteScope scope, ApiReceipt receipt)
    {
        var before = scope.Now - Kept;
        await scope.Context.Set<ApiReceipt>().Where(r => r.At <= before).ExecuteDeleteAsync();
        if (scope.Context.Set<ApiReceipt>().Local.FirstOrDefault(r => r.Token == receipt.Token && r.Key == receipt.Key) is null && await scope.Context.Set<ApiReceipt>().AnyAsync(r => r.Token == receipt.Token && r.Key == receipt.Key))
        {
            return false;
        }
        scope.Context.Add(receipt);
        return true;
    }
}
