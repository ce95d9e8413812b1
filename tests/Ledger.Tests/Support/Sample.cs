using System.Text;
using Haechi.Ledger.Checking;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tree;
using Haechi.Ledger.Writing;

namespace Haechi.Ledger.Tests.Support;

/// <summary>Keys, entries and logs for tests.</summary>
internal static class Sample
{
    public const string Origin = "ai.haneul.example/log";
    public const string Folder = "/ledger";

    public static SignerKey Key { get; } = SignerKey.Generate(Origin, KeyType.Ed25519);

    public static bool IsLong => Environment.GetEnvironmentVariable("HAECHI_LONG") == "1";

    public static byte[] Entry(long index) => Encoding.UTF8.GetBytes($"{{\"entry\":{index},\"type\":\"{new string((char)('a' + (index % 26)), (int)(index % 7))}\"}}");

    public static ReadOnlyMemory<byte>[] Entries(long first, int count) => [.. Enumerable.Range(0, count).Select(i => (ReadOnlyMemory<byte>)Entry(first + i))];

    public static LedgerOptions Options(ILedgerFiles files, string folder = Folder) => new(folder, Origin) { Signers = [Key], Files = files };

    public static DerivedLedger Derived(ILedgerFiles files, string folder = Folder, bool rebuild = false) =>
        DerivedLedger.Open(new LedgerOptions(folder, Origin) { Keys = [Key.Verifier], Files = files }, rebuild).Value;

    /// <summary>A published log of so many entries, with a checkpoint at each of the sizes.</summary>
    public static LedgerFolder Log(ILedgerFiles files, params int[] sizes)
    {
        using var log = Derived(files);
        foreach (var size in sizes)
        {
            while (log.Size < size)
            {
                Assert.True(log.AppendAt(log.Size, Entry(log.Size)).Value);
            }
            Assert.True(log.Publish(SignedNote.Sign(log.Head.Text, Key)).Done);
        }
        return new LedgerFolder(Folder, files);
    }

    /// <summary>The first problem of a report as text.</summary>
    public static string? First(this VerifyReport report) => report.Problems.Count > 0 ? report.Problems[0].ToLine("en") : null;

    public static TreeHash[] Hashes(IEnumerable<byte[]> hashes) => [.. hashes.Select(h => TreeHash.Read(h))];

    public static byte[][] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => NaiveTree.Leaf(Entry(i)))];
}
