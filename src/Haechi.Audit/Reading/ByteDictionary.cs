using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Haechi.Audit.Reading;

/// <summary>Numbers distinct byte strings 0, 1, 2 … in the order of their first use. Texts of up to 16 bytes are compared as two words.</summary>
internal sealed unsafe class ByteDictionary
{
    private readonly List<byte[]> _values = [];
    private Entry[] _table = new Entry[64];
    private int _mask = 63;

    public int Count => _values.Count;

    /// <summary>The bytes of all texts together.</summary>
    public long Bytes { get; private set; }

    public byte[] this[int code] => _values[code];

    /// <summary>A text that may be known already.</summary>
    public void Add(byte[] text)
    {
        fixed (byte* start = text)
        {
            Get(new Field(start, text.Length), start, out _);
        }
    }

    /// <summary>The number of a text; <paramref name="added"/> when it is new.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Get(Field field, byte* readableTo, out bool added)
    {
        var (head, tail) = Words(field, readableTo);
        var length = field.Length;
        for (var at = Hash(head, tail, length) & _mask; ; at = (at + 1) & _mask)
        {
            ref var entry = ref _table[at];
            if (entry.Code == 0)
            {
                added = true;
                return Add(field, head, tail, at);
            }
            if (entry.Head == head && entry.Tail == tail && entry.Length == length && (length <= 16 || field.Bytes.SequenceEqual(_values[entry.Code - 1])))
            {
                added = false;
                return entry.Code - 1;
            }
        }
    }

    /// <summary>The number of a text, or -1 when it was never added. Any number of threads may ask at once.</summary>
    public int Find(Field field, byte* readableTo)
    {
        var (head, tail) = Words(field, readableTo);
        var length = field.Length;
        for (var at = Hash(head, tail, length) & _mask; _table[at].Code != 0; at = (at + 1) & _mask)
        {
            ref var entry = ref _table[at];
            if (entry.Head == head && entry.Tail == tail && entry.Length == length && (length <= 16 || field.Bytes.SequenceEqual(_values[entry.Code - 1])))
            {
                return entry.Code - 1;
            }
        }
        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Head, ulong Tail) Words(Field field, byte* readableTo)
    {
        var start = field.Start;
        var length = field.Length;
        if (length >= 8)
        {
            return (Unsafe.ReadUnaligned<ulong>(start), length == 8 ? 0 : Unsafe.ReadUnaligned<ulong>(start + length - 8));
        }
        if (length == 0)
        {
            return (0, 0);
        }
        if (start + 8 <= readableTo)
        {
            return (Unsafe.ReadUnaligned<ulong>(start) & (ulong.MaxValue >> (64 - (8 * length))), 0);
        }
        Span<byte> padded = stackalloc byte[8];
        field.Bytes.CopyTo(padded);
        return (BinaryPrimitives.ReadUInt64LittleEndian(padded), 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Hash(ulong head, ulong tail, int length)
    {
        var mixed = (head ^ BitOperations.RotateLeft(tail, 23) ^ ((ulong)length << 57)) * 0x9E3779B97F4A7C15UL;
        return (int)(mixed >> 33);
    }

    private int Add(Field field, ulong head, ulong tail, int at)
    {
        _values.Add(field.Bytes.ToArray());
        Bytes += field.Length;
        _table[at] = new Entry { Head = head, Tail = tail, Length = field.Length, Code = _values.Count };
        if (_values.Count * 2 > _table.Length)
        {
            var old = _table;
            _table = new Entry[old.Length * 2];
            _mask = _table.Length - 1;
            foreach (var entry in old.Where(e => e.Code != 0))
            {
                var slot = Hash(entry.Head, entry.Tail, entry.Length) & _mask;
                while (_table[slot].Code != 0)
                {
                    slot = (slot + 1) & _mask;
                }
                _table[slot] = entry;
            }
        }
        return _values.Count - 1;
    }

    private struct Entry
    {
        public ulong Head;
        public ulong Tail;
        public int Length;

        /// <summary>The number plus one; zero marks a free place.</summary>
        public int Code;
    }
}
