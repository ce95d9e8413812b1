using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Haechi.Ledger.Notes;

/// <summary>A secret key with its name, written <c>PRIVATE+KEY+name+id+key</c> as Go's note package does; for ECDSA the key is a PKCS #8 structure in DER.</summary>
public sealed class SignerKey : INoteSigner
{
    private const string Prefix = "PRIVATE+KEY+";

    private readonly byte[] _secret;
    private readonly TimeProvider _time;

    private SignerKey(string name, KeyType type, byte[] secret, TimeProvider? time)
    {
        (_secret, _time) = (secret, time ?? TimeProvider.System);
        Verifier = VerifierKey.Of(name, type, type == KeyType.Ecdsa ? EcdsaPublic(secret) : Ed25519.PublicKey(secret));
    }

    /// <inheritdoc />
    public VerifierKey Verifier { get; }

    /// <summary>A new random key. <paramref name="time"/> dates cosignatures.</summary>
    public static SignerKey Generate(string name, KeyType type, TimeProvider? time = null)
    {
        if (type != KeyType.Ecdsa)
        {
            return new SignerKey(name, type, RandomNumberGenerator.GetBytes(Ed25519.KeyLength), time);
        }
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SignerKey(name, type, ecdsa.ExportPkcs8PrivateKey(), time);
    }

    /// <summary>Reads the one line of a secret key. Its text is never part of a message.</summary>
    public static LedgerResult<SignerKey> Parse(string text, TimeProvider? time = null)
    {
        var line = text.Trim();
        var parts = line.StartsWith(Prefix, StringComparison.Ordinal) ? line[Prefix.Length..].Split('+', 3) : [];
        if (parts.Length == 3 && VerifierKey.IsName(parts[0]) && StrictBase64.TryRead(parts[2], out var bytes) && bytes.Length > 1)
        {
            try
            {
                var key = new SignerKey(parts[0], (KeyType)bytes[0], bytes[1..], time);
                if (parts[1] == key.Verifier.Id.ToString("x8", CultureInfo.InvariantCulture))
                {
                    return key;
                }
            }
            catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
            {
                // Not a key of that type: told below.
            }
        }
        return new LedgerProblem("secret-key-unreadable", "key", "서명 키를 읽을 수 없습니다. 'PRIVATE+KEY+이름+8자리 16진수+base64' 한 줄이어야 합니다.", "the secret key can't be read; expected one line 'PRIVATE+KEY+name+8 hex digits+base64'");
    }

    /// <summary>The secret as one line, to be kept where only the signer reads it.</summary>
    public string ToSecretText() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Verifier.Name}+{Verifier.Id:x8}+{Convert.ToBase64String([(byte)Verifier.Type, .. _secret])}");

    /// <inheritdoc />
    public byte[] Sign(string text) => Verifier.Type switch
    {
        KeyType.Ed25519 => Ed25519.Sign(_secret, Encoding.UTF8.GetBytes(text)),
        KeyType.Ecdsa => SignEcdsa(Encoding.UTF8.GetBytes(text)),
        _ => Cosign(text),
    };

    private byte[] SignEcdsa(byte[] text)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(_secret, out _);
        return ecdsa.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private byte[] Cosign(string text)
    {
        var time = _time.GetUtcNow().ToUnixTimeSeconds();
        var bytes = new byte[Cosignature.TimeLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time);
        return [.. bytes, .. Ed25519.Sign(_secret, Cosignature.Message(time, text))];
    }

    private static byte[] EcdsaPublic(byte[] secret)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(secret, out _);
        return ecdsa.ExportSubjectPublicKeyInfo();
    }
}
