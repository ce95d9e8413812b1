using System.Security.Cryptography;
using System.Text;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Access.Keys;

/// <summary>
/// The one key of an installation that is never in its database: it closes the protection keys, and through them sessions and secrets. Whoever has a copy of the database alone has none of them. It
/// stands in a file of the data folder, or, for several nodes, in a file or environment variable that all of them get.
/// </summary>
public sealed class MasterKey
{
    /// <summary>The environment variable that holds the key itself, in base64.</summary>
    public const string Variable = "HAECHI_KEY";

    private const int Length = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const byte Format = 1;
    private readonly byte[] _key;

    private MasterKey(byte[] key)
    {
        _key = key;
        Fingerprint = Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 8, info: "haechi fingerprint"u8.ToArray()));
    }

    /// <summary>Tells keys apart without giving any of them away.</summary>
    public string Fingerprint { get; }

    /// <summary>The file in a data folder.</summary>
    public static string FileIn(string folder) => Path.Combine(folder, "master.key");

    /// <summary>The key of a tower: from the file that the options name, the environment, or the data folder, where a new one is made when there is none (unless <paramref name="make"/> is false).</summary>
    public static Result<MasterKey> Of(TowerOptions options, bool make = true)
    {
        try
        {
            if (options.KeyFile is { } named)
            {
                return File.Exists(named) ? Read(File.ReadAllText(named), named)
                    : Wrong(named, "키 파일이 없습니다.", "there is no such key file", "openssl rand -base64 32 > FILE 로 만들고, 모든 노드에 같은 것을 주십시오.", "make one with openssl rand -base64 32 > FILE, and give all nodes the same.");
            }
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
            {
                return Read(given, Variable);
            }
            var file = FileIn(options.DataFolder);
            return !make && !File.Exists(file) ? Wrong(file, "아직 마스터 키가 없습니다.", "there is no master key yet", "처음 serve 할 때 만들어집니다.", "serve makes one when it starts for the first time.")
                : Read(File.Exists(file) ? File.ReadAllText(file) : Make(file), file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Wrong(options.KeyFile ?? FileIn(options.DataFolder), $"키 파일을 읽거나 쓸 수 없습니다({fault.Message}).", $"the key file cannot be read or written ({fault.Message})", "권한을 확인하십시오.", "check its permissions.");
        }
    }

    /// <summary>Reads a key: 32 bytes in base64.</summary>
    public static Result<MasterKey> Read(string text, string where)
    {
        var bytes = new byte[Length + 1];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var written) && written == Length ? new MasterKey(bytes[..Length])
            : Wrong(where, "32바이트를 base64로 적은 키가 아닙니다.", "this is no key of 32 bytes in base64", "openssl rand -base64 32 로 만든 것을 주십시오.", "give one made with openssl rand -base64 32.");
    }

    /// <summary>Closes bytes for a purpose.</summary>
    public byte[] Close(ReadOnlySpan<byte> plain, string purpose)
    {
        var closed = new byte[1 + NonceLength + TagLength + plain.Length];
        closed[0] = Format;
        RandomNumberGenerator.Fill(closed.AsSpan(1, NonceLength));
        using var aes = new AesGcm(KeyFor(purpose), TagLength);
        aes.Encrypt(closed.AsSpan(1, NonceLength), plain, closed.AsSpan(1 + NonceLength + TagLength), closed.AsSpan(1 + NonceLength, TagLength), closed.AsSpan(0, 1));
        return closed;
    }

    /// <summary>Opens them; null when this is not the key that closed them, or a byte was changed.</summary>
    public byte[]? Open(ReadOnlySpan<byte> closed, string purpose)
    {
        if (closed.Length < 1 + NonceLength + TagLength || closed[0] != Format)
        {
            return null;
        }
        var plain = new byte[closed.Length - 1 - NonceLength - TagLength];
        try
        {
            using var aes = new AesGcm(KeyFor(purpose), TagLength);
            aes.Decrypt(closed.Slice(1, NonceLength), closed[(1 + NonceLength + TagLength)..], closed.Slice(1 + NonceLength, TagLength), plain, closed[..1]);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>The key as it stands in a file; for a backup, which is itself closed.</summary>
    internal string Text() => Convert.ToBase64String(_key);

    private byte[] KeyFor(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Length, info: Encoding.UTF8.GetBytes("haechi " + purpose));

    /// <summary>Written beside its place and renamed, so that two that start at the same time read the same key.</summary>
    private static string Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = file + "." + NewId.Next();
        var text = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)) + "\n";
        using (var stream = new FileStream(temporary, OwnerOnly()))
        {
            stream.Write(Encoding.ASCII.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(temporary, file, overwrite: false);
            return text;
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(temporary);
            return File.ReadAllText(file);
        }
    }

    /// <summary>A new file that only its owner may read.</summary>
    internal static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return options;
    }

    private static Refusal Wrong(string where, string ko, string en, string koNext, string enNext) => new("wrong-key-file", LocalText.Of(ko, en), where, LocalText.Of(koNext, enNext));
}
