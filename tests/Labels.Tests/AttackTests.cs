using System.Diagnostics;
using System.Text;
using Haechi.Labels.Carriers;
using Haechi.Labels.Jumbf;
using Haechi.Labels.Keys;
using Haechi.Labels.Manifests;
using Haechi.Labels.Signing;
using Haechi.Labels.Tests.Support;
using Haechi.Labels.Verifying;

namespace Haechi.Labels.Tests;

/// <summary>What somebody may do to a labelled file so that it seems to hold.</summary>
public sealed class AttackTests
{
    private const int Flips = 10_000;

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    [InlineData("a.wav")]
    [InlineData("a.webp")]
    [InlineData("a.mp3")]
    [InlineData("a.svg")]
    [InlineData("a.pdf")]
    [InlineData("streams.pdf")]
    [InlineData("a.txt")]
    [InlineData("a.md")]
    [InlineData("a.html")]
    public void Every_byte_changed_outside_the_store_is_found(string name)
    {
        var file = City.Add(Made.All[name], name);
        var store = City.StoreIn(file);
        var random = new Random(20_261_122);
        for (var i = 0; i < Flips; i++)
        {
            var at = random.NextInt64(file.Length - store.Length);
            at += at >= store.Start ? store.Length : 0;
            var old = file[at];
            file[at] ^= (byte)random.Next(1, 256);
            var result = City.TryCheck(file, TrustAnchors.None);
            // A file that is no longer of its kind, or whose store is no longer found, holds nothing either.
            Assert.False(result.Done && result.Value.State is CredentialState.Valid or CredentialState.Trusted, $"byte {at} of {name}, seed 20261122, round {i}");
            file[at] = old;
        }
        Assert.Equal(CredentialState.Trusted, City.Check(file).State);
    }

    [Fact]
    public void A_store_made_shorter_by_its_padding_leaves_no_room_for_other_bytes()
    {
        var file = City.Add(Made.All["a.png"], "a.png");
        var at = City.StoreIn(file);
        var store = Repadded(file.AsSpan((int)at.Start + 8, (int)at.Length - 12).ToArray(), pad => new byte[pad.Length - 300]);
        byte[] Around(byte[] middle) => [.. file[..(int)at.Start], .. middle, .. file[(int)at.End..]];
        var shorter = Made.Chunk("caBX", store);
        var freed = (int)at.Length - shorter.Length;
        var attacks = new Dictionary<string, byte[]>
        {
            ["a comment in the freed place"] = Around([.. shorter, .. Made.Chunk("tEXt", Encoding.ASCII.GetBytes("Comment\0" + new string('x', freed - 20)))]),
            ["a comment before it"] = Around([.. Made.Chunk("tEXt", Encoding.ASCII.GetBytes("Comment\0" + new string('x', freed - 20))), .. shorter]),
            ["bytes behind the store in its chunk"] = Around(Made.Chunk("caBX", [.. store, .. Made.Noise(freed, 1)])),
            ["zeros behind the store in its chunk"] = Around(Made.Chunk("caBX", [.. store, .. new byte[freed]])),
            ["the store alone, shorter"] = Around(shorter),
        };
        Assert.All(attacks, a => Assert.True(City.Check(a.Value).State == CredentialState.Invalid, a.Key));
    }

    [Fact]
    public void Bytes_in_the_padding_are_found()
    {
        var file = City.Add(Made.All["a.png"], "a.png");
        var at = City.StoreIn(file);
        var store = Repadded(file.AsSpan((int)at.Start + 8, (int)at.Length - 12).ToArray(), pad => Made.Noise(pad.Length, 2));
        var report = City.Check([.. file[..(int)at.Start], .. Made.Chunk("caBX", store), .. file[(int)at.End..]]);
        Assert.Equal(CredentialState.Invalid, report.State);
        Assert.Contains("claimSignature.mismatch", report.Failures);
    }

