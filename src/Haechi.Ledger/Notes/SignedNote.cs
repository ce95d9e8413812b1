using System.Buffers.Binary;
using System.Text;

namespace Haechi.Ledger.Notes;

/// <summary>One signature line of a note.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="KeyId">The key's id.</param>
/// <param name="Bytes">The signature without the id.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The line, with its line feed.</summary>
    public string ToLine()
    {
        var bytes = new byte[4 + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Bytes.Span.CopyTo(bytes.AsSpan(4));
        return $"— {Name} {Convert.ToBase64String(bytes)}\n";
    }

    /// <summary>A signer's signature of a text.</summary>
    public static NoteSignature By(INoteSigner signer, string text) => new(signer.Verifier.Name, signer.Verifier.Id, signer.Sign(text));

    /// <summary>Reads one line without its line feed; null when it is none.</summary>
    public static NoteSignature? Parse(string line)
    {
        var parts = line.Split(' ');
        return parts.Length == 3 && parts[0] == "—" && VerifierKey.IsName(parts[1]) && StrictBase64.TryRead(parts[2], out var bytes) && bytes.Length > 4
            ? new NoteSignature(parts[1], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(4)) : null;
    }
}

/// <summary>A text with signatures (C2SP signed-note). The text means nothing before <see cref="Verify"/> found a known key's signature.</summary>
/// <param name="Text">The signed text, with the line feed at its end.</param>
/// <param name="Signatures">At least one.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>Longer notes are refused unread.</summary>
    public const int Longest = 1 << 20;

    private const int MostSignatures = 100;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Signs a text with every signer.</summary>
    public static SignedNote Sign(string text, params IEnumerable<INoteSigner> signers) => new(text, [.. signers.Select(s => NoteSignature.By(s, text))]);

    /// <summary>Reads the bytes of a note; every byte is accounted for.</summary>
    public static LedgerResult<SignedNote> Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes.Length <= Longest ? Parse(Utf8.GetString(bytes)) : Unreadable();
        }
        catch (DecoderFallbackException)
        {
            return Unreadable();
        }
    }

    /// <summary>Reads a note.</summary>
    public static LedgerResult<SignedNote> Parse(string note)
    {
        var blank = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (note.Length > Longest || blank <= 0 || note[^1] != '\n' || note.Any(c => c < ' ' && c != '\n'))
        {
            return Unreadable();
        }
        var lines = note[(blank + 2)..].Split('\n')[..^1];
        var signatures = lines.Select(NoteSignature.Parse).OfType<NoteSignature>().ToList();
        return signatures.Count == lines.Length && lines.Length is > 0 and <= MostSignatures ? new SignedNote(note[..(blank + 1)], signatures) : Unreadable();
    }

    /// <summary>The note as text.</summary>
    public string ToText() => $"{Text}\n{string.Concat(Signatures.Select(s => s.ToLine()))}";

    /// <summary>
    /// The known keys that signed. Signatures of unknown keys are passed over. A known key's signature that does not fit refuses the whole note, and so does a note
    /// that no known key signed.
    /// </summary>
    public LedgerResult<VerifierKey[]> Verify(params IReadOnlyCollection<VerifierKey> keys)
    {
        var signed = new HashSet<VerifierKey>();
        foreach (var signature in Signatures)
        {
            if (keys.FirstOrDefault(k => k.Name == signature.Name && k.Id == signature.KeyId) is not { } key)
            {
                continue;
            }
            if (!key.Verifies(Text, signature.Bytes.Span))
            {
                return new LedgerProblem("signature-wrong", key.Name, "서명이 내용과 맞지 않습니다. 내용이나 서명이 바뀌었습니다. 믿지 마십시오.", "the signature does not fit the text: text or signature was changed; do not trust it");
            }
            signed.Add(key);
        }
        return signed.Count > 0 ? signed.ToArray() : new LedgerProblem("not-signed", string.Join(", ", Signatures.Select(s => s.Name).Distinct()),
            $"주어진 키의 서명이 없습니다. 찾은 키: {string.Join(", ", keys)}. 이 원장의 키인지 보십시오.", $"no signature by a key given ({string.Join(", ", keys)}); see whether that is this log's key");
    }

    private static LedgerProblem Unreadable() => new("note-unreadable", "note", "서명된 노트가 아닙니다. 글, 빈 줄, 서명 줄('— 이름 base64')로 된 UTF-8이어야 합니다.",
        "not a signed note; expected UTF-8 text, an empty line, and signature lines '— name base64'");
}
