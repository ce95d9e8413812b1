using System.IO.Compression;

namespace Haechi.Labels.Carriers.Pdf;

/// <summary>Undoes what tables of places and collections of objects are compressed with: Flate and its predictors (ISO 32000-2, 7.4.4).</summary>
internal static class PdfFilters
{
    private const int Largest = 64 * 1024 * 1024;
    private const int MostColumns = 1 << 20;

    /// <exception cref="MalformedException">Another filter, or damaged bytes, or too many.</exception>
    public static byte[] Decode(byte[] data, PdfDictionary about, Func<PdfValue?, PdfValue?> resolve)
    {
        var filter = Single(resolve(about["Filter"]), resolve);
        if (filter is null or PdfAtom)
        {
            return data;
        }
        if (filter is not PdfName { Text: "FlateDecode" or "Fl" })
        {
            throw PdfFault.Unknown($"the filter {filter} on its structure");
        }
        var inflated = Inflate(data);
        return Single(resolve(about["DecodeParms"]), resolve) is PdfDictionary how && how.Whole("Predictor") is > 1 and var predictor ? Unpredict(inflated, predictor, how) : inflated;
    }

    private static PdfValue? Single(PdfValue? value, Func<PdfValue?, PdfValue?> resolve) => value is not PdfArray array ? value
        : array.Items.Count <= 1 ? resolve(array.Items.FirstOrDefault()) : throw PdfFault.Unknown("several filters on its structure");

    private static byte[] Inflate(byte[] data)
    {
        using var inflated = new MemoryStream();
        using var zip = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = zip.Read(buffer)) > 0;)
            {
                inflated.Write(buffer, 0, read);
                if (inflated.Length > Largest)
                {
                    throw PdfFault.Unknown($"a part of its structure is larger than {Largest >> 20} MB");
                }
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            throw PdfFault.Broken("a part of its structure cannot be decompressed");
        }
        return inflated.ToArray();
    }

    private static byte[] Unpredict(byte[] data, long predictor, PdfDictionary how)
    {
        var bits = (how.Whole("Colors") ?? 1) * (how.Whole("BitsPerComponent") ?? 8);
        var columns = how.Whole("Columns") ?? 1;
        if (predictor < 10 || bits != 8 || columns is < 1 or > MostColumns)
        {
            throw PdfFault.Unknown($"predictor {predictor} with {bits} bits and {columns} columns on its structure");
        }
        var (width, rows) = ((int)columns, data.Length / ((int)columns + 1));
        var (rowsOut, above) = (new byte[rows * width], new byte[width]);
        for (var row = 0; row < rows; row++)
        {
            var line = rowsOut.AsSpan(row * width, width);
            data.AsSpan((row * (width + 1)) + 1, width).CopyTo(line);
            Row(data[row * (width + 1)], line, above);
            line.CopyTo(above);
        }
        return rowsOut;
    }

    /// <summary>One row as in PNG (ISO/IEC 15948, 9), with one byte a pixel.</summary>
    private static void Row(byte kind, Span<byte> line, ReadOnlySpan<byte> above)
    {
        for (var i = 0; i < line.Length; i++)
        {
            int left = i > 0 ? line[i - 1] : 0, up = above[i], corner = i > 0 ? above[i - 1] : 0;
            line[i] += (byte)(kind switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => throw PdfFault.Broken($"a row of its structure has the unknown predictor {kind}") });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var (a, b, c) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - corner - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
