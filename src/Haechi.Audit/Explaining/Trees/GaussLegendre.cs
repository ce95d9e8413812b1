namespace Haechi.Audit.Explaining.Trees;

/// <summary>Points and weights on (0, 1) with which the integral of a polynomial of degree below twice their number is a finite sum (Gauss 1814).</summary>
internal static class GaussLegendre
{
    public static (double[] Points, double[] Weights) Of(int count)
    {
        var points = new double[count];
        var weights = new double[count];
        for (var i = 0; i < count; i++)
        {
            var (root, slope) = Root(count, Math.Cos(Math.PI * (i + 0.75) / (count + 0.5)));
            points[i] = (1 + root) / 2;
            weights[i] = 1 / ((1 - (root * root)) * slope * slope);
        }
        return (points, weights);
    }

    /// <summary>Newton's steps from a good guess to a root of the Legendre polynomial; also its slope there.</summary>
    private static (double Root, double Slope) Root(int degree, double x)
    {
        for (var step = 0; ; step++)
        {
            var (before, value) = (1.0, x);
            for (var k = 2; k <= degree; k++)
            {
                (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
            }
            var slope = degree * ((x * value) - before) / ((x * x) - 1);
            var next = x - (value / slope);
            if (Math.Abs(next - x) < 1e-16 || step == 20)
            {
                return (next, slope);
            }
            x = next;
        }
    }
}
