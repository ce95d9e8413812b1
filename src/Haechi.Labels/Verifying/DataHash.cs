using Haechi.Labels.Carriers;
using Haechi.Labels.Cose;

namespace Haechi.Labels.Verifying;

/// <summary>The binding over ranges of bytes (C2PA 18.5, checked after 15.12.1).</summary>
internal static class DataHash
{
    public const string Label = "c2pa.hash.data";

    /// <summary>
    /// Checks the binding. The range left out has to be exactly the place where the store was found: a store that takes up less leaves room for bytes that nobody signed.
    /// </summary>
    /// <param name="updated">True when update manifests have made the store longer since it was bound.</param>
    public static void Check(CborMap assertion, string fallback, Stream file, ByteRange store, bool updated, string url, Findings findings)
    {
        if (HashNames.Find(assertion.Text("alg") ?? fallback) is not { } algorithm)
        {
            findings.Fails("algorithm.unsupported", url);
            return;
        }
        if (assertion.Bytes("hash") is not { } expected || assertion.ContainsKey("url") || Exclusions(assertion) is not { } excluded)
        {
            findings.Fails("assertion.dataHash.malformed", url, "a hash and exclusions in order, apart and without negative numbers were expected");
            return;
        }
        excluded = updated ? Stretched(excluded, store) : excluded;
        if (excluded.Count > 1)
        {
            findings.Notes("assertion.dataHash.additionalExclusionsPresent", url);
        }
        if (excluded.Count > 0 && excluded[^1].End > file.Length)
        {
            findings.Fails("assertion.dataHash.mismatch", url, "an exclusion reaches past the end of the file");
        }
        else if (!excluded.Contains(store))
        {
            findings.Fails("assertion.dataHash.mismatch", url, $"no exclusion is exactly where the manifest store stands: {store.Length} bytes from byte {store.Start}");
        }
        else if (assertion.Bytes("pad") is { } pad && pad.AsSpan().ContainsAnyExcept((byte)0))
        {
            findings.Fails("assertion.dataHash.malformed", url, "the padding is not empty");
        }
        else if (RangeHash.Without(file, algorithm, excluded).AsSpan().SequenceEqual(expected))
        {
            findings.Holds("assertion.dataHash.match", url);
        }
        else
        {
            findings.Fails("assertion.dataHash.mismatch", url, "the file's bytes are not those that were bound");
        }
    }

    /// <summary>The assertion for a file whose store stands there.</summary>
    public static CborMap Make(ByteRange store, byte[] hash) => new()
    {
        ["name"] = "jumbf manifest", ["alg"] = "sha256", ["hash"] = hash, ["pad"] = Array.Empty<byte>(),
        ["exclusions"] = new List<object?> { new CborMap { ["start"] = store.Start, ["length"] = store.Length } },
    };

    private static List<ByteRange>? Exclusions(CborMap assertion)
    {
        var (all, end) = (new List<ByteRange>(), 0L);
        foreach (var entry in assertion.List("exclusions") ?? [])
        {
            if (entry is not CborMap map || map.Number("start") is not { } start || map.Number("length") is not { } length || start < end || length <= 0 || start > long.MaxValue - length)
            {
                return null;
            }
            all.Add(new ByteRange(start, length));
            end = start + length;
        }
        return all;
    }

    private static List<ByteRange> Stretched(List<ByteRange> excluded, ByteRange store)
    {
        var at = excluded.FindIndex(r => r.Start == store.Start);
        var more = at < 0 ? 0 : store.Length - excluded[at].Length;
        return [.. excluded.Select((r, i) => i == at ? store : i > at && at >= 0 ? r with { Start = r.Start + more } : r)];
    }
}
