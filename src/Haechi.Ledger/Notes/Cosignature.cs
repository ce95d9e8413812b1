using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Haechi.Ledger.Notes;

/// <summary>The bytes of a witness's cosignature (C2SP tlog-cosignature, v1): eight bytes of time, then Ed25519 over time and note.</summary>
public static class Cosignature
{
    internal const int TimeLength = 8;

    /// <summary>When it was given, in seconds since 1970; null when these bytes are no cosignature.</summary>
    public static long? TimeOf(ReadOnlySpan<byte> signature) =>
        signature.Length == TimeLength + Ed25519.SignatureLength && BinaryPrimitives.ReadInt64BigEndian(signature) is var time and >= 0 ? time : null;

    internal static byte[] Message(long time, string text) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n{text}"));
}
