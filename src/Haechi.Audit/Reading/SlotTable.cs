using System.Runtime.CompilerServices;

namespace Haechi.Audit.Reading;

/// <summary>Counts by packed codes: an array indexed by the codes' bits while that is small, then a hash table.</summary>
internal sealed class SlotTable(int measures)
{
    private const int MostDenseBits = 18;

    private int _bits;
    private ulong[]? _keys;
    private int _used;
    private long[] _counts = new long[1];
    private double[] _sums = new double[measures];

    public bool IsFull => _used > Cells.CellAdder.MostCells;

    /// <summary>Makes room for keys of so many bits, moving what is there: <paramref name="move"/> gives each old key its new form.</summary>
    public void Resize(int bits, Func<ulong, ulong> move)
    {
        var old = All().Select(s => (s.Key, s.Count, Sums: SumsAt(s.Slot).ToArray())).ToList();
        _bits = bits;
        _used = 0;
        var dense = bits <= MostDenseBits;
        var size = dense ? 1 << bits : 1 << 16;
        _keys = dense ? null : new ulong[size];
        _counts = new long[size];
        _sums = new double[size * measures];
        foreach (var (key, count, sums) in old)
        {
            var slot = Slot(move(key));
            _counts[slot] = count;
            sums.CopyTo(SumsAt(slot));
        }
    }

    /// <summary>Counts a row of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong key, long count)
    {
        // First the slot: a new one may give the table wider arrays.
        var slot = Slot(key);
        _counts[slot] += count;
    }

    /// <summary>Counts a row of a key and gives its sums to add to.</summary>
    public Span<double> AddWithSums(ulong key, long count)
    {
        var slot = Slot(key);
        _counts[slot] += count;
        return SumsAt(slot);
    }

    public IEnumerable<(ulong Key, long Count, int Slot)> All()
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] != 0)
            {
                yield return (_keys is null ? (ulong)i : _keys[i] - 1, _counts[i], i);
            }
        }
    }

    public Span<double> SumsAt(int slot) => _sums.AsSpan(slot * measures, measures);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Slot(ulong key) => _keys is null ? (int)key : Hashed(key);

    private int Hashed(ulong key)
    {
        var mask = _keys!.Length - 1;
        // A stored key is one more than the key, so that zero marks a free place.
        for (var at = (int)((key * 0x9E3779B97F4A7C15UL) >> 32) & mask; ; at = (at + 1) & mask)
        {
            if (_keys[at] == key + 1)
            {
                return at;
            }
            if (_keys[at] == 0)
            {
                if (_used * 2 >= _keys.Length)
                {
                    Grow();
                    return Hashed(key);
                }
                _used++;
                _keys[at] = key + 1;
                return at;
            }
        }
    }

    private void Grow()
    {
        var (keys, counts, sums) = (_keys!, _counts, _sums);
        _keys = new ulong[keys.Length * 2];
        _counts = new long[_keys.Length];
        _sums = new double[_keys.Length * measures];
        _used = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0)
            {
                var slot = Hashed(keys[i] - 1);
                _counts[slot] = counts[i];
                sums.AsSpan(i * measures, measures).CopyTo(SumsAt(slot));
            }
        }
    }
}
