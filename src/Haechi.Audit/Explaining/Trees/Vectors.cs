using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Haechi.Audit.Explaining.Trees;

/// <summary>Sums and products of spans whose length is a multiple of four.</summary>
internal static class Vectors
{
    public static void Multiply(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> into)
    {
        var a = Of(left);
        var b = Of(right);
        var c = Of(into);
        for (var i = 0; i < c.Length; i++)
        {
            c[i] = a[i] * b[i];
        }
    }

    public static void Scale(ReadOnlySpan<double> left, double by, Span<double> into)
    {
        var a = Of(left);
        var c = Of(into);
        for (var i = 0; i < c.Length; i++)
        {
            c[i] = a[i] * by;
        }
    }

    public static void Add(ReadOnlySpan<double> left, Span<double> into)
    {
        var a = Of(left);
        var c = Of(into);
        for (var i = 0; i < c.Length; i++)
        {
            c[i] += a[i];
        }
    }

    public static void AddProduct(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> into)
    {
        var a = Of(left);
        var b = Of(right);
        var c = Of(into);
        for (var i = 0; i < c.Length; i++)
        {
            c[i] += a[i] * b[i];
        }
    }

    public static void SubtractProduct(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> into)
    {
        var a = Of(left);
        var b = Of(right);
        var c = Of(into);
        for (var i = 0; i < c.Length; i++)
        {
            c[i] -= a[i] * b[i];
        }
    }

    private static ReadOnlySpan<Vector256<double>> Of(ReadOnlySpan<double> span) => MemoryMarshal.Cast<double, Vector256<double>>(span);

    private static Span<Vector256<double>> Of(Span<double> span) => MemoryMarshal.Cast<double, Vector256<double>>(span);
}
