using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>
/// Looks at a packed workbook before anything opens it: how many parts, how large once unpacked, how strongly packed, whether parts overlap. Then every part is unpacked once into nothing and
/// counted, because the directory of a bomb may lie.
/// </summary>
internal static class ZipGuard
{
    private const int RatioFrom = 16 * 1024 * 1024;
    private const int TailLength = 22 + 65_535;

    /// <summary>The names of the parts, or why the file is refused.</summary>
    public static Result<IReadOnlySet<string>> Check(Stream bytes, string file, TableLimits limits, CancellationToken stop)
    {
        // The count stands in the last record (APPNOTE 4.3.16); it is read by hand because the archive reader would make an object of each part first.
        if (CountInTail(bytes) is var count && count > limits.PackedParts)
        {
            return Bomb(file, $"부분이 {TableRefusals.N(count)}개입니다. {TableRefusals.N(limits.PackedParts)}개까지 허용됩니다.", $"{TableRefusals.N(count)} parts where {TableRefusals.N(limits.PackedParts)} are allowed");
        }
        bytes.Position = 0;
        using var zip = new ZipArchive(bytes, ZipArchiveMode.Read, leaveOpen: true);
        return (Declared(zip, bytes.Length, file, limits) ?? Counted(zip, file, limits, stop)) is { } refusal
            ? refusal
            : zip.Entries.Select(e => e.FullName.Replace('\\', '/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static long CountInTail(Stream bytes)
    {
        var length = (int)Math.Min(bytes.Length, TailLength);
        var tail = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            bytes.Position = bytes.Length - length;
            bytes.ReadExactly(tail, 0, length);
            var at = tail.AsSpan(0, length).LastIndexOf("PK\u0005\u0006"u8);
            return at < 0 || at + 12 > length ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(tail);
        }
    }

    private static Refusal? Declared(ZipArchive zip, long length, string file, TableLimits limits)
    {
        long unpacked = 0;
        long packed = 0;
        foreach (var part in zip.Entries)
        {
            (unpacked, packed) = (unpacked + part.Length, packed + part.CompressedLength);
            if (unpacked > limits.UnpackedBytes)
            {
                return TooLarge(file, unpacked, limits);
            }
            if (part.Length >= RatioFrom && part.Length > part.CompressedLength * limits.PackingRatio)
            {
                return TooDense(file, part.FullName, part.Length, part.CompressedLength, limits);
            }
        }
        return packed <= length ? null : Bomb(file, $"부분들의 크기를 합하면 {TableRefusals.Size(packed)}로 파일 전체({TableRefusals.Size(length)})보다 큽니다. 부분이 서로 겹칩니다.",
            $"its parts add up to {TableRefusals.Size(packed)}, more than the whole file ({TableRefusals.Size(length)}); they overlap");
    }

    private static Refusal? Counted(ZipArchive zip, string file, TableLimits limits, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            long total = 0;
            foreach (var part in zip.Entries)
            {
                using var stream = part.Open();
                long own = 0;
                int read;
                while ((read = stream.Read(buffer, 0, buffer.Length)) > 0)
                {
                    stop.ThrowIfCancellationRequested();
                    (own, total) = (own + read, total + read);
                    if (total > limits.UnpackedBytes)
                    {
                        return TooLarge(file, total, limits);
                    }
                    if (own >= RatioFrom && own > part.CompressedLength * limits.PackingRatio)
                    {
                        return TooDense(file, part.FullName, own, part.CompressedLength, limits);
                    }
                }
            }
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Refusal TooLarge(string file, long unpacked, TableLimits limits) => Bomb(file,
        $"압축을 풀면 {TableRefusals.Size(unpacked)} 이상으로, 허용되는 {TableRefusals.Size(limits.UnpackedBytes)}보다 큽니다.", $"unpacked it has {TableRefusals.Size(unpacked)} or more; {TableRefusals.Size(limits.UnpackedBytes)} are allowed");

    private static Refusal TooDense(string file, string part, long unpacked, long packed, TableLimits limits) => Bomb($"{file}!{part}",
        $"{TableRefusals.Size(packed)}에서 {TableRefusals.Size(unpacked)}로 불어나 허용되는 {limits.PackingRatio}배를 넘습니다.", $"this part grows from {TableRefusals.Size(packed)} to {TableRefusals.Size(unpacked)}, more than the {limits.PackingRatio} times allowed");

    private static Refusal Bomb(string where, string ko, string en) => TableRefusals.Make("zip-bomb", where,
        "통합 문서가 지나치게 압축되어 있습니다. " + ko, "the workbook is packed beyond reason: " + en, "빈 서식을 지우고 필요한 시트만 남기거나 'CSV UTF-8'로 저장하여 올려 주십시오.",
        "Remove empty formatting and keep only the sheets needed, or save it as 'CSV UTF-8'.");
}
