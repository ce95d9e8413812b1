namespace Haechi.Tower.Register.Matching;

/// <summary>
/// Where a file keeps the order of the target's list, a doubtful column is likelier to be the field that stands at the same distance from its sure neighbours. In a file
/// with an order of its own this says nothing.
/// </summary>
internal sealed class OrderEvidence
{
    private const double Sure = 0.85;

    private readonly List<(int Column, int Field)> _anchors = [];

    /// <param name="scores">By column, then field.</param>
    public OrderEvidence(double[][] scores)
    {
        for (var column = 0; column < scores.Length; column++)
        {
            var best = BestOf(scores[column]);
            if (best >= 0)
            {
                _anchors.Add((column, best));
            }
        }
        var rising = _anchors.Zip(_anchors.Skip(1)).Count(p => p.Second.Field > p.First.Field);
        Holds = _anchors.Count >= 4 && rising >= 0.8 * (_anchors.Count - 1);
    }

    /// <summary>True when the file keeps the target's order.</summary>
    public bool Holds { get; }

    /// <summary>True when a field stands in the list where the column stands in the file, between the sure neighbours.</summary>
    public bool Fits(int column, int field)
    {
        if (!Holds)
        {
            return false;
        }
        var before = _anchors.FindLast(a => a.Column < column);
        var after = _anchors.Find(a => a.Column > column);
        var (hasBefore, hasAfter) = (_anchors.Exists(a => a.Column < column), _anchors.Exists(a => a.Column > column));
        return (hasBefore && field - before.Field == column - before.Column && (!hasAfter || field < after.Field))
            || (hasAfter && after.Field - field == after.Column - column && (!hasBefore || field > before.Field));
    }

    /// <summary>The field that a column surely is: well above the threshold and every other.</summary>
    private static int BestOf(double[] scores)
    {
        var (best, second) = (-1, 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            if (best < 0 || scores[i] > scores[best])
            {
                second = best < 0 ? 0 : scores[best];
                best = i;
            }
            else
            {
                second = Math.Max(second, scores[i]);
            }
        }
        return best >= 0 && scores[best] >= Sure && scores[best] - second > 0.05 ? best : -1;
    }
}
