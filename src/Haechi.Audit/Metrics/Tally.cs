using System.Numerics;

namespace Haechi.Audit.Metrics;

/// <summary>
/// What is counted for one group: outcome (yes, no, unknown) by decision (yes, no, unknown), nine states in all. A state is a bit; a rate is one set of states over another.
/// </summary>
public sealed class Tally
{
    /// <summary>Outcome yes, decision yes.</summary>
    public const int TruePositive = 1 << 0;

    /// <summary>Outcome yes, decision no.</summary>
    public const int FalseNegative = 1 << 1;

    /// <summary>Outcome yes, decision not recorded.</summary>
    public const int PositiveUndecided = 1 << 2;

    /// <summary>Outcome no, decision yes.</summary>
    public const int FalsePositive = 1 << 3;

    /// <summary>Outcome no, decision no.</summary>
    public const int TrueNegative = 1 << 4;

    /// <summary>Outcome no, decision not recorded.</summary>
    public const int NegativeUndecided = 1 << 5;

    /// <summary>Outcome not recorded, decision yes.</summary>
    public const int SelectedUnknown = 1 << 6;

    /// <summary>Outcome not recorded, decision no.</summary>
    public const int RejectedUnknown = 1 << 7;

    /// <summary>Neither recorded.</summary>
    public const int NothingKnown = 1 << 8;

    /// <summary>Every state.</summary>
    public const int All = (1 << 9) - 1;

    private readonly long[] _rows = new long[9];
    private readonly double[] _weights = new double[9];
    private readonly double[] _squares = new double[9];

    /// <summary>States in which cells of the group are withheld: figures that count them are not estimable.</summary>
    public int Withheld { get; private set; }

    /// <summary>Set when persons have several cases; then shares rest on persons.</summary>
    internal PersonMoments? Persons { get; set; }

    /// <summary>Marks states as withheld.</summary>
    public void Withhold(int states) => Withheld |= states;

    /// <summary>The number of rows in the states of a set.</summary>
    public long Rows(int states)
    {
        var sum = 0L;
        for (var left = states & All; left != 0; left &= left - 1)
        {
            sum += _rows[BitOperations.TrailingZeroCount(left)];
        }
        return sum;
    }

    /// <summary>The sum of weights in the states of a set; the number of rows when there are no weights.</summary>
    public double Weight(int states) => Add(_weights, states);

    /// <summary>Kish's effective number of rows, (Σw)² / Σw²: what the weighted rows are worth for an interval.</summary>
    public double Effective(int states)
    {
        var (sum, squares) = (Add(_weights, states), Add(_squares, states));
        return squares > 0 ? sum * sum / squares : 0;
    }

    /// <summary>Counts rows of one state.</summary>
    public void Add(int state, long rows, double weight, double squares)
    {
        _rows[state] += rows;
        _weights[state] += weight;
        _squares[state] += squares;
    }

    /// <summary>Adds another group.</summary>
    public void Add(Tally other)
    {
        for (var i = 0; i < 9; i++)
        {
            Add(i, other._rows[i], other._weights[i], other._squares[i]);
        }
        Withhold(other.Withheld);
        if (other.Persons is { } persons)
        {
            (Persons ??= new PersonMoments()).Add(persons);
        }
    }

    /// <summary>The state of a row: 0 to 8.</summary>
    /// <param name="outcome">1 yes, 0 no, -1 unknown.</param>
    /// <param name="decision">1 yes, 0 no, -1 unknown.</param>
    public static int StateOf(int outcome, int decision) => (outcome switch { 1 => 0, 0 => 3, _ => 6 }) + decision switch { 1 => 0, 0 => 1, _ => 2 };

    private static double Add(double[] values, int states)
    {
        var sum = 0.0;
        for (var left = states & All; left != 0; left &= left - 1)
        {
            sum += values[BitOperations.TrailingZeroCount(left)];
        }
        return sum;
    }
}
