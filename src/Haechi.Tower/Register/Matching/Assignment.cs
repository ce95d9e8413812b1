namespace Haechi.Tower.Register.Matching;

/// <summary>
/// Gives each field at most one column and each column at most one field, so that the sum of gains is greatest (the Hungarian method with potentials; fields are the rows
/// because they are few). A pair without gain is never made.
/// </summary>
internal static class Assignment
{
    /// <summary>For each column the field that it gets, or -1.</summary>
    /// <param name="gain">By field, then column; 0 or less: not to be paired.</param>
    public static int[] Best(double[][] gain, int columns)
    {
        var fields = gain.Length;
        // A field may also stay without a column: one empty seat for each.
        var seats = columns + fields;
        var (u, v) = (new double[fields + 1], new double[seats + 1]);
        var (seatOf, way) = (new int[seats + 1], new int[seats + 1]);
        for (var field = 1; field <= fields; field++)
        {
            seatOf[0] = field;
            var seat = Path(gain, columns, u, v, seatOf, way);
            while (seat != 0)
            {
                var before = way[seat];
                seatOf[seat] = seatOf[before];
                seat = before;
            }
        }
        var given = new int[columns];
        for (var column = 1; column <= columns; column++)
        {
            var field = seatOf[column] - 1;
            given[column - 1] = field >= 0 && gain[field][column - 1] > 0 ? field : -1;
        }
        return given;
    }

    /// <summary>The cheapest way to seat one more field; returns the free seat at its end.</summary>
    private static int Path(double[][] gain, int columns, double[] u, double[] v, int[] seatOf, int[] way)
    {
        var seats = seatOf.Length - 1;
        var least = new double[seats + 1];
        Array.Fill(least, double.PositiveInfinity);
        var used = new bool[seats + 1];
        var seat = 0;
        do
        {
            used[seat] = true;
            var (field, delta, next) = (seatOf[seat], double.PositiveInfinity, 0);
            for (var j = 1; j <= seats; j++)
            {
                if (used[j])
                {
                    continue;
                }
                var cost = (j <= columns ? -Math.Max(0, gain[field - 1][j - 1]) : 0) - u[field] - v[j];
                if (cost < least[j])
                {
                    (least[j], way[j]) = (cost, seat);
                }
                if (least[j] < delta)
                {
                    (delta, next) = (least[j], j);
                }
            }
            for (var j = 0; j <= seats; j++)
            {
                if (used[j])
                {
                    u[seatOf[j]] += delta;
                    v[j] -= delta;
                }
                else
                {
                    least[j] -= delta;
                }
            }
            seat = next;
        }
        while (seatOf[seat] != 0);
        return seat;
    }
}
