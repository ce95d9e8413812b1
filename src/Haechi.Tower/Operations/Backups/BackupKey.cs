using System.Security.Cryptography;
using System.Text;
using Haechi.Rules;
using Haechi.Tower.Common;

namespace Haechi.Tower.Operations.Backups;

/// <summary>What closes a backup: 32 bytes of a key file, or a passphrase that is made slow to guess.</summary>
public sealed class BackupKey
{
    /// <summary>OWASP's figure for PBKDF2 with HMAC-SHA-256 (Password Storage Cheat Sheet).</summary>
    internal const int Iterations = 600_000;

    private const int KeyLength = 32;
    private const int ShortestPassphrase = 12;
    private readonly byte[] _secret;

    private BackupKey(byte[] secret, bool passphrase) => (_secret, IsPassphrase) = (secret, passphrase);

    /// <summary>True when a person chose it.</summary>
    public bool IsPassphrase { get; }

    /// <summary>Reads 32 bytes in base64, as <c>openssl rand -base64 32</c> writes them.</summary>
    public static Result<BackupKey> FromKeyFile(string file) => Read(file, text =>
    {
        var bytes = new byte[KeyLength + 1];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == KeyLength ? new BackupKey(bytes[..KeyLength], false)
            : Wrong(file, "32바이트를 base64로 적은 키가 아닙니다.", "this is no key of 32 bytes in base64", "openssl rand -base64 32 로 만든 것을 주십시오.", "give one made with openssl rand -base64 32.");
    });

    /// <summary>Reads a passphrase: the first line of a file.</summary>
    public static Result<BackupKey> FromPassphraseFile(string file) => Read(file, text => text.Split('\n')[0].TrimEnd('\r') is { Length: >= ShortestPassphrase } phrase
        ? new BackupKey(Encoding.UTF8.GetBytes(phrase.Normalize()), true)
        : Wrong(file, $"암호문이 {ShortestPassphrase}자보다 짧습니다.", $"the passphrase has fewer than {ShortestPassphrase} characters", "낱말 여러 개를 이어 길게 만드십시오.", "make it long, such as several words."));

    /// <summary>The key of one file.</summary>
    internal byte[] For(byte[] salt, int iterations) => IsPassphrase
        ? Rfc2898DeriveBytes.Pbkdf2(_secret, salt, iterations, HashAlgorithmName.SHA256, KeyLength)
        : HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, KeyLength, salt, "haechi backup"u8.ToArray());

    /// <summary>Tells a wrong key from a damaged file, and gives nothing of the key away.</summary>
    internal static string Check(byte[] key) => Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 8, info: "haechi backup check"u8.ToArray()));

    private static Result<BackupKey> Read(string file, Func<string, Result<BackupKey>> read)
    {
        try
        {
            return read(File.ReadAllText(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Wrong(file, "키 파일을 읽을 수 없습니다.", "the key file cannot be read", fault.Message, fault.Message);
        }
    }

    private static Refusal Wrong(string where, string ko, string en, string koNext, string enNext) => new("wrong-key-file", LocalText.Of(ko, en), where, LocalText.Of(koNext, enNext));
}
