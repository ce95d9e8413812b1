using System.Globalization;
using System.Text;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Common;

namespace Haechi.Tower.Operations.Backups;

/// <summary>
/// The two readable lines at the head of a backup: a mark, and how it was closed and until when it is to be kept. Every chunk that follows is bound to them: when a byte of them changes, nothing opens.
/// </summary>
/// <param name="Made">When, in UTC microseconds.</param>
/// <param name="Expires">When it is to be deleted, in UTC microseconds; null: never by itself.</param>
/// <param name="Salt">For the key of this file.</param>
/// <param name="Iterations">Of PBKDF2; 0 when a key file closed it.</param>
/// <param name="Check">Tells a wrong key from a damaged file.</param>
public sealed record BackupHeader(long Made, long? Expires, byte[] Salt, int Iterations, string Check)
{
    internal const string Mark = "HAECHI-BACKUP 1";
    internal const int Chunk = 1 << 20;
    private const int Longest = 2000;
    private const int MostIterations = 10_000_000;

    /// <summary>True when its time is over.</summary>
    public bool IsExpired(long now) => Expires is { } end && end <= now;

    /// <summary>The bytes as they stand in the file.</summary>
    internal byte[] Bytes() => Encoding.ASCII.GetBytes(Mark + "\n" + JsonSerializer.Serialize(new Written("AES-256-GCM", Iterations > 0 ? "PBKDF2-SHA256" : "HKDF-SHA256", Iterations, Convert.ToBase64String(Salt), Check, Chunk, Instant(Made), Expires is { } end ? Instant(end) : null)) + "\n");

    /// <summary>Reads the head; the bytes read are given back for the binding.</summary>
    internal static async Task<Result<(BackupHeader Header, byte[] Bytes)>> Read(Stream from, string name, CancellationToken stop)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        for (var lines = 0; lines < 2;)
        {
            if (bytes.Count > Longest || await from.ReadAsync(one, stop) == 0)
            {
                return No(name);
            }
            bytes.Add(one[0]);
            lines += one[0] == '\n' ? 1 : 0;
            if (lines == 0 && bytes.Count > Mark.Length)
            {
                return No(name);
            }
        }
        var text = Encoding.ASCII.GetString([.. bytes]).Split('\n');
        try
        {
            return text[0] == Mark && JsonSerializer.Deserialize<Written>(text[1]) is { Cipher: "AES-256-GCM", Chunk: Chunk, Iterations: >= 0 and <= MostIterations } w
                ? (new BackupHeader(Micros(w.Made), w.Expires is null ? null : Micros(w.Expires), Convert.FromBase64String(w.Salt), w.Iterations, w.Check), bytes.ToArray()) : No(name);
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or ArgumentNullException)
        {
            return No(name);
        }
    }

    private static string Instant(long micros) => DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static long Micros(string text) => TowerClock.ToMicros(DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    private static Refusal No(string name) => new("no-backup", LocalText.Of("해치의 백업 파일이 아니거나 머리 부분이 상했습니다.", "this is no backup of Haechi, or its head is damaged"), name, LocalText.Of("다른 백업을 쓰십시오.", "use another backup."));

    private sealed record Written(string Cipher, string Kdf, int Iterations, string Salt, string Check, int Chunk, string Made, string? Expires);
}
