using System.Security.Cryptography;
using Haechi.Audit.Cells;

namespace Haechi.Audit.Privacy;

/// <summary>
/// Adds discrete Laplace noise to every cell that could exist, empty ones included, which makes the counts epsilon-differentially private where each person has one row. Sampled exactly with
/// whole numbers (Canonne, Kamath, Steinke 2020) from the system's secure source: noise that could be drawn again would be no protection.
/// </summary>
public static class Noise
{
    private const int Grain = 1000;
    private const long MostCells = 1_000_000;

    /// <summary>The document with noise; counts below 0 are shown as 0.</summary>
    /// <param name="document">Counts as they are.</param>
    /// <param name="epsilon">The privacy budget, from 0.001 to 20, kept to three decimals.</param>
    public static CellDocument Of(CellDocument document, double epsilon)
    {
        var table = document.Table;
        var budget = (long)Math.Round(epsilon * Grain);
        if (!(budget is >= 1 and <= 20 * Grain))
        {
            throw AuditRefusedException.Because("epsilon", "noise", "엡실론은 0.001부터 20까지입니다.", "epsilon should be from 0.001 to 20");
        }
        if (table.Measures.Count > 0)
        {
            throw AuditRefusedException.Because("noise-on-sums", "noise", "가중치나 점수의 합에는 이 잡음을 쓸 수 없습니다. 건수만 있는 표로 만드십시오.", "sums of weights or scores cannot be protected by this noise; make a table of counts only");
        }
        var cells = table.Dimensions.Aggregate(1L, (product, d) => Math.Min(MostCells + 1, product * Math.Max(1, d.Levels.Count)));
        if (cells > MostCells)
        {
            throw AuditRefusedException.Because("too-many-cells", "noise", $"가능한 칸이 {MostCells:N0}개를 넘습니다. 속성을 줄이십시오.", $"more than {MostCells:N0} cells could exist; use fewer attributes");
        }
        var counts = Enumerable.Range(0, table.Length).ToDictionary(c => Index(table, c), table.Count);
        var adder = new CellAdder(table.Dimensions, table.Measures);
        var codes = new int[table.Dimensions.Count];
        for (var d = 0; d < codes.Length; d++)
        {
            foreach (var level in table.Dimensions[d].Levels)
            {
                adder.Level(d, level);
            }
        }
        for (var index = 0L; index < cells; index++)
        {
            var rest = index;
            for (var d = codes.Length - 1; d >= 0; d--)
            {
                codes[d] = (int)(rest % table.Dimensions[d].Levels.Count);
                rest /= table.Dimensions[d].Levels.Count;
            }
            adder.AddCodes(codes, Math.Max(0, counts.GetValueOrDefault(index) + Laplace(budget)), []);
        }
        var noisy = adder.ToTable();
        return document with
        {
            Table = noisy,
            Sides = [],
            Notes = document.Notes with { Rows = noisy.Rows, Problems = [] },
            Protection = string.Join("; ", new[] { document.Protection, FormattableString.Invariant($"discrete Laplace noise, epsilon {budget / (double)Grain}, one row per person") }.OfType<string>()),
        };
    }

    private static long Index(CellTable table, int cell)
    {
        var index = 0L;
        for (var d = 0; d < table.Dimensions.Count; d++)
        {
            index = (index * table.Dimensions[d].Levels.Count) + table.Code(cell, d);
        }
        return index;
    }

    /// <summary>P(X = x) in proportion to exp(−|x| · budget / Grain).</summary>
    internal static long Laplace(long budget)
    {
        while (true)
        {
            var u = RandomNumberGenerator.GetInt32(Grain);
            if (!Exponential(u, Grain))
            {
                continue;
            }
            var v = 0L;
            while (Exponential(1, 1))
            {
                v++;
            }
            var magnitude = (u + (Grain * v)) / budget;
            var negative = RandomNumberGenerator.GetInt32(2) == 1;
            if (!negative || magnitude != 0)
            {
                return negative ? -magnitude : magnitude;
            }
        }
    }

    /// <summary>True with the chance exp(−above/below), above being at most below.</summary>
    private static bool Exponential(int above, int below)
    {
        for (var k = 1; ; k++)
        {
            // The chance of going on is (above/below)/k.
            if (RandomNumberGenerator.GetInt32(below) >= above || RandomNumberGenerator.GetInt32(k) != 0)
            {
                return k % 2 == 1;
            }
        }
    }
}
