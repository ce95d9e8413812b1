using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Haechi.Audit.Columns;

/// <summary>
/// Codes of 1, 2, 4, 8 or 16 bits. Below 8 bits, groups of 32 bytes hold 32 × 8/width codes: code r of a group lies in byte r % 32, from bit (r / 32) × width on, so that one vector holds 32
/// codes that follow each other. From 8 bits on codes lie one after the other, little end first, filled up with zeros to 32 of them.
/// </summary>
internal static unsafe class Packing
{
    /// <summary>A stripe holds this many rows, the last one of a part maybe fewer.</summary>
    public const int StripeRows = 65_536;

    /// <summary>Rows are unpacked so many at a time: a multiple of the largest group.</summary>
    public const int TileRows = 4_096;

    /// <summary>The keys of a tile come in multiples of this.</summary>
    public const int Lanes = 32;

    private const int GroupBytes = 32;

    /// <summary>The narrowest width for codes below <paramref name="distinct"/>.</summary>
    public static int WidthFor(long distinct) => distinct switch { <= 2 => 1, <= 4 => 2, <= 16 => 4, <= 256 => 8, _ => 16 };

    /// <summary>The bytes that so many rows take.</summary>
    public static int Length(int rows, int width)
    {
        var inGroup = width >= 8 ? Lanes : GroupBytes * 8 / width;
        return (rows + inGroup - 1) / inGroup * (inGroup * width / 8);
    }

    /// <summary>Packs codes.</summary>
    public static byte[] Pack(ReadOnlySpan<int> codes, int width)
    {
        var packed = new byte[Length(codes.Length, width)];
        if (width >= 8)
        {
            for (var i = 0; i < codes.Length; i++)
            {
                packed[i * (width / 8)] = (byte)codes[i];
                if (width == 16)
                {
                    packed[(2 * i) + 1] = (byte)(codes[i] >> 8);
                }
            }
            return packed;
        }
        var inGroup = GroupBytes * 8 / width;
        for (var i = 0; i < codes.Length; i++)
        {
            var (group, r) = (i / inGroup, i % inGroup);
            packed[(group * GroupBytes) + (r % GroupBytes)] |= (byte)(codes[i] << (r / GroupBytes * width));
        }
        return packed;
    }

    /// <summary>The code of one row.</summary>
    public static int At(ReadOnlySpan<byte> packed, int row, int width)
    {
        switch (width)
        {
            case 8:
                return packed[row];
            case 16:
                return MemoryMarshal.Read<ushort>(packed[(2 * row)..]);
            default:
                var inGroup = GroupBytes * 8 / width;
                var r = row % inGroup;
                return (packed[(row / inGroup * GroupBytes) + (r % GroupBytes)] >> (r / GroupBytes * width)) & ((1 << width) - 1);
        }
    }

    /// <summary>
    /// Takes a column into the keys of a tile: key = key × factor + code for each row, modulo 65,536. Gives the greatest code found, which the caller compares with what the column may hold before
    /// a key is used.
    /// </summary>
    /// <param name="packed">The stripe.</param>
    /// <param name="from">The first row of the tile: a multiple of <see cref="TileRows"/>.</param>
    /// <param name="width">The width of the codes.</param>
    /// <param name="factor">How many codes the column may have.</param>
    /// <param name="keys">The keys of the tile; as many as there are rows, rounded up to <see cref="Lanes"/>.</param>
    public static int Fold(ReadOnlySpan<byte> packed, int from, int width, int factor, Span<ushort> keys)
    {
        fixed (byte* bytes = packed)
        fixed (ushort* first = keys)
        {
            var (at, times) = ((long)from * width / 8, Vector256.Create((ushort)factor));
            return width switch
            {
                16 => FoldWords((ushort*)(bytes + at), times, first, keys.Length),
                8 => FoldBytes(bytes + at, times, first, keys.Length),
                _ => FoldNarrow(bytes + at, width, times, first, keys.Length),
            };
        }
    }

    private static int FoldNarrow(byte* at, int width, Vector256<ushort> times, ushort* keys, int rows)
    {
        var (mask, most) = (Vector256.Create((byte)((1 << width) - 1)), Vector256<byte>.Zero);
        for (var row = 0; row < rows; at += GroupBytes)
        {
            var group = Vector256.Load(at);
            for (var shift = 0; shift < 8 && row < rows; shift += width, row += Lanes)
            {
                var codes = (group.AsUInt16() >>> shift).AsByte() & mask;
                most = Vector256.Max(most, codes);
                Add(codes, times, keys + row);
            }
        }
        return Greatest(most);
    }

    private static int FoldBytes(byte* at, Vector256<ushort> times, ushort* keys, int rows)
    {
        var most = Vector256<byte>.Zero;
        for (var row = 0; row < rows; row += Lanes)
        {
            var codes = Vector256.Load(at + row);
            most = Vector256.Max(most, codes);
            Add(codes, times, keys + row);
        }
        return Greatest(most);
    }

    private static int FoldWords(ushort* at, Vector256<ushort> times, ushort* keys, int rows)
    {
        var most = Vector256<ushort>.Zero;
        for (var row = 0; row < rows; row += Vector256<ushort>.Count)
        {
            var codes = Vector256.Load(at + row);
            most = Vector256.Max(most, codes);
            ((Vector256.Load(keys + row) * times) + codes).Store(keys + row);
        }
        return Greatest(most);
    }

    /// <summary>32 codes into 32 keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<byte> codes, Vector256<ushort> times, ushort* keys)
    {
        var (low, high) = Vector256.Widen(codes);
        ((Vector256.Load(keys) * times) + low).Store(keys);
        ((Vector256.Load(keys + 16) * times) + high).Store(keys + 16);
    }

    private static int Greatest<T>(Vector256<T> most)
        where T : unmanaged, IBinaryInteger<T>
    {
        var greatest = 0;
        for (var i = 0; i < Vector256<T>.Count; i++)
        {
            greatest = Math.Max(greatest, int.CreateChecked(most[i]));
        }
        return greatest;
    }
}
