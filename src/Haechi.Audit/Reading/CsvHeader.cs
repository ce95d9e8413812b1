using System.Text;

namespace Haechi.Audit.Reading;

/// <summary>The first record of a CSV file.</summary>
/// <param name="Names">The columns; the second of two equal names is <c>Name#2</c>.</param>
/// <param name="Separator">The separator that the first line uses most: comma, semicolon, tab or bar.</param>
/// <param name="Length">Where the first row begins.</param>
/// <param name="Lines">The lines that the header takes.</param>
internal sealed record CsvHeader(IReadOnlyList<string> Names, byte Separator, int Length, int Lines)
{
    private static ReadOnlySpan<byte> Separators => ",;\t|"u8;

    public static CsvHeader Read(ReadOnlySpan<byte> start, Encoding encoding, string file)
    {
        if (start.Contains((byte)0))
        {
            throw AuditRefusedException.Because("not-csv", file, "글로 된 파일이 아닙니다(엑셀 통합 문서이거나 다른 이진 파일). 'CSV UTF-8'로 저장한 뒤 다시 하십시오.", "this is not a text file (a workbook or another binary file); save it as 'CSV UTF-8' and try again");
        }
        var skip = start.StartsWith("\uFEFF"u8) ? 3 : 0;
        var (at, inside) = (skip, false);
        for (; at < start.Length && (inside || start[at] != '\n'); at++)
        {
            inside ^= start[at] == '"';
        }
        if (at == start.Length && start.Length == 1 << 20)
        {
            throw AuditRefusedException.Because("not-csv", file, "첫 줄이 1 MiB를 넘습니다. 첫 줄에는 열 이름이 있어야 합니다.", "the first line is longer than 1 MiB; it should name the columns");
        }
        var line = start[skip..at].TrimEnd((byte)'\r');
        var separator = MostUsed(line);
        var names = Distinct(Split(encoding.GetString(line), (char)separator));
        return new CsvHeader(names, separator, Math.Min(at + 1, start.Length), line.Count((byte)'\n') + 1);
    }

    /// <summary>For each column of the file its place among the wanted ones, or -1.</summary>
    /// <exception cref="AuditRefusedException">A wanted column is not there.</exception>
    public int[] Slots(IReadOnlyList<string> wanted, string file)
    {
        var missing = wanted.Where(w => !Names.Contains(w)).ToList();
        return missing.Count == 0 ? [.. Names.Select(n => wanted.ToList().IndexOf(n))] : throw Missing(missing, Names, file);
    }

    public static AuditRefusedException Missing(IReadOnlyList<string> missing, IReadOnlyList<string> names, string file)
    {
        var shown = string.Join(", ", names.Take(40)) + (names.Count > 40 ? ", …" : "");
        return new AuditRefusedException([.. missing.Select(m => new AuditProblem("missing-column", file, new LocalText(
            $"'{m}' 열이 없습니다. 있는 열: {shown}", $"there is no column '{m}'; the columns are: {shown}")))]);
    }

    private static byte MostUsed(ReadOnlySpan<byte> line)
    {
        var (best, most) = (Separators[0], 0);
        foreach (var candidate in Separators)
        {
            if (line.Count(candidate) > most)
            {
                (best, most) = (candidate, line.Count(candidate));
            }
        }
        return best;
    }

    private static List<string> Split(string line, char separator)
    {
        var (names, at) = (new List<string>(), 0);
        while (at <= line.Length)
        {
            var name = new StringBuilder();
            if (at < line.Length && line[at] == '"')
            {
                for (at++; at < line.Length && (line[at] != '"' || (at + 1 < line.Length && line[at + 1] == '"')); at++)
                {
                    name.Append(line[at]);
                    at += line[at] == '"' ? 1 : 0;
                }
                at++;
            }
            for (; at < line.Length && line[at] != separator; at++)
            {
                name.Append(line[at]);
            }
            names.Add(name.ToString().Trim());
            at++;
        }
        return names;
    }

    private static List<string> Distinct(List<string> raw)
    {
        var count = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new List<string>();
        foreach (var name in raw)
        {
            count[name] = count.GetValueOrDefault(name) + 1;
            names.Add(count[name] == 1 ? name : $"{name}#{count[name]}");
        }
        return names;
    }
}
