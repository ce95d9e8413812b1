using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Haechi.Tower.Access.Factors;

/// <summary>Codes from a shared secret and the time (RFC 6238 over RFC 4226), as every authenticator app makes them: HMAC-SHA-1, six digits, a new one every 30 seconds.</summary>
public static class Totp
{
    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    private const int SecretBytes = 20;
    private const long StepMicros = 30L * 1_000_000;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret: 160 bits, the length of the hash (RFC 4226, section 4).</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The step in which an instant lies.</summary>
    public static long StepOf(long micros) => micros / StepMicros;

    /// <summary>The code of a step.</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[20];
        // SHA-1 is what the apps know; HMAC does not rest on its resistance to collisions (RFC 6238, section 1.2; RFC 6194).
#pragma warning disable CA5350
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xf)..]) & 0x7fff_ffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The step whose code this is, or null. One step before and after are allowed for clocks that differ and for typing. A step that was used, or an older one, is refused: a code works once
    /// (RFC 6238, section 5.2).
    /// </summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, long micros, long lastStep)
    {
        var now = StepOf(micros);
        var given = Encoding.ASCII.GetBytes(code);
        long? match = null;
        for (var step = now - 1; step <= now + 1; step++)
        {
            // All three are worked out, so that the time taken does not tell which came close.
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), given) && step > lastStep)
            {
                match ??= step;
            }
        }
        return match;
    }

    /// <summary>The secret as apps take it by hand: base 32 without padding (RFC 4648, section 6).</summary>
    public static string Spell(ReadOnlySpan<byte> secret)
    {
        var text = new StringBuilder();
        var (bits, held) = (0, 0);
        foreach (var one in secret)
        {
            (bits, held) = ((bits << 8) | one, held + 8);
            while (held >= 5)
            {
                text.Append(Base32[(bits >> (held -= 5)) & 31]);
            }
            bits &= (1 << held) - 1;
        }
        return (held > 0 ? text.Append(Base32[(bits << (5 - held)) & 31]) : text).ToString();
    }

    /// <summary>The address that a QR code carries to an app.</summary>
    public static string Address(string issuer, string login, ReadOnlySpan<byte> secret) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(login)}?secret={Spell(secret)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period=30";
}
