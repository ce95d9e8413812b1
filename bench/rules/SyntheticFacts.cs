using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Facts;

namespace Haechi.Bench.Rules;

/// <summary>
/// Invented facts with a fixed seed. Record i depends on the seed and i alone, so that a smaller run measures the first records of a larger one.
/// </summary>
internal static class SyntheticFacts
{
    private const ulong Seed = 20260122;
    private const double ShareUnknown = 0.10;

    private static readonly int FirstDay = new DateOnly(2024, 1, 1).DayNumber;
    private const int Days = 365 * 4;

    /// <summary>Rows of facts in the order of <paramref name="questions"/>; each fact is unknown in one record of ten.</summary>
    public static Cell[][] Rows(IReadOnlyList<Question> questions, int count)
    {
        var rows = new Cell[count][];
        Parallel.For(0, count, i => rows[i] = Row(questions, i));
        return rows;
    }

    /// <summary>The facts of a row as a record by name.</summary>
    public static FactRecord Record(IReadOnlyList<Question> questions, Cell[] row, string id)
    {
        var facts = new Dictionary<string, FactValue>(StringComparer.Ordinal);
        for (var q = 0; q < row.Length; q++)
        {
            if (row[q].Known)
            {
                facts[questions[q].Id] = Value(questions[q], row[q]);
            }
        }
        return new FactRecord(id, facts);
    }

    private static FactValue Value(Question question, Cell cell) => question.Type switch
    {
        QuestionType.Bool => new BoolFact(cell.Number != 0),
        QuestionType.Enum => new TextFact(question.Values[(int)cell.Number].Id),
        QuestionType.Set => new SetFact([.. cell.Members!.Select(m => question.Values[m].Id)]),
        QuestionType.Date => new DateFact(DateOnly.FromDayNumber((int)cell.Number)),
        QuestionType.Number => new NumberFact(cell.Number),
        QuestionType.List => new ListFact([.. cell.Records!.Select((r, i) => Record(question.Fields, r, $"{i}"))]),
        _ => new TextFact("…"),
    };

    private static Cell[] Row(IReadOnlyList<Question> questions, int record)
    {
        var random = new SplitMix(Seed + ((ulong)record << 20));
        return Row(questions, ref random);
    }

    private static Cell[] Row(IReadOnlyList<Question> questions, ref SplitMix random)
    {
        var row = new Cell[questions.Count];
        for (var q = 0; q < row.Length; q++)
        {
            var unknown = random.NextUnit() < ShareUnknown;
            var answer = Answer(questions[q], ref random);
            row[q] = unknown ? default : answer;
        }
        return row;
    }

    private static Cell Answer(Question question, ref SplitMix random) => question.Type switch
    {
        QuestionType.Bool => Of(random.NextUnit() < 0.4 ? 1 : 0),
        QuestionType.Enum => Of(random.Below(question.Values.Count)),
        QuestionType.Set => new Cell(true, 0, Members(question.Values.Count, ref random), null),
        QuestionType.Date => Of(FirstDay + random.Below(Days)),
        // Numbers spread over orders of magnitude, as head counts and costs do.
        QuestionType.Number => Of(Math.Clamp(Math.Floor(Math.Pow(10, random.NextUnit() * 6)), question.Min ?? double.MinValue, question.Max ?? double.MaxValue)),
        QuestionType.List => Records(question, ref random),
        _ => Of(0),
    };

    private static Cell Of(double number) => new(true, number, null, null);

    /// <summary>No to three records.</summary>
    private static Cell Records(Question list, ref SplitMix random)
    {
        var records = new Cell[random.Below(4)][];
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = Row(list.Fields, ref random);
        }
        return new Cell(true, 0, null, records);
    }

    /// <summary>One to three members, ascending.</summary>
    private static int[] Members(int values, ref SplitMix random)
    {
        var members = new SortedSet<int>();
        for (var left = 1 + random.Below(3); left > 0; left--)
        {
            members.Add(random.Below(values));
        }
        return [.. members];
    }
}

/// <summary>SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every platform and version, which <see cref="Random"/> does not promise.</summary>
internal struct SplitMix(ulong state)
{
    public ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0, included, to 1, excluded.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public int Below(int count) => (int)(NextUnit() * count);
}
