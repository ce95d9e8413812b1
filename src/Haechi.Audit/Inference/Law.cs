using MathNet.Numerics;

namespace Haechi.Audit.Inference;

/// <summary>Quantiles and tails of the normal and chi-squared laws.</summary>
internal static class Law
{
    /// <summary>The z of a two-sided interval: 1.96 for 0.95.</summary>
    public static double TwoSided(double confidence) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, 1 - ((1 - confidence) / 2));

    /// <summary>The two-sided tail of z, accurate far out.</summary>
    public static double Tail(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>The upper tail of chi-squared.</summary>
    public static double ChiSquared(double statistic, int freedom) => freedom <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(freedom / 2.0, statistic / 2);

    /// <summary>A quantile of chi-squared.</summary>
    public static double ChiSquaredQuantile(double p, int freedom) => MathNet.Numerics.Distributions.ChiSquared.InvCDF(freedom, p);
}
