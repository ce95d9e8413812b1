using System.Globalization;
using System.Runtime.InteropServices;

namespace Haechi.Audit.Cells;

/// <summary>Adds cells by the texts of their levels and puts them into the one order.</summary>
internal sealed class CellAdder
{
    /// <summary>More than this is no table of counts any more.</summary>
    public const int MostCells = 8_000_000;

    private readonly IReadOnlyList<Dimension> _dimensions;
    private readonly IReadOnlyList<string> _measures;
    private readonly Dictionary<string, int>[] _levels;
    private readonly List<string>[] _names;
    private int[] _slots = new int[256];
    private readonly List<int> _codes = [];
    private readonly List<long> _counts = [];
    private readonly List<double> _sums = [];
    private readonly SortedDictionary<string, IReadOnlyList<string>> _withheld = new(StringComparer.Ordinal);

    public CellAdder(IReadOnlyList<Dimension> dimensions, IReadOnlyList<string> measures)
    {
        (_dimensions, _measures) = (dimensions, measures);
        _levels = [.. dimensions.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
        _names = [.. dimensions.Select(_ => new List<string>())];
    }

    /// <summary>Cells that exist and are not told.</summary>
    public void Withhold(IEnumerable<IReadOnlyList<string>> cells)
    {
        foreach (var cell in cells)
        {
            _withheld[string.Join('\u001f', cell)] = cell;
        }
    }

    public void Add(CellTable table)
    {
        Match(table);
        Withhold(table.Withheld);
        var map = table.Dimensions.Select((d, i) => d.Levels.Select(l => Level(i, l)).ToArray()).ToArray();
        var codes = new int[_dimensions.Count];
        for (var cell = 0; cell < table.Length; cell++)
        {
            for (var d = 0; d < codes.Length; d++)
            {
                codes[d] = map[d][table.Code(cell, d)];
            }
            AddCodes(codes, table.Count(cell), table.Sums(cell));
        }
    }

    public void Add(IReadOnlyList<string> levels, long count, ReadOnlySpan<double> sums)
    {
        if (count == 0)
        {
            return;
        }
        Span<int> codes = stackalloc int[_dimensions.Count];
        for (var d = 0; d < codes.Length; d++)
        {
            codes[d] = Level(d, levels[d]);
        }
        AddCodes(codes, count, sums);
    }

    /// <summary>The code of a level, new when it was not seen. Levels without cells are kept: a group that was declared and has nobody is shown.</summary>
    public int Level(int dimension, string level)
    {
        ref var code = ref CollectionsMarshal.GetValueRefOrAddDefault(_levels[dimension], level, out var known);
        if (!known)
        {
            code = _names[dimension].Count;
            _names[dimension].Add(level);
        }
        return code;
    }

    public void AddCodes(ReadOnlySpan<int> codes, long count, ReadOnlySpan<double> sums)
    {
        if (count == 0)
        {
            return;
        }
        var (slot, known) = Find(codes);
        if (!known)
        {
            if (slot >= MostCells)
            {
                throw AuditRefusedException.Because("too-many-cells", "cells", $"칸이 {MostCells:N0}개를 넘습니다. 속성이나 점수 구간을 줄이십시오.", $"there are more than {MostCells:N0} cells; use fewer attributes or score bins");
            }
            _codes.AddRange(codes);
            _counts.Add(0);
            _sums.AddRange(new double[sums.Length]);
        }
        var all = CollectionsMarshal.AsSpan(_counts);
        all[slot] = checked(all[slot] + count);
        var totals = CollectionsMarshal.AsSpan(_sums)[(slot * sums.Length)..];
        for (var m = 0; m < sums.Length; m++)
        {
            totals[m] += sums[m];
        }
    }

    /// <summary>The slot of a cell; a new one is taken at once. Places hold one more than the slot, so that zero is a free one.</summary>
    private (int Slot, bool Known) Find(ReadOnlySpan<int> codes)
    {
        if (_counts.Count * 2 >= _slots.Length)
        {
            _slots = new int[_slots.Length * 2];
            for (var slot = 0; slot < _counts.Count; slot++)
            {
                _slots[Place(CodesOf(slot))] = slot + 1;
            }
        }
        var place = Place(codes);
        if (_slots[place] != 0)
        {
            return (_slots[place] - 1, true);
        }
        _slots[place] = _counts.Count + 1;
        return (_counts.Count, false);
    }

    private ReadOnlySpan<int> CodesOf(int slot) => CollectionsMarshal.AsSpan(_codes).Slice(slot * _dimensions.Count, _dimensions.Count);

    /// <summary>Where these codes are, or the free place where they belong.</summary>
    private int Place(ReadOnlySpan<int> codes)
    {
        var hash = 0UL;
        foreach (var code in codes)
        {
            hash = (hash ^ (uint)code) * 0x9E3779B97F4A7C15UL;
            hash ^= hash >> 29;
        }
        var place = (int)hash & (_slots.Length - 1);
        while (_slots[place] != 0 && !CodesOf(_slots[place] - 1).SequenceEqual(codes))
        {
            place = (place + 1) & (_slots.Length - 1);
        }
        return place;
    }

    public CellTable ToTable()
    {
        var k = _dimensions.Count;
        var orders = _names.Select((names, d) => Order(names, _dimensions[d].Role)).ToArray();
        var rank = orders.Select(o => { var r = new int[o.Length]; for (var i = 0; i < o.Length; i++) { r[o[i]] = i; } return r; }).ToArray();
        var codes = new int[_codes.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = rank[i % k][_codes[i]];
        }
        var order = Sorted(codes);
        var sorted = new int[codes.Length];
        var sums = new double[_sums.Count];
        for (var i = 0; i < order.Length; i++)
        {
            codes.AsSpan(order[i] * k, k).CopyTo(sorted.AsSpan(i * k));
            CollectionsMarshal.AsSpan(_sums).Slice(order[i] * _measures.Count, _measures.Count).CopyTo(sums.AsSpan(i * _measures.Count));
        }
        var dimensions = _dimensions.Select((d, i) => d with { Levels = [.. orders[i].Select(o => _names[i][o])] }).ToList();
        return new CellTable(dimensions, _measures, sorted, [.. order.Select(o => _counts[o])], sums) { Withheld = [.. _withheld.Values] };
    }

    /// <summary>Cells in the order of their codes: by one number each where the codes fit into it.</summary>
    private int[] Sorted(int[] codes)
    {
        var k = _dimensions.Count;
        var order = Enumerable.Range(0, _counts.Count).ToArray();
        if (_names.Aggregate(1.0, (all, names) => all * names.Count) >= 1L << 62)
        {
            Array.Sort(order, (a, b) => codes.AsSpan(a * k, k).SequenceCompareTo(codes.AsSpan(b * k, k)));
            return order;
        }
        var keys = new long[order.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            keys[i / k] = (keys[i / k] * _names[i % k].Count) + codes[i];
        }
        Array.Sort(keys, order);
        return order;
    }

    private static int[] Order(List<string> names, DimensionRole role)
    {
        var order = Enumerable.Range(0, names.Count).ToArray();
        Array.Sort(order, (a, b) => role == DimensionRole.Score ? Number(names[a]).CompareTo(Number(names[b])) : string.CompareOrdinal(names[a], names[b]));
        return order;
    }

    private static double Number(string level) => double.TryParse(level, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NegativeInfinity;

    private void Match(CellTable table)
    {
        var same = table.Dimensions.Select(d => (d.Name, d.Role, d.Bins)).SequenceEqual(_dimensions.Select(d => (d.Name, d.Role, d.Bins))) && table.Measures.SequenceEqual(_measures);
        if (!same)
        {
            string Show(IEnumerable<Dimension> dimensions) => string.Join(", ", dimensions.Select(d => d.Bins is { } b ? $"{d.Name} ({b.Count} bins {b.From}-{b.To})" : d.Name));
            throw AuditRefusedException.Because("different-cells", "merge", $"차원이 다른 표는 더할 수 없습니다: [{Show(_dimensions)}] 와 [{Show(table.Dimensions)}]. 같은 계획으로 만드십시오.",
                $"tables with different dimensions do not add up: [{Show(_dimensions)}] and [{Show(table.Dimensions)}]; make them with the same plan");
        }
    }
}
