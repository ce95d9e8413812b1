using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Haechi.Labels.Cose;

/// <summary>
/// Checking of Ed25519 signatures (RFC 8032, 5.1.7). The framework has none. Nothing here is secret, so that plain whole numbers serve; a check takes milliseconds.
/// </summary>
internal static class Ed25519
{
    public const string Oid = "1.3.101.112";

    private static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);
    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (Prime - 1) / 4, Prime);
    private static readonly Point Base = BasePoint();

    public static bool Verify(byte[] key, byte[] message, byte[] signature)
    {
        if (key.Length != 32 || signature.Length != 64 || Decode(key) is not { } a || Decode(signature[..32]) is not { } r)
        {
            return false;
        }
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true);
        if (s >= Order)
        {
            return false;
        }
        var k = new BigInteger(SHA512.HashData([.. signature[..32], .. key, .. message]), isUnsigned: true) % Order;
        return Same(Times(Base, s), Add(r, Times(a, k)));
    }

    /// <summary>A point in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z.</summary>
    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T);

    private static BigInteger Mod(BigInteger value) => (value %= Prime).Sign < 0 ? value + Prime : value;

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), Prime - 2, Prime);

    private static Point BasePoint()
    {
        var y = Mod(4 * Inverse(5));
        var x = Root(y, odd: false)!.Value;
        return new Point(x, y, 1, Mod(x * y));
    }

    private static Point? Decode(byte[] bytes)
    {
        var number = new BigInteger(bytes, isUnsigned: true);
        var odd = !(number >> 255).IsZero;
        var y = number & ((BigInteger.One << 255) - 1);
        return y < Prime && Root(y, odd) is { } x ? new Point(x, y, 1, Mod(x * y)) : null;
    }

    private static BigInteger? Root(BigInteger y, bool odd)
    {
        var square = Mod(((y * y) - 1) * Inverse((D * y * y) + 1));
        var x = BigInteger.ModPow(square, (Prime + 3) / 8, Prime);
        x = Mod(x * x) == square ? x : Mod(x * RootOfMinusOne);
        return Mod(x * x) != square || (x.IsZero && odd) ? null : x.IsEven == odd ? Prime - x : x;
    }

    private static Point Add(Point p, Point q)
    {
        var (a, b) = (Mod((p.Y - p.X) * (q.Y - q.X)), Mod((p.Y + p.X) * (q.Y + q.X)));
        var (c, d) = (Mod(2 * p.T * q.T % Prime * D), Mod(2 * p.Z * q.Z));
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new Point(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
    }

    private static Point Times(Point point, BigInteger by)
    {
        var sum = new Point(0, 1, 1, 0);
        for (; !by.IsZero; by >>= 1, point = Add(point, point))
        {
            sum = by.IsEven ? sum : Add(sum, point);
        }
        return sum;
    }

    private static bool Same(Point p, Point q) => Mod((p.X * q.Z) - (q.X * p.Z)).IsZero && Mod((p.Y * q.Z) - (q.Y * p.Z)).IsZero;
}
