using System.Text;

namespace Haechi.Bench.Audit;

/// <summary>
/// Invented decisions: need, decision, score and four attributes of 3, 7, 6 and 17 values, 2,142 groups in all when crossed. Row i is the same in every run, whichever way it is asked for, so
/// that a shard can be made anywhere without the rows before it.
/// </summary>
internal static class Synthetic
{
    public static readonly string[][] Levels =
    [
        ["female", "male", "other"],
        ["0-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+"],
        ["alone", "couple", "family", "parent", "shared", "home"],
        [.. Enumerable.Range(1, 17).Select(i => $"r{i:00}")],
    ];

    public static readonly string[] Attributes = ["sex", "age", "household", "region"];

    private static readonly double[][] Shares = [[.495, .495, .01], [.05, .12, .18, .19, .18, .14, .14], [.30, .22, .28, .08, .07, .05], [.20, .14, .10, .09, .08, .07, .06, .05, .04, .04, .03, .03, .02, .02, .01, .01, .01]];

    private static readonly byte[][] Chosen = [.. Shares.Select(Table)];

    /// <summary>One row: the codes of the attributes, then need and decision (0 or 1) and the score in thousandths.</summary>
    public static (int Sex, int Age, int Household, int Region, int Need, int Granted, int Score) Row(long row)
    {
        var bits = Mixed((ulong)row);
        var (sex, age, household, region) = (Chosen[0][bits & 1023], Chosen[1][bits >> 10 & 1023], Chosen[2][bits >> 20 & 1023], Chosen[3][bits >> 30 & 1023]);
        var need = (int)(bits >> 40 & 1023) < 350 + (20 * age) + (4 * region) ? 1 : 0;
        var chance = need == 1 ? 820 - (sex == 2 ? 150 : 0) - (6 * region) : 110 + (household == 3 ? 90 : 0);
        var granted = (int)(bits >> 50 & 1023) < chance ? 1 : 0;
        return (sex, age, household, region, need, granted, (granted * 500) + (int)(Mixed(bits) % 500));
    }

    /// <summary>Writes the rows as CSV.</summary>
    public static void WriteCsv(string file, long rows)
    {
        var texts = Levels.Select(l => l.Select(Encoding.UTF8.GetBytes).ToArray()).ToArray();
        using var output = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        output.Write("need,granted,score,sex,age,household,region\n"u8);
        var line = new byte[128];
        for (var i = 0L; i < rows; i++)
        {
            var r = Row(i);
            (line[0], line[1], line[2], line[3], line[4], line[5]) = ((byte)('0' + r.Need), (byte)',', (byte)('0' + r.Granted), (byte)',', (byte)'0', (byte)'.');
            (line[6], line[7], line[8]) = ((byte)('0' + (r.Score / 100)), (byte)('0' + (r.Score / 10 % 10)), (byte)('0' + (r.Score % 10)));
            var at = 9;
            at = Append(line, at, texts[0][r.Sex]);
            at = Append(line, at, texts[1][r.Age]);
            at = Append(line, at, texts[2][r.Household]);
            at = Append(line, at, texts[3][r.Region]);
            line[at++] = (byte)'\n';
            output.Write(line, 0, at);
        }
    }

    private static int Append(byte[] line, int at, byte[] text)
    {
        line[at++] = (byte)',';
        text.CopyTo(line, at);
        return at + text.Length;
    }

    /// <summary>The finaliser of SplitMix64: rows next to each other share nothing.</summary>
    private static ulong Mixed(ulong row)
    {
        var z = (row + 1) * 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>1,024 places, of which each value has its share.</summary>
    private static byte[] Table(double[] shares)
    {
        var table = new byte[1024];
        var (code, upTo) = (0, shares[0]);
        for (var i = 0; i < table.Length; i++)
        {
            while (i >= upTo * table.Length && code < shares.Length - 1)
            {
                upTo += shares[++code];
            }
            table[i] = (byte)code;
        }
        return table;
    }
}
