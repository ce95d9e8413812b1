using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Haechi.Ledger.Notes;

/// <summary>A public key with its name, written <c>name+id+key</c> (C2SP signed-note, "Verifier keys").</summary>
public sealed class VerifierKey
{
    private readonly byte[] _key;

    private VerifierKey(string name, KeyType type, byte[] key) => (Name, Type, _key, Id) = (name, type, key, IdOf(name, type, key));

    /// <summary>The name in signature lines.</summary>
    public string Name { get; }

    /// <summary>What kind of signature it verifies.</summary>
    public KeyType Type { get; }

    /// <summary>The key's number in signature lines: four bytes of a hash, no proof of anything.</summary>
    public uint Id { get; }

    /// <summary>The key in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Type, .. _key])}");

    /// <summary>Makes a key of its parts.</summary>
    /// <exception cref="ArgumentException">The name or the bytes are not of that kind.</exception>
    public static VerifierKey Of(string name, KeyType type, ReadOnlySpan<byte> key) =>
        IsName(name) && IsKey(type, key) ? new VerifierKey(name, type, key.ToArray()) : throw new ArgumentException($"'{name}' is no key name, or the key is not of type {type}", nameof(name));

    /// <summary>Reads <c>name+id+key</c>. The id is checked.</summary>
    public static LedgerResult<VerifierKey> Parse(string text)
    {
        var parts = text.Trim().Split('+', 3);
        if (parts.Length == 3 && IsName(parts[0]) && StrictBase64.TryRead(parts[2], out var bytes) && bytes.Length > 1 && IsKey((KeyType)bytes[0], bytes.AsSpan(1)))
        {
            var key = new VerifierKey(parts[0], (KeyType)bytes[0], bytes[1..]);
            if (parts[1] == key.Id.ToString("x8", CultureInfo.InvariantCulture))
            {
                return key;
            }
        }
        return new LedgerProblem("key-unreadable", text.Length > 60 ? text[..60] + "…" : text,
            "검증 키가 아닙니다. '이름+8자리 16진수+base64' 한 줄이어야 하며, Ed25519(1), ECDSA P-256(2), 증인 공동서명(4) 키를 읽습니다. 키를 처음부터 끝까지 복사했는지 보십시오.",
            "not a verifier key; expected one line 'name+8 hex digits+base64' of type Ed25519 (1), ECDSA P-256 (2) or witness cosignature (4); see whether the whole line was copied");
    }

    /// <summary>True when the signature of a note's line, without the id, fits the text.</summary>
    public bool Verifies(string text, ReadOnlySpan<byte> signature) => Type switch
    {
        KeyType.Ed25519 => Ed25519.Verifies(_key, Encoding.UTF8.GetBytes(text), signature),
        KeyType.Ecdsa => VerifiesEcdsa(Encoding.UTF8.GetBytes(text), signature),
        _ => Cosignature.TimeOf(signature) is { } time && Ed25519.Verifies(_key, Cosignature.Message(time, text), signature[Cosignature.TimeLength..]),
    };

    /// <summary>Names are not empty and hold no blanks and no plus.</summary>
    internal static bool IsName(string name) => name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+');

    private static bool IsKey(KeyType type, ReadOnlySpan<byte> key)
    {
        if (type is KeyType.Ed25519 or KeyType.Cosignature)
        {
            return key.Length == Ed25519.KeyLength;
        }
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(key, out var read);
            return type == KeyType.Ecdsa && read == key.Length && ecdsa.KeySize == 256;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private bool VerifiesEcdsa(byte[] text, ReadOnlySpan<byte> signature)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(_key, out _);
        return ecdsa.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>ECDSA keys are numbered by the key alone, all others by name, type and key.</summary>
    private static uint IdOf(string name, KeyType type, byte[] key) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(type == KeyType.Ecdsa ? key : [.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)type, .. key]));
}
