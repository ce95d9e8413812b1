using System.Buffers.Binary;
using System.Text;

namespace Haechi.Labels.Jumbf;

/// <summary>Writes boxes (ISO/IEC 19566-5, annex B).</summary>
internal static class JumbfWriter
{
    /// <summary>A superbox that others may address (toggles: requestable and labelled).</summary>
    public static byte[] Super(string letters, string label, params IEnumerable<byte[]> inside) =>
        Box("jumb", [Box("jumd", [BoxTypes.Uuid(letters), [3], Encoding.UTF8.GetBytes(label), [0]]), .. inside]);

    /// <summary>A superbox with one CBOR content box: how assertions and claims are kept.</summary>
    public static byte[] Cbor(string letters, string label, byte[] cbor) => Super(letters, label, [Box("cbor", [cbor])]);

    /// <summary>A box of these parts.</summary>
    public static byte[] Box(string type, IEnumerable<byte[]> parts)
    {
        var payload = parts.ToList();
        var bytes = new byte[8 + payload.Sum(p => p.Length)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length);
        Encoding.ASCII.GetBytes(type, bytes.AsSpan(4));
        var at = 8;
        foreach (var part in payload)
        {
            part.CopyTo(bytes, at);
            at += part.Length;
        }
        return bytes;
    }
}
