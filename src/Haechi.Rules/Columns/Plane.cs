using System.Numerics;
using System.Runtime.CompilerServices;

namespace Haechi.Rules.Columns;

/// <summary>One bit per record, 64 to a word, the first record in the lowest bit. Padded with zeros to whole blocks; never moved by the collector.</summary>
public sealed unsafe class Plane
{
    /// <summary>Words that are worked on together: small enough for the processor's second cache with hundreds of nodes.</summary>
    internal const int BlockWords = 32;

    private readonly ulong[] _words;

    /// <summary>An empty plane for <paramref name="records"/> records.</summary>
    public Plane(int records)
    {
        Records = records;
        _words = GC.AllocateArray<ulong>(WordsFor(records), pinned: true);
    }

    /// <summary>How many records the plane covers.</summary>
    public int Records { get; }

    /// <summary>The words, the padding included.</summary>
    public Span<ulong> Words => _words;

    /// <summary>Reads or sets the bit of a record.</summary>
    public bool this[int record]
    {
        get => (_words[record >> 6] >> (record & 63) & 1) != 0;
        set
        {
            var bit = 1UL << (record & 63);
            _words[record >> 6] = value ? _words[record >> 6] | bit : _words[record >> 6] & ~bit;
        }
    }

    /// <summary>How many records have the bit.</summary>
    public int Count()
    {
        var count = 0;
        foreach (var word in _words)
        {
            count += BitOperations.PopCount(word);
        }
        return count;
    }

    internal ulong* Pointer => (ulong*)Unsafe.AsPointer(ref _words[0]);

    internal static int WordsFor(int records) => Math.Max(1, (records + (64 * BlockWords) - 1) / (64 * BlockWords)) * BlockWords;

    /// <summary>Clears the bits beyond the last record.</summary>
    internal void ClearPadding()
    {
        var whole = Records >> 6;
        if (whole < _words.Length)
        {
            _words[whole] &= (1UL << (Records & 63)) - 1;
            _words.AsSpan(whole + 1).Clear();
        }
    }
}
