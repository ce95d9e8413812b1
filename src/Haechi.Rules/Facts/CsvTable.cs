using System.Text;
using CsvHelper;

namespace Haechi.Rules.Facts;

/// <summary>One row of a CSV file with the line on which it starts.</summary>
public sealed record TableRow(int Line, string[] Cells);

/// <summary>
/// A CSV file as read: repeated headers are told apart (<c>Header</c>, <c>Header#2</c>, …), cells are unaltered. UTF-8 with or without byte order mark; a file that is
/// not UTF-8 is read as UTF-16 when it has that mark, as CP949 when it holds Hangul in that encoding, else as Windows-1252.
/// </summary>
public sealed class CsvTable
{
    private const int LargestRecord = 16 * 1024 * 1024;

    private static readonly char[] Separators = [',', ';', '\t'];

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    private CsvTable(IReadOnlyList<string> headers, IReadOnlyList<TableRow> rows, string encoding)
    {
        (Headers, Rows, Encoding) = (headers, rows, encoding);
        for (var i = headers.Count - 1; i >= 0; i--)
        {
            _columns[headers[i]] = i;
        }
    }

    /// <summary>The headers, trimmed, each different.</summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>The rows in order; rows without any text are left out.</summary>
    public IReadOnlyList<TableRow> Rows { get; }

    /// <summary>The encoding that was found.</summary>
    public string Encoding { get; }

    /// <summary>The index of a column, or -1.</summary>
    public int IndexOf(string header) => _columns.TryGetValue(header, out var i) ? i : -1;

    /// <summary>Reads a file. Anything wrong is added to <paramref name="findings"/>; the table is then empty.</summary>
    public static CsvTable Read(string file, Findings findings)
    {
        var (text, encoding) = Decode(File.ReadAllBytes(file));
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            findings.Error("not-csv", new Place(file, 0, 0), "글로 된 파일이 아닙니다(엑셀 통합 문서이거나 다른 이진 파일). 엑셀에서 'CSV UTF-8'로 저장한 뒤 다시 하십시오.",
                "this is not a text file (an Excel workbook or another binary file); save it as 'CSV UTF-8' and try again");
            return new CsvTable([], [], encoding);
        }
        var options = new CsvReaderOptions
        {
            Separator = SeparatorOf(text), HasHeader = false, TrimWhitespace = false, AllowLineBreaksInQuotes = true, TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Recover, MaxRecordSize = LargestRecord, PoolStrings = true,
            OnMalformedRecord = record => Malformed(record, file, findings),
        };
        try
        {
            using var reader = CsvReader.FromText(text, options);
            if (!reader.Read())
            {
                findings.Error("empty", new Place(file, 0, 0), "빈 파일입니다. 첫 줄에 열 이름이 있어야 합니다.", "the file is empty; its first line names the columns");
                return new CsvTable([], [], encoding);
            }
            var headers = Distinct(reader.Current.ToArray());
            var rows = new List<TableRow>();
            while (reader.Read())
            {
                var cells = reader.Current.ToArray();
                if (cells.Any(c => !string.IsNullOrWhiteSpace(c)))
                {
                    rows.Add(new TableRow((int)reader.LineNumber, cells));
                }
            }
            return new CsvTable(headers, rows, encoding);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or InvalidOperationException)
        {
            findings.Error("not-csv", new Place(file, 0, 0), $"CSV로 읽을 수 없습니다: {e.Message}", $"this is not CSV: {e.Message}");
            return new CsvTable([], [], encoding);
        }
    }

    /// <summary>Nothing is lost in silence: a quote that is never closed takes every later row into one cell.</summary>
    private static void Malformed(CsvMalformedRecord record, string file, Findings findings)
    {
        if (record.Reason == CsvMalformedReason.UnterminatedQuote)
        {
            findings.Warning("unclosed-quote", new Place(file, (int)record.LineNumber, 1), "이 줄에서 연 따옴표가 끝까지 닫히지 않아 그 뒤가 모두 한 칸으로 읽혔습니다. 따옴표를 닫으십시오.",
                "a quote opened in this row is never closed, so everything after it was read as one cell; close the quote");
        }
    }

    private static char SeparatorOf(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var first = end < 0 ? text : text[..end];
        return Separators.MaxBy(d => first.Count(c => c == d));
    }

    private static List<string> Distinct(string[] raw)
    {
        var count = new Dictionary<string, int>(StringComparer.Ordinal);
        var headers = new List<string>();
        foreach (var header in raw.Select(h => h.Trim()))
        {
            count[header] = count.GetValueOrDefault(header) + 1;
            headers.Add(count[header] == 1 ? header : $"{header}#{count[header]}");
        }
        return headers;
    }

    private static (string Text, string Encoding) Decode(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            // What Excel writes as "Unicode text".
            var utf16 = bytes[0] == 0xFF ? System.Text.Encoding.Unicode : System.Text.Encoding.BigEndianUnicode;
            return (utf16.GetString(bytes, 2, bytes.Length - 2), "utf-16");
        }
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return (text.TrimStart('\uFEFF'), "utf-8");
        }
        catch (ArgumentException)
        {
            System.Text.Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            var korean = System.Text.Encoding.GetEncoding(949).GetString(bytes);
            var hangul = korean.Count(c => c is >= '가' and <= '힣');
            var odd = korean.Count(c => c is '\uFFFD' or '?' or (>= '\u3400' and <= '\u9FFF'));
            return hangul > odd ? (korean, "cp949") : (System.Text.Encoding.GetEncoding(1252).GetString(bytes), "windows-1252");
        }
    }
}
