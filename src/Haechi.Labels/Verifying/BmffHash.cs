using System.Buffers.Binary;
using System.Security.Cryptography;
using Haechi.Labels.Carriers;
using Haechi.Labels.Cose;

namespace Haechi.Labels.Verifying;

/// <summary>The binding over boxes (C2PA 18.6): everything but the boxes named, and where each outer box begins.</summary>
internal static class BmffHash
{
    public const string Label = "c2pa.hash.bmff.v3";
    /// <summary>What the specification always leaves out. Boxes "free" and "skip" may be left out too; we bind them, so that nothing can be hidden there.</summary>
    private static readonly string[] Usual = ["/uuid", "/ftyp", "/mfra"];

    /// <summary>True for the labels of this binding, of any version.</summary>
    public static bool Is(string label) => label is "c2pa.hash.bmff" or "c2pa.hash.bmff.v2" or Label;

    public static void Check(CborMap assertion, string label, string fallback, Stream file, string url, Findings findings)
    {
        if (HashNames.Find(assertion.Text("alg") ?? fallback) is not { } algorithm)
        {
            findings.Fails("algorithm.unsupported", url);
            return;
        }
        if (assertion.GetValueOrDefault("merkle") is not null)
        {
            findings.Fails("algorithm.unsupported", url, "this version does not check hash trees over parts of a film");
            return;
        }
        var excluded = assertion.Maps("exclusions").ToList();
        if (assertion.Bytes("hash") is not { } expected || excluded.Count == 0 || excluded.Any(e => e.Text("xpath") is null || !Ordered(e)))
        {
            findings.Fails("assertion.bmffHash.malformed", url);
            return;
        }
        if (excluded.Any(e => !Usual.Contains(e.Text("xpath"))))
        {
            findings.Notes("assertion.bmffHash.additionalExclusionsPresent", url);
        }
        try
        {
            var found = Compute(file, algorithm, excluded, withPlaces: label != "c2pa.hash.bmff");
            if (found.AsSpan().SequenceEqual(expected))
            {
                findings.Holds("assertion.bmffHash.match", url);
            }
            else
            {
                findings.Fails("assertion.bmffHash.mismatch", url, "the file's boxes are not those that were bound");
            }
        }
        catch (MalformedException fault)
        {
            findings.Fails("assertion.bmffHash.mismatch", url, fault.Message);
        }
    }

    /// <summary>The assertion with this hash.</summary>
    public static CborMap Make(byte[] hash) => new() { ["name"] = "jumbf manifest", ["alg"] = "sha256", ["hash"] = hash, ["exclusions"] = Exclusions().Cast<object?>().ToList() };

    /// <summary>The hash of a file that is to be bound.</summary>
    public static byte[] Compute(Stream file) => Compute(file, HashAlgorithmName.SHA256, Exclusions(), withPlaces: true);

    private static List<CborMap> Exclusions() =>
    [
        .. Usual.Select(path => new CborMap
        {
            ["xpath"] = path, ["length"] = null, ["subset"] = null, ["version"] = null, ["flags"] = null, ["exact"] = null,
            ["data"] = path == "/uuid" ? new List<object?> { new CborMap { ["offset"] = 8L, ["value"] = BmffCarrier.Uuid } } : null,
        }),
    ];

    private static byte[] Compute(Stream file, HashAlgorithmName algorithm, IReadOnlyList<CborMap> exclusions, bool withPlaces)
    {
        var boxes = BmffBox.In(file, new ByteRange(0, file.Length), topLevel: true);
        var (skipped, whole) = (new List<ByteRange>(), new HashSet<long>());
        foreach (var exclusion in exclusions)
        {
            foreach (var box in BmffBox.Along(file, boxes, exclusion.Text("xpath")!).Where(b => Fits(file, b, exclusion)))
            {
                var subsets = exclusion.List("subset") is null ? null : exclusion.Maps("subset").ToList();
                skipped.AddRange(subsets is null ? [box.At] : subsets.Select(s => Part(box.At, s.Number("offset") ?? 0, s.Number("length") ?? 0)).Where(r => r.Length > 0));
                if (subsets is null)
                {
                    whole.Add(box.At.Start);
                }
            }
        }
        using var hash = IncrementalHash.CreateHash(algorithm);
        Add(hash, file, skipped, withPlaces ? [.. boxes.Select(b => b.At.Start).Where(s => !whole.Contains(s))] : []);
        return hash.GetHashAndReset();
    }

    private static void Add(IncrementalHash hash, Stream file, List<ByteRange> skipped, List<long> places)
    {
        var (place, at) = (new byte[8], 0L);
        var stops = skipped.Select(r => (At: r.Start, r.End, IsPlace: false)).Concat(places.Select(p => (At: p, End: p, IsPlace: true))).OrderBy(s => s.At).ThenBy(s => s.IsPlace ? 0 : 1);
        foreach (var stop in stops)
        {
            RangeHash.Add(hash, file, new ByteRange(at, stop.At - at));
            if (stop.IsPlace)
            {
                BinaryPrimitives.WriteInt64BigEndian(place, stop.At);
                hash.AppendData(place);
            }
            at = Math.Max(at, stop.End);
        }
        RangeHash.Add(hash, file, new ByteRange(at, file.Length - at));
    }

    private static ByteRange Part(ByteRange box, long offset, long length) => offset < 0 || length < 0 || offset > box.Length ? default
        : new ByteRange(box.Start + offset, length == 0 ? box.Length - offset : Math.Min(length, box.Length - offset));

    /// <summary>True when the box is as the exclusion wants it: length, version, flags and bytes at places in it.</summary>
    private static bool Fits(Stream file, BmffBox box, CborMap exclusion)
    {
        if (exclusion.Number("length") is { } length && length != box.At.Length)
        {
            return false;
        }
        var (version, flags) = (exclusion.Number("version"), exclusion.Bytes("flags"));
        if (version is not null || flags is not null)
        {
            var head = box.Inside.Length < 4 ? [] : Bytes.ReadExactly(file, new ByteRange(box.Inside.Start, 4));
            if (head.Length < 4 || (version is not null && head[0] != version) || (flags is { Length: >= 3 } && !Flags(head, flags, exclusion.GetValueOrDefault("exact") is not false)))
            {
                return false;
            }
        }
        return exclusion.Maps("data").All(d => d.Number("offset") is >= 0 and var offset && d.Bytes("value") is { } value && offset <= box.At.Length - value.Length
            && Bytes.ReadExactly(file, new ByteRange(box.At.Start + offset, value.Length)).AsSpan().SequenceEqual(value));
    }

    private static bool Flags(byte[] head, byte[] wanted, bool exact) =>
        Enumerable.Range(0, 3).All(i => exact ? head[i + 1] == wanted[i] : (head[i + 1] & wanted[i]) == wanted[i]);

    private static bool Ordered(CborMap exclusion)
    {
        var end = 0L;
        foreach (var subset in exclusion.Maps("subset"))
        {
            var (offset, length) = (subset.Number("offset") ?? -1, subset.Number("length") ?? -1);
            if (offset < end || length < 0 || length > long.MaxValue - offset)
            {
                return false;
            }
            end = offset + length;
        }
        return true;
    }
}
