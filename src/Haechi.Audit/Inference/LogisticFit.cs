using MathNet.Numerics.LinearAlgebra;

namespace Haechi.Audit.Inference;

/// <summary>One pattern of covariates with its cases.</summary>
/// <param name="Covariates">The covariates, the constant not among them.</param>
/// <param name="Yes">Weight of the cases with a yes.</param>
/// <param name="All">Weight of all cases.</param>
public sealed record CovariatePattern(IReadOnlyList<double> Covariates, double Yes, double All);

/// <summary>A logistic regression by maximum likelihood from counts: iteratively reweighted least squares, as in R's <c>glm</c>.</summary>
/// <param name="Coefficients">The constant, then one for each covariate; NaN for a covariate that the others determine.</param>
/// <param name="Errors">Their standard errors, from the inverse information.</param>
/// <param name="Deviance">The residual deviance of the single cases.</param>
/// <param name="Converged">False when the answers can be told apart wholly, so that no finite estimate exists.</param>
public sealed record LogisticFit(IReadOnlyList<double> Coefficients, IReadOnlyList<double> Errors, double Deviance, bool Converged)
{
    private const int MostSteps = 50;

    /// <summary>Fits a model. The work grows with the patterns, not with the cases.</summary>
    public static LogisticFit Of(IReadOnlyList<CovariatePattern> patterns, int covariates)
    {
        var width = covariates + 1;
        var beta = new double[width];
        var (deviance, converged) = (double.PositiveInfinity, false);
        var kept = Enumerable.Range(0, width).ToArray();
        var information = Matrix<double>.Build.Dense(width, width);
        for (var step = 0; step < MostSteps && !converged; step++)
        {
            information.Clear();
            var score = Vector<double>.Build.Dense(width);
            var now = 0.0;
            foreach (var pattern in patterns.Where(p => p.All > 0))
            {
                var eta = Math.Clamp(Eta(beta, pattern), -500, 500);
                var mean = 1 / (1 + Math.Exp(-eta));
                var weight = Math.Max(pattern.All * mean * (1 - mean), 1e-300);
                now += 2 * ((pattern.Yes * Soft(-eta)) + ((pattern.All - pattern.Yes) * Soft(eta)));
                for (var i = 0; i < width; i++)
                {
                    var xi = i == 0 ? 1 : pattern.Covariates[i - 1];
                    if (xi == 0)
                    {
                        continue;
                    }
                    score[i] += xi * (pattern.Yes - (pattern.All * mean));
                    for (var j = 0; j <= i; j++)
                    {
                        information[i, j] += weight * xi * (j == 0 ? 1 : pattern.Covariates[j - 1]);
                    }
                }
            }
            Mirror(information);
            if (step == 0)
            {
                kept = Independent(information);
            }
            converged = Math.Abs(deviance - now) / (Math.Abs(now) + 0.1) < 1e-10;
            deviance = now;
            if (!converged)
            {
                var move = Part(information, kept).Cholesky().Solve(Vector<double>.Build.Dense(kept.Length, i => score[kept[i]]));
                for (var i = 0; i < kept.Length; i++)
                {
                    beta[kept[i]] += move[i];
                }
            }
        }
        var errors = Enumerable.Repeat(double.NaN, width).ToArray();
        var inverse = Part(information, kept).Inverse();
        for (var i = 0; i < kept.Length; i++)
        {
            errors[kept[i]] = Math.Sqrt(inverse[i, i]);
        }
        // Without a finite maximum, estimates wander off while their errors explode.
        var finite = converged && kept.All(i => Math.Abs(beta[i]) < 30 && errors[i] < 100);
        return new LogisticFit([.. beta.Select((b, i) => kept.Contains(i) ? b : double.NaN)], errors, deviance, finite);
    }

    private static double Eta(double[] beta, CovariatePattern pattern)
    {
        var sum = beta[0];
        for (var i = 1; i < beta.Length; i++)
        {
            sum += beta[i] * pattern.Covariates[i - 1];
        }
        return sum;
    }

    /// <summary>ln(1 + eˣ) without overflow.</summary>
    private static double Soft(double x) => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x));

    private static void Mirror(Matrix<double> matrix)
    {
        for (var i = 0; i < matrix.RowCount; i++)
        {
            for (var j = i + 1; j < matrix.ColumnCount; j++)
            {
                matrix[i, j] = matrix[j, i];
            }
        }
    }

    private static Matrix<double> Part(Matrix<double> matrix, int[] kept) => Matrix<double>.Build.Dense(kept.Length, kept.Length, (i, j) => matrix[kept[i], kept[j]]);

    /// <summary>Covariates that earlier ones do not determine, by a pivot of what is left of each.</summary>
    private static int[] Independent(Matrix<double> information)
    {
        var left = information.Clone();
        var kept = new List<int>();
        for (var i = 0; i < left.RowCount; i++)
        {
            if (!(left[i, i] > 1e-9 * Math.Max(information[i, i], 1e-300)))
            {
                continue;
            }
            kept.Add(i);
            for (var r = i + 1; r < left.RowCount; r++)
            {
                var factor = left[r, i] / left[i, i];
                for (var c = 0; factor != 0 && c < left.ColumnCount; c++)
                {
                    left[r, c] -= factor * left[i, c];
                }
            }
        }
        return [.. kept];
    }
}
