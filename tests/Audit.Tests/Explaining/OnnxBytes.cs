using System.Text;

namespace Haechi.Audit.Tests.Explaining;

/// <summary>A small ONNX file written byte by byte: one tree with one question.</summary>
internal static class OnnxBytes
{
    public static byte[] Tiny()
    {
        byte[] node =
        [
            .. Field(1, "x"u8), .. Field(2, "y"u8), .. Field(4, "TreeEnsembleRegressor"u8), .. Field(7, "ai.onnx.ml"u8),
            .. Longs("nodes_treeids", 0, 0, 0), .. Longs("nodes_nodeids", 0, 1, 2), .. Longs("nodes_featureids", 0, 0, 0), .. Longs("nodes_truenodeids", 1, 0, 0),
            .. Longs("nodes_falsenodeids", 2, 0, 0), .. Floats("nodes_values", 0.5f, 0, 0), .. Floats("nodes_hitrates", 4, 1, 3), .. Texts("nodes_modes", "BRANCH_LEQ", "LEAF", "LEAF"),
            .. Longs("target_treeids", 0, 0), .. Longs("target_nodeids", 1, 2), .. Longs("target_ids", 0, 0), .. Floats("target_weights", 1, 2),
        ];
        return [0x08, 8, .. Field(7, Field(1, node))];
    }

    private static byte[] Longs(string name, params byte[] values) => Field(5, [.. Field(1, Encoding.UTF8.GetBytes(name)), .. Field(8, values)]);

    private static byte[] Floats(string name, params float[] values) => Field(5, [.. Field(1, Encoding.UTF8.GetBytes(name)), .. values.SelectMany(v => (byte[])[(7 << 3) | 5, .. BitConverter.GetBytes(v)])]);

    private static byte[] Texts(string name, params string[] values) => Field(5, [.. Field(1, Encoding.UTF8.GetBytes(name)), .. values.SelectMany(v => Field(9, Encoding.UTF8.GetBytes(v)))]);

    private static byte[] Field(int number, ReadOnlySpan<byte> bytes)
    {
        List<byte> length = [];
        var left = bytes.Length;
        for (; left > 127; left >>= 7)
        {
            length.Add((byte)(left & 127 | 128));
        }
        return [(byte)(number << 3 | 2), .. length, (byte)left, .. bytes];
    }
}
