using System.Numerics;
using System.Runtime.CompilerServices;

namespace Haechi.Audit.Reading;

/// <summary>
/// What texts of 1 to 16 bytes add to a key, found in one look: a table in which, while they are few, no two of them share a place. A text that is not found may still be known; ask the dictionary.
/// </summary>
internal sealed unsafe class WordTable
{
    private const int MostPlaces = 2048;
    private const int MostTries = 48;

    private Entry[] _places = new Entry[32];
    private int _shift = 64 - 5;
    private ulong _factor = 0x9E3779B97F4A7C15UL;
    private int _tries;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(Field field, byte* readableTo, out ulong part)
    {
        var length = field.Length;
        var start = field.Start;
        if ((uint)(length - 1) > 15 || start + 16 > readableTo)
        {
            part = 0;
            return false;
        }
        var (head, tail) = Words(start, length);
        ref var entry = ref _places[Place(head, tail, length)];
        part = entry.Part;
        return entry.Head == head && entry.Tail == tail && entry.Length == length;
    }

    /// <summary>Keeps a text that the table did not know.</summary>
    public void Keep(Field field, byte* readableTo, ulong part)
    {
        if ((uint)(field.Length - 1) > 15 || field.Start + 16 > readableTo)
        {
            return;
        }
        var (head, tail) = Words(field.Start, field.Length);
        var added = new Entry { Head = head, Tail = tail, Part = part, Length = field.Length };
        ref var place = ref _places[Place(head, tail, field.Length)];
        if (place.Length == 0)
        {
            place = added;
        }
        else if (_tries < MostTries)
        {
            Arrange([.. _places.Where(e => e.Length > 0), added]);
        }
        else
        {
            place = added;
        }
    }

    public void Clear()
    {
        Array.Clear(_places);
        _tries = 0;
    }

    /// <summary>The first and the last eight bytes; of shorter texts twice the same. Sixteen bytes from the start on can be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Head, ulong Tail) Words(byte* start, int length)
    {
        var mask = length >= 8 ? ulong.MaxValue : (1UL << (8 * length)) - 1;
        return (Unsafe.ReadUnaligned<ulong>(start) & mask, Unsafe.ReadUnaligned<ulong>(start + Math.Max(length, 8) - 8) & mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Place(ulong head, ulong tail, int length) => (int)(((head ^ BitOperations.RotateLeft(tail, 23) ^ ((ulong)length << 57)) * _factor) >> _shift);

    /// <summary>Other factors and wider tables, until each text has a place of its own or it was tried often enough.</summary>
    private void Arrange(List<Entry> entries)
    {
        for (; _tries < MostTries; _tries++)
        {
            if (entries.Count * 4 > _places.Length && _places.Length < MostPlaces)
            {
                (_places, _shift) = (new Entry[_places.Length * 2], _shift - 1);
            }
            _factor = (_factor * 0xD1342543DE82EF95UL) | 1;
            if (Fits(entries))
            {
                return;
            }
        }
    }

    private bool Fits(List<Entry> entries)
    {
        Array.Clear(_places);
        var fits = true;
        foreach (var entry in entries)
        {
            ref var place = ref _places[Place(entry.Head, entry.Tail, entry.Length)];
            fits &= place.Length == 0;
            place = entry;
        }
        return fits;
    }

    private struct Entry
    {
        public ulong Head;
        public ulong Tail;
        public ulong Part;

        /// <summary>Zero marks a free place.</summary>
        public int Length;
    }
}