    /// <summary>In a film the place of the store may grow. What stands there and nobody refers to must excuse nothing.</summary>
    [Fact]
    public void A_manifest_that_nobody_signed_excuses_nothing()
    {
        var file = City.Add(City.Add(Made.All["a.mp4"], "a.mp4"), "a.mp4");
        var at = City.StoreIn(file);
        var head = file.AsSpan((int)at.Start, (int)at.Length).IndexOf("jumb"u8) - 4;
        var store = ManifestStore.Read(file.AsSpan((int)at.Start + head, (int)at.Length - head).ToArray());
        foreach (var target in store.Manifests)
        {
            var actions = target.Box.Find(JumbfUri.Assertions)!.Find(ActionStep.Label)!.Raw.ToArray();
            var changed = target.Box.Raw.ToArray();
            changed.AsSpan().Slice(changed.AsSpan().IndexOf(actions), actions.Length).Replace((byte)'h', (byte)'H');
            var url = JumbfUri.Assertion(target.Label, ActionStep.Label);
            var lies = new CborMap
            {
                ["relationship"] = "parentOf", ["validationStatus"] = new[] { "assertion.hashedURI.mismatch", "ingredient.manifest.mismatch" }
                    .SelectMany(code => new[] { url, JumbfUri.Manifest(target.Label) }.Select(u => (object?)new CborMap { ["code"] = code, ["url"] = u })).ToList(),
            };
            var claim = new CborMap { ["instanceID"] = "x", ["signature"] = "x", ["claim_generator_info"] = new CborMap { ["name"] = "x" }, ["created_assertions"] = new List<object?>(), ["redacted_assertions"] = new List<object?> { url } };
            var unsigned = JumbfWriter.Super(BoxTypes.Standard, "urn:c2pa:unsigned", JumbfWriter.Super(BoxTypes.AssertionStore, JumbfUri.Assertions, JumbfWriter.Cbor("cbor", "c2pa.ingredient", Cbor.Write(lies))),
                JumbfWriter.Cbor(BoxTypes.Claim, Claim.LabelOfSecond, Cbor.Write(claim)));
            var spoiled = JumbfWriter.Super(BoxTypes.Store, "c2pa", store.Manifests.Select(m => m == target ? changed : m.Box.Raw.ToArray()).Prepend(unsigned));
            byte[] box = [.. file[((int)at.Start + 8)..((int)at.Start + head)], .. spoiled];
            var report = City.Check([.. file[..(int)at.Start], .. Made.Box("uuid", box), .. file[(int)at.End..]]);
            Assert.Equal(CredentialState.Invalid, report.State);
            Assert.Contains(report.Failures, f => f is "assertion.hashedURI.mismatch" or "ingredient.manifest.mismatch");
        }
    }

    public static TheoryData<string> Exclusions => ["larger", "two", "overlapping", "backwards", "negative", "past the end", "none", "elsewhere"];

