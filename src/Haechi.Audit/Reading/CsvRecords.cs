using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Haechi.Audit.Reading;

/// <summary>
/// Cuts bytes into records and fields as RFC 4180 has it: quotes count at the start of a field only, doubled quotes are one, line breaks may stand inside quotes. Separators are found 64 bytes
/// at a time. What does not fit is reported with its line, and reading goes on with the next one.
/// </summary>
internal sealed unsafe class CsvRecords(byte separator, int columns, int[] slotOf, int slots)
{
    /// <summary>A quoted field longer than this was never closed.</summary>
    private const int LongestField = 1 << 20;

    /// <summary>One place more than there are slots: fields that nobody asked for go there.</summary>
    private readonly Field[] _row = new Field[slots + 1];
    private readonly int[] _placeOf = [.. slotOf.Select(slot => slot < 0 ? slots : slot), slots];
    private readonly List<MemoryHandle> _unescaped = [];

    /// <summary>True when a quote stood inside an unquoted field, so that quotes cannot be paired from outside.</summary>
    public bool StrayQuote { get; private set; }

    /// <summary>Hands on the records from <paramref name="at"/> to <paramref name="end"/>; gives the number of lines passed.</summary>
    public long Read(byte* at, byte* end, IRows rows, long line)
    {
        var first = line;
        while (at < end)
        {
            at = Plain(at, end, rows, ref line);
            if (at < end)
            {
                at = Record(at, end, rows, ref line);
            }
        }
        return line - first;
    }

    /// <summary>Records without a quote, 64 bytes at a time. Gives the start of the first record that has one, or that comes near the end.</summary>
    private byte* Plain(byte* at, byte* end, IRows rows, ref long line)
    {
        var field = 0;
        var fieldStart = at;
        var recordStart = at;
        for (var block = at; block + 64 <= end; block += 64)
        {
            for (var found = Marks(block); found != 0; found &= found - 1)
            {
                var mark = block + BitOperations.TrailingZeroCount(found);
                var length = (int)(mark - fieldStart);
                if (*mark == separator)
                {
                    _row[_placeOf[Math.Min(field++, columns)]] = new Field(fieldStart, length);
                    fieldStart = mark + 1;
                    continue;
                }
                if (*mark == '"')
                {
                    return recordStart;
                }
                length -= length > 0 && mark[-1] == '\r' ? 1 : 0;
                if (field > 0 || length > 0)
                {
                    _row[_placeOf[Math.Min(field, columns)]] = new Field(fieldStart, length);
                    Tell(field + 1, rows, end, line);
                }
                line++;
                field = 0;
                fieldStart = recordStart = mark + 1;
            }
        }
        return recordStart;
    }

