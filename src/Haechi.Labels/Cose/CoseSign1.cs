namespace Haechi.Labels.Cose;

/// <summary>A COSE_Sign1 with detached payload as C2PA profiles it (13.2; RFC 9052, 4.2).</summary>
internal sealed class CoseSign1
{
    private const long AlgorithmKey = 1;
    private const long ChainKey = 33;

    private CoseSign1(byte[] head, long? algorithm, IReadOnlyList<byte[]> chain, CborMap loose, byte[] signature) =>
        (Protected, Algorithm, Chain, Loose, Signature) = (head, algorithm, chain, loose, signature);

    /// <summary>The protected header's bytes.</summary>
    public byte[] Protected { get; }

    /// <summary>COSE's number of the algorithm, or null.</summary>
    public long? Algorithm { get; }

    /// <summary>The signer's certificate, then those that issued it, in DER.</summary>
    public IReadOnlyList<byte[]> Chain { get; }

    /// <summary>The header that no signature covers.</summary>
    public CborMap Loose { get; }

    public byte[] Signature { get; }

    /// <summary>True when what fills the reserved space says nothing: whatever else stood there, nobody signed.</summary>
    public bool PadIsEmpty => Loose.Where(h => h.Key is "pad" or "pad2").All(h => h.Value is byte[] pad && !pad.AsSpan().ContainsAnyExcept((byte)0));

    /// <summary>The time stamp tokens, and whether they follow version 2 (sigTst2) or 1 (sigTst); null when there are none.</summary>
    public (bool Second, IReadOnlyList<byte[]> Tokens)? TimeStamps =>
        (Loose.Map("sigTst2") ?? Loose.Map("sigTst")) is not { } box ? null
        : (Loose.ContainsKey("sigTst2"), [.. box.Maps("tstTokens").Select(t => t.Bytes("val")).OfType<byte[]>()]);

    /// <summary>Reads one.</summary>
    /// <exception cref="MalformedException">It is not one.</exception>
    public static CoseSign1 Read(ReadOnlyMemory<byte> bytes)
    {
        if (Cbor.Read(Unpadded(bytes)) is not List<object?> { Count: 4 } parts || parts[0] is not byte[] head || parts[1] is not CborMap loose || parts[3] is not byte[] signature)
        {
            throw new MalformedException("cose-malformed", "서명이 COSE_Sign1 구조가 아닙니다.", "the signature is not a COSE_Sign1 structure");
        }
        var firm = head.Length == 0 ? [] : Cbor.ReadMap(head);
        // Before version 1.3 the chain stood in the other header, and under its name.
        var chain = firm.GetValueOrDefault(ChainKey) ?? firm.GetValueOrDefault("x5chain") ?? loose.GetValueOrDefault(ChainKey) ?? loose.GetValueOrDefault("x5chain");
        return new CoseSign1(head, firm.Number(AlgorithmKey), chain switch { byte[] one => [one], List<object?> all => [.. all.OfType<byte[]>()], _ => [] }, loose, signature);
    }

    /// <summary>What is signed: the Sig_structure of RFC 9052, 4.4.</summary>
    public static byte[] Signed(byte[] head, ReadOnlyMemory<byte> payload) => Structure("Signature1", head, payload);

    /// <summary>What the time stamp is asked for (C2PA 10.3.2.5).</summary>
    public static byte[] Countersigned(byte[] head, ReadOnlyMemory<byte> payload) => Structure("CounterSignature", head, payload);

    /// <summary>The protected header of a signature to be made.</summary>
    public static byte[] Head(long algorithm, IReadOnlyList<byte[]> chain) =>
        Cbor.Write(new CborMap { [AlgorithmKey] = algorithm, [ChainKey] = chain.Count == 1 ? chain[0] : chain });

    /// <summary>The whole structure, filled with zeros to <paramref name="length"/> bytes.</summary>
    /// <returns>Null when it does not fit.</returns>
    public static byte[]? Write(byte[] head, byte[] signature, byte[]? token, int length)
    {
        byte[] With(int pad)
        {
            var loose = new CborMap { ["pad"] = new byte[pad] };
            if (token is not null)
            {
                loose["sigTst2"] = new CborMap { ["tstTokens"] = new List<object?> { new CborMap { ["val"] = token } } };
            }
            return [0xD2, .. Cbor.Write(new List<object?> { head, loose, null, signature })];
        }
        // From 256 to 65,535 bytes the length of the padding takes three bytes, so that every total can be met exactly.
        const int Least = 256;
        var missing = length - With(Least).Length;
        return missing < 0 || missing + Least > ushort.MaxValue ? null : With(Least + missing);
    }

    private static byte[] Structure(string context, byte[] head, ReadOnlyMemory<byte> payload) =>
        Cbor.Write(new List<object?> { context, head, Array.Empty<byte>(), payload.ToArray() });

    /// <summary>Some early writers left zeros behind the structure instead of a padding header.</summary>
    private static ReadOnlyMemory<byte> Unpadded(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new System.Formats.Cbor.CborReader(bytes, System.Formats.Cbor.CborConformanceMode.Lax, allowMultipleRootLevelValues: true);
            reader.SkipValue();
            var rest = bytes[^reader.BytesRemaining..];
            return rest.Span.ContainsAnyExcept((byte)0) ? bytes : bytes[..^rest.Length];
        }
        catch (Exception fault) when (fault is System.Formats.Cbor.CborContentException or InvalidOperationException)
        {
            return bytes;
        }
    }
}
