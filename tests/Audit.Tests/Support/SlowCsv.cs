using System.Text;

namespace Haechi.Audit.Tests.Support;

/// <summary>
/// CSV with commas read one byte after the other, three columns: what a record is, said a second time and as plainly as possible. Quotes count at the start of a field; a quoted field that is not
/// closed, or is followed by more, spoils its line, and reading goes on with the next one.
/// </summary>
internal static class SlowCsv
{
    private const int Columns = 3;

    public static (List<string[]> Rows, List<(long Line, string Kind)> Problems) Read(byte[] bytes)
    {
        var (rows, problems) = (new List<string[]>(), new List<(long, string)>());
        var at = Array.IndexOf(bytes, (byte)'\n') + 1;
        for (var line = 2L; at < bytes.Length;)
        {
            var (start, startLine) = (at, line);
            if (Record(bytes, ref at, ref line) is not { } fields)
            {
                problems.Add((startLine, "quote"));
                at = Array.IndexOf(bytes, (byte)'\n', start) is var end && end < 0 ? bytes.Length : end + 1;
                line = startLine + 1;
            }
            else if (fields.Count == Columns)
            {
                rows.Add([.. fields]);
            }
            else if (fields.Count > 0)
            {
                problems.Add((startLine, "columns"));
            }
        }
        return (rows, problems);
    }

    /// <summary>The fields of a record; none for an empty line, null for one that is spoilt.</summary>
    private static List<string>? Record(byte[] bytes, ref int at, ref long line)
    {
        var fields = new List<string>();
        while (true)
        {
            var field = new List<byte>();
            var quoted = at < bytes.Length && bytes[at] == '"';
            if (quoted && !Quoted(bytes, ref at, ref line, field))
            {
                return null;
            }
            while (!quoted && at < bytes.Length && bytes[at] is not (byte)',' and not (byte)'\n')
            {
                field.Add(bytes[at++]);
            }
            var ends = at >= bytes.Length || bytes[at] == '\n';
            at++;
            if (ends && !quoted && field.Count > 0 && field[^1] == '\r')
            {
                field.RemoveAt(field.Count - 1);
            }
            if (ends)
            {
                line++;
            }
            if (ends && !quoted && fields.Count == 0 && field.Count == 0)
            {
                return fields;
            }
            fields.Add(Encoding.UTF8.GetString([.. field]));
            if (ends)
            {
                return fields;
            }
        }
    }

    /// <summary>Leaves <paramref name="at"/> on the comma or line feed behind the field.</summary>
    private static bool Quoted(byte[] bytes, ref int at, ref long line, List<byte> field)
    {
        for (at++; ; at++)
        {
            if (at >= bytes.Length)
            {
                return false;
            }
            if (bytes[at] == '"')
            {
                if (at + 1 >= bytes.Length || bytes[at + 1] != '"')
                {
                    break;
                }
                at++;
            }
            line += bytes[at] == '\n' ? 1 : 0;
            field.Add(bytes[at]);
        }
        at++;
        if (at < bytes.Length && bytes[at] == '\r' && (at + 1 >= bytes.Length || bytes[at + 1] == '\n'))
        {
            at++;
        }
        return at >= bytes.Length || bytes[at] is (byte)',' or (byte)'\n';
    }
}
