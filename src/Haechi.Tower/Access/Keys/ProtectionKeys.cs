using System.Text;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Keys;

/// <summary>One key of the ring that protects sessions, forms and secrets; in the database, so that all nodes share it, and closed with the master key.</summary>
public sealed class ProtectionKey
{
    /// <summary>What the ring calls it.</summary>
    public required string Id { get; init; }

    /// <summary>The master key that closed it.</summary>
    public required string Master { get; init; }

    /// <summary>The key, closed.</summary>
    public required byte[] Closed { get; init; }

    /// <summary>When it was made, in UTC microseconds.</summary>
    public long MadeAt { get; init; }
}

internal sealed class ProtectionKeyModel : IModelPart
{
    public void Build(ModelBuilder model) => model.Entity<ProtectionKey>(e => e.ToTable("protection_key").HasKey(k => k.Id));
}

/// <summary>The ring of protection keys in the database.</summary>
public sealed class ProtectionKeys(TowerStore store, MasterKey master)
{
    private const string Purpose = "protection key";

    /// <summary>The keys that the master key opens. Synchronous, as the framework's interface asks it.</summary>
    public IReadOnlyList<string> All()
    {
        using var context = store.Open();
        return [.. context.Set<ProtectionKey>().OrderBy(k => k.MadeAt).AsEnumerable().Select(k => master.Open(k.Closed, Purpose)).OfType<byte[]>().Select(Encoding.UTF8.GetString)];
    }

    /// <summary>Keeps a key; one that is there already stays as it is.</summary>
    public async Task Add(string id, string xml)
    {
        var added = await store.Write<Done>(Actor.Program, async scope =>
        {
            if (await scope.Context.Set<ProtectionKey>().FindAsync(id) is null)
            {
                scope.Context.Add(new ProtectionKey { Id = id, Master = master.Fingerprint, Closed = master.Close(Encoding.UTF8.GetBytes(xml), Purpose), MadeAt = scope.Now });
            }
            scope.Record("access.protection-key", "key:" + id, new { master = master.Fingerprint });
            return Done.Well;
        });
        if (!added.Done)
        {
            throw new IOException(added.Refusals[0].ToLine("en"));
        }
    }

    /// <summary>Null when this master key opens the ring, or there is none yet; else why the tower must not start: it would silently end every session and lose every secret.</summary>
    public async Task<Refusal?> Check(CancellationToken stop = default)
    {
        var masters = await store.Read(c => c.Set<ProtectionKey>().Select(k => k.Master).Distinct().ToListAsync(stop));
        return masters.Count == 0 || masters.Contains(master.Fingerprint) ? null : new Refusal("wrong-key",
            LocalText.Of($"이 데이터베이스의 보호 키는 다른 마스터 키({string.Join(", ", masters)})로 잠겨 있습니다. 지금 키는 {master.Fingerprint}입니다.", $"the protection keys of this database were closed with another master key ({string.Join(", ", masters)}); this one is {master.Fingerprint}"), null,
            LocalText.Of($"모든 노드에 같은 키를 --key-file 이나 {MasterKey.Variable}로 주거나, 처음 노드의 자료 폴더에 있는 master.key를 복사하십시오.", $"give all nodes the same key with --key-file or {MasterKey.Variable}, or copy master.key from the data folder of the first node."));
    }
}