    /// <summary>A signer may want to leave out more than the store: such a file does not hold, or says so.</summary>
    [Theory]
    [MemberData(nameof(Exclusions))]
    public void What_a_binding_leaves_out_is_exactly_the_store(string kind)
    {
        CborMap Range(long start, long length) => new() { ["start"] = start, ["length"] = length };
        List<object?> Spoil(ByteRange at, long end) => kind switch
        {
            "larger" => [Range(at.Start, at.Length + 40)],
            "two" => [Range(at.Start, at.Length), Range(at.End + 10, 20)],
            "overlapping" => [Range(at.Start, at.Length), Range(at.End - 5, 20)],
            "backwards" => [Range(at.End + 10, 20), Range(at.Start, at.Length)],
            "negative" => [Range(-1, at.Length)],
            "past the end" => [Range(at.Start, at.Length), Range(end - 5, 20)],
            "none" => [],
            _ => [Range(at.Start + 1, at.Length)],
        };
        var report = City.Check(SignedWith(Spoil));
        if (kind == "two")
        {
            // The specification lets a signer leave out more, and wants that to be told.
            Assert.Contains("assertion.dataHash.additionalExclusionsPresent", report.Notes);
        }
        else
        {
            Assert.Equal(CredentialState.Invalid, report.State);
            Assert.Contains(report.Failures, f => f.StartsWith("assertion.dataHash.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Deep_and_endless_structures_are_refused_at_once()
    {
        var watch = Stopwatch.StartNew();
        var deep = Array.Empty<byte>();
        for (var i = 0; i < 5_000; i++)
        {
            deep = i % 250 == 0 ? JumbfWriter.Super("c2pa", "x") : JumbfWriter.Super("c2pa", "x", [deep]);
        }
        var png = Made.All["a.png"];
        byte[] With(byte[] store) => [.. png[..33], .. Made.Chunk("caBX", store), .. png[33..]];
        byte[] nestedCbor = [.. Enumerable.Repeat((byte)0x81, 100_000), 0];
        byte[] hugeCbor = [0x9A, 0xFF, 0xFF, 0xFF, 0xFF];
        byte[] Claimed(byte[] cbor) => JumbfWriter.Super("c2pa", "c2pa", JumbfWriter.Super("c2ma", "urn:c2pa:x", JumbfWriter.Cbor("c2cl", Claim.LabelOfSecond, cbor)));
        foreach (var store in new[] { deep, Claimed(nestedCbor), Claimed(hugeCbor), JumbfWriter.Super("c2pa", "c2pa", Enumerable.Repeat(JumbfWriter.Super("c2ma", "a"), 30_000)) })
        {
            Assert.Equal(CredentialState.Invalid, City.Check(With(store)).State);
        }
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Theory]
    [InlineData("nested_moov_1000.mp4")]
    [InlineData("riff_bomb_1000.wav")]
    [InlineData("sample3.invalid.wav")]
    public void Hostile_files_are_answered_at_once(string name)
    {
        var file = File.ReadAllBytes(Path.Combine(Folders.Shared("data/labels/hostile"), name));
        var (watch, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        var result = City.TryCheck(file);
        Assert.True(!result.Done || result.Value.State == CredentialState.None);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 20);
    }

    [Fact]
    public void A_file_cut_off_anywhere_gets_an_answer()
    {
        foreach (var name in Made.All.Keys)
        {
            var file = City.Add(Made.All[name], name);
            for (var length = 0; length < file.Length; length += length < 100 ? 1 : 37)
            {
                var result = City.TryCheck(file[..length], TrustAnchors.None);
                Assert.False(result.Done && result.Value.State is CredentialState.Valid or CredentialState.Trusted, $"{name} cut to {length}");
                City.TryAdd(file[..length], name, out _);
            }
        }
    }

    [Fact]
    public void Changed_stores_get_an_answer_and_are_never_trusted_with_a_changed_claim()
    {
        var file = City.Add(Made.All["a.jpg"], "a.jpg");
        var (at, random, seed) = (City.StoreIn(file), new Random(4), file.ToArray());
        for (var i = 0; i < 5_000; i++)
        {
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                file[at.Start + random.NextInt64(at.Length)] = (byte)random.Next(256);
            }
            var result = City.TryCheck(file, TrustAnchors.None);
            if (result is { Done: true, Value.State: CredentialState.Valid })
            {
                // What no signature covers may change; what was said may not.
                Assert.Equal("haneul-poster", result.Value.Claims[0].Actions[0].Agent);
            }
            seed.CopyTo(file, 0);
        }
    }

    private static byte[] Repadded(byte[] store, Func<byte[], byte[]> change)
    {
        var manifest = ManifestStore.Read(store).Active;
        var cose = (List<object?>)Cbor.Read(manifest.Signature!.Value)!;
        ((CborMap)cose[1]!)["pad"] = change(((CborMap)cose[1]!).Bytes("pad")!);
        var boxes = manifest.Box.Superboxes.Select(b => b.Label == JumbfUri.Signature ? JumbfWriter.Cbor(BoxTypes.Signature, JumbfUri.Signature, [0xD2, .. Cbor.Write(cose)]) : b.Raw.ToArray());
        return JumbfWriter.Super(BoxTypes.Store, "c2pa", JumbfWriter.Super(BoxTypes.Standard, manifest.Label, boxes));
    }

    /// <summary>A PNG that is well signed and whose binding leaves out what the signer wanted.</summary>
    private static byte[] SignedWith(Func<ByteRange, long, List<object?>> exclusions)
    {
        using var source = new MemoryStream(Made.All["a.png"]);
        var (carrier, maker, at, hash, end) = (AllCarriers.Of(source)!, new ManifestMaker(City.Request(), null), default(ByteRange), new byte[32], 10_000L);
        (string, CborMap) Binding()
        {
            var map = DataHash.Make(at, hash);
            map["exclusions"] = exclusions(at, end);
            return (DataHash.Label, map);
        }
        for (var round = 0; round < 10; round++)
        {
            using var planned = new PlannedStream(source, carrier.Plan(source, maker.Draft(Binding(), false).Length), new byte[maker.Draft(Binding(), false).Length]);
            (at, end) = (planned.StoreAt, planned.Length);
            try
            {
                hash = RangeHash.Without(planned, System.Security.Cryptography.HashAlgorithmName.SHA256, [.. exclusions(at, end).Cast<CborMap>().Select(m => new ByteRange(m.Number("start")!.Value, m.Number("length")!.Value))]);
            }
            catch (Exception fault) when (fault is ArgumentException or IOException)
            {
                // A hash over such ranges cannot be made; the verifier must refuse before it tries.
            }
        }
        using var final = new PlannedStream(source, carrier.Plan(source, maker.Draft(Binding(), false).Length), maker.Sign(Binding(), false));
        using var all = new MemoryStream();
        final.CopyTo(all);
        return all.ToArray();
    }
}
