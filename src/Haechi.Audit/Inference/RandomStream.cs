using System.Numerics;

namespace Haechi.Audit.Inference;

/// <summary>Random numbers that depend on nothing but the seed and the name of the stream, so that any number of threads draws the same: xoshiro256** (Blackman and Vigna 2018), seeded by SplitMix64.</summary>
internal sealed class RandomStream
{
    private ulong _a, _b, _c, _d;
    private double _spare = double.NaN;

    public RandomStream(ulong seed, ulong stream)
    {
        var state = seed ^ (stream * 0xD1B54A32D192ED03UL) ^ 0x8CB92BA72F3D8DD7UL;
        (_a, _b, _c, _d) = (Split(ref state), Split(ref state), Split(ref state), Split(ref state));
    }

    public ulong Bits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>From 0 inclusive to 1 exclusive.</summary>
    public double Uniform() => (Bits() >> 11) * (1.0 / (1UL << 53));

    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            var kept = _spare;
            _spare = double.NaN;
            return kept;
        }
        double u, v, s;
        do
        {
            (u, v) = ((2 * Uniform()) - 1, (2 * Uniform()) - 1);
            s = (u * u) + (v * v);
        }
        while (s is >= 1 or 0);
        var scale = Math.Sqrt(-2 * Math.Log(s) / s);
        _spare = v * scale;
        return u * scale;
    }

    /// <summary>A binomial count: inversion while the mean is small, else Hörmann's BTRS (1993).</summary>
    public long Binomial(long n, double p)
    {
        if (n <= 0 || p <= 0)
        {
            return 0;
        }
        if (p >= 1)
        {
            return n;
        }
        return p > 0.5 ? n - Binomial(n, 1 - p) : n * p < 10 ? Inversion(n, p) : Btrs(n, p);
    }

    /// <summary>How many of <paramref name="drawn"/> are marked when <paramref name="marked"/> of <paramref name="total"/> are. From the mode outwards; where the spread is above 500, a rounded normal, whose error is far below what replicates can show.</summary>
    public long Hypergeometric(long total, long marked, long drawn)
    {
        var (low, high) = (Math.Max(0, drawn - (total - marked)), Math.Min(drawn, marked));
        if (low >= high)
        {
            return low;
        }
        var mean = (double)drawn * marked / total;
        var spread = Math.Sqrt(mean * (total - marked) / total * (total - drawn) / Math.Max(1, total - 1));
        return spread > 500 ? Math.Clamp((long)Math.Round(mean + (spread * Normal())), low, high) : FromMode(total, marked, drawn, low, high);
    }

    private static ulong Split(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    private long Inversion(long n, double p)
    {
        var (q, left) = (p / (1 - p), Uniform());
        var chance = Math.Exp(n * Math.Log(1 - p));
        for (var k = 0L; k < n; k++)
        {
            if (left < chance)
            {
                return k;
            }
            left -= chance;
            chance *= q * (n - k) / (k + 1);
            if (chance < 1e-300)
            {
                return k;
            }
        }
        return n;
    }

    private long Btrs(long n, double p)
    {
        var spread = Math.Sqrt(n * p * (1 - p));
        var b = 1.15 + (2.53 * spread);
        var a = -0.0873 + (0.0248 * b) + (0.01 * p);
        var c = (n * p) + 0.5;
        var v0 = 0.92 - (4.2 / b);
        var alpha = (2.83 + (5.1 / b)) * spread;
        var mode = Math.Floor((n + 1) * p);
        while (true)
        {
            var u = Uniform() - 0.5;
            var v = Uniform();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / us) + b) * u) + c);
            if (k < 0 || k > n)
            {
                continue;
            }
            if (us >= 0.07 && v <= v0)
            {
                return (long)k;
            }
            v = Math.Log(v * alpha / ((a / (us * us)) + b));
            var accepted = ((mode + 0.5) * Math.Log((mode + 1) / ((p / (1 - p)) * (n - mode + 1)))) + ((n + 1) * Math.Log((n - mode + 1) / (n - k + 1)))
                + ((k + 0.5) * Math.Log((p / (1 - p)) * (n - k + 1) / (k + 1))) + Rest(mode) + Rest(n - mode) - Rest(k) - Rest(n - k);
            if (v <= accepted)
            {
                return (long)k;
            }
        }
    }

    /// <summary>The rest of Stirling's formula for k!.</summary>
    private static double Rest(double k)
    {
        ReadOnlySpan<double> small = [0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509, 0.01664469118982119, 0.01387612882307075, 0.01189670994589177, 0.01041126526197209, 0.009255462182712733, 0.008330563433362871];
        if (k < 10)
        {
            return small[(int)k];
        }
        var x = k + 1;
        return ((1.0 / 12) - (((1.0 / 360) - (1.0 / 1260 / (x * x))) / (x * x))) / x;
    }

    private long FromMode(long total, long marked, long drawn, long low, long high)
    {
        var mode = Math.Clamp((long)((drawn + 1.0) * (marked + 1.0) / (total + 2.0)), low, high);
        double Log(long k) => -(Factorial(k) + Factorial(marked - k) + Factorial(drawn - k) + Factorial(total - marked - drawn + k));
        var all = Factorial(marked) + Factorial(total - marked) + Factorial(drawn) + Factorial(total - drawn) - Factorial(total);
        var top = Math.Exp(all + Log(mode));
        var left = Uniform();
        var (down, up, below, above) = (mode, mode, top, top);
        left -= top;
        while (left > 0 && (down > low || up < high))
        {
            if (up < high)
            {
                above *= (double)(marked - up) * (drawn - up) / ((up + 1.0) * (total - marked - drawn + up + 1.0));
                up++;
                left -= above;
                if (left <= 0)
                {
                    return up;
                }
            }
            if (down > low)
            {
                below *= (double)down * (total - marked - drawn + down) / ((marked - down + 1.0) * (drawn - down + 1.0));
                down--;
                left -= below;
                if (left <= 0)
                {
                    return down;
                }
            }
            if (above + below < 1e-300)
            {
                break;
            }
        }
        return mode;
    }

    private static double Factorial(long n) => MathNet.Numerics.SpecialFunctions.GammaLn(n + 1.0);
}