    /// <summary>A bit for each of 64 bytes that is a separator, a line feed or a quote.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Marks(byte* block)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var all = Vector512.Load(block);
            return (Vector512.Equals(all, Vector512.Create(separator)) | Vector512.Equals(all, Vector512.Create((byte)'\n')) | Vector512.Equals(all, Vector512.Create((byte)'"'))).ExtractMostSignificantBits();
        }
        return Half(block) | ((ulong)Half(block + 32) << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Half(byte* block)
    {
        var half = Vector256.Load(block);
        return (Vector256.Equals(half, Vector256.Create(separator)) | Vector256.Equals(half, Vector256.Create((byte)'\n')) | Vector256.Equals(half, Vector256.Create((byte)'"'))).ExtractMostSignificantBits();
    }

    private void Tell(int fields, IRows rows, byte* end, long startLine)
    {
        if (fields == columns)
        {
            rows.Add(_row.AsSpan(0, slots), end, startLine);
        }
        else
        {
            rows.Refuse(startLine, "columns", $"{fields} / {columns}");
        }
    }

    private byte* Record(byte* at, byte* end, IRows rows, ref long line)
    {
        var (field, startLine) = (0, line);
        var start = at;
        var fieldStart = at;
        while (true)
        {
            if (fieldStart < end && *fieldStart == '"' && at == fieldStart)
            {
                var next = Quoted(fieldStart, end, field, ref line);
                if (next is null)
                {
                    return SkipLine(start, end, rows, startLine, ref line);
                }
                at = next;
                field++;
                if (at >= end || *at == '\n')
                {
                    return Finish(at, end, field, rows, startLine, ref line);
                }
                fieldStart = ++at;
                continue;
            }
            at = Find(at, end);
            if (at < end && *at == '"')
            {
                StrayQuote |= at > fieldStart;
                at++;
                continue;
            }
            var stop = at >= end || *at == '\n';
            var length = (int)(at - fieldStart);
            if (stop && length > 0 && fieldStart[length - 1] == '\r')
            {
                length--;
            }
            if (stop && field == 0 && length == 0)
            {
                // A line without anything is no record.
                line++;
                return at + 1;
            }
            Put(field++, new Field(fieldStart, length));
            if (stop)
            {
                return Finish(at, end, field, rows, startLine, ref line);
            }
            fieldStart = ++at;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(int field, Field value)
    {
        if (field < columns && slotOf[field] >= 0)
        {
            _row[slotOf[field]] = value;
        }
    }

    private byte* Finish(byte* at, byte* end, int fields, IRows rows, long startLine, ref long line)
    {
        line++;
        Tell(fields, rows, end, startLine);
        if (_unescaped.Count > 0)
        {
            _unescaped.ForEach(h => h.Dispose());
            _unescaped.Clear();
        }
        return at + 1;
    }

    /// <summary>The next separator, line feed or quote.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Find(byte* at, byte* end)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            var (a, b, c) = (Vector256.Create(separator), Vector256.Create((byte)'\n'), Vector256.Create((byte)'"'));
            while (at + 32 <= end)
            {
                var block = Vector256.Load(at);
                var found = (Vector256.Equals(block, a) | Vector256.Equals(block, b) | Vector256.Equals(block, c)).ExtractMostSignificantBits();
                if (found != 0)
                {
                    return at + BitOperations.TrailingZeroCount(found);
                }
                at += 32;
            }
        }
        while (at < end && *at != separator && *at != '\n' && *at != '"')
        {
            at++;
        }
        return at;
    }

    /// <summary>A quoted field; gives the separator, line feed or end behind it, or null when it is not closed or something follows the closing quote.</summary>
    private byte* Quoted(byte* open, byte* end, int field, ref long line)
    {
        var at = open + 1;
        var (doubled, lines) = (false, 0L);
        while (true)
        {
            var rest = (int)Math.Min(end - at, LongestField - (at - open));
            var found = rest <= 0 ? -1 : new ReadOnlySpan<byte>(at, rest).IndexOf((byte)'"');
            if (found < 0)
            {
                return null;
            }
            lines += new ReadOnlySpan<byte>(at, found).Count((byte)'\n');
            at += found + 1;
            if (at >= end || *at != '"')
            {
                break;
            }
            doubled = true;
            at++;
        }
        var after = at < end && *at == '\r' && (at + 1 >= end || at[1] == '\n') ? at + 1 : at;
        if (after < end && *after != separator && *after != '\n')
        {
            return null;
        }
        line += lines;
        var inside = new ReadOnlySpan<byte>(open + 1, (int)(at - open - 2));
        Put(field, doubled ? Unescape(inside) : new Field(open + 1, inside.Length));
        return after;
    }

    private Field Unescape(ReadOnlySpan<byte> inside)
    {
        // Some bytes more, because whoever compares a text may read a word from its start.
        var copy = GC.AllocateUninitializedArray<byte>(inside.Length + 16, pinned: true);
        var n = 0;
        for (var i = 0; i < inside.Length; i++)
        {
            copy[n++] = inside[i];
            i += inside[i] == '"' ? 1 : 0;
        }
        var handle = copy.AsMemory().Pin();
        _unescaped.Add(handle);
        return new Field((byte*)handle.Pointer, n);
    }

    private byte* SkipLine(byte* start, byte* end, IRows rows, long startLine, ref long line)
    {
        var length = new ReadOnlySpan<byte>(start, (int)Math.Min(end - start, int.MaxValue)).IndexOf((byte)'\n');
        rows.Refuse(startLine, "quote", "");
        StrayQuote = true;
        line = startLine + 1;
        return length < 0 ? end : start + length + 1;
    }
}
