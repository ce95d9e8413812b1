using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Columns;

/// <summary>The answers to one question over many records.</summary>
public abstract class FactColumn;

/// <summary>A bool (one plane, <c>true</c>), enum or set question: a plane for each value, and which records are known.</summary>
public sealed class ChoiceColumn(Plane known, IReadOnlyDictionary<string, Plane> values) : FactColumn
{
    /// <summary>The value id of a bool's plane.</summary>
    public const string True = "true";

    /// <summary>Records whose answer is known. A value's bit is only set where it is.</summary>
    public Plane Known { get; } = known;

    /// <summary>A plane for each value.</summary>
    public IReadOnlyDictionary<string, Plane> Values { get; } = values;
}

/// <summary>A number or date question: the value of each record (day numbers for dates), not a number where it is unknown.</summary>
public sealed class NumberColumn(double[] values) : FactColumn
{
    /// <summary>The values, padded to whole blocks with not-a-number and pinned.</summary>
    public double[] Values { get; } = Pad(values);

    private static double[] Pad(double[] values)
    {
        var padded = GC.AllocateArray<double>(Plane.WordsFor(values.Length) * 64, pinned: true);
        values.CopyTo(padded, 0);
        padded.AsSpan(values.Length).Fill(double.NaN);
        return padded;
    }
}

/// <summary>A list question: the records of record i are those from <c>Offsets[i]</c> up to <c>Offsets[i + 1]</c> of <paramref name="inner"/>.</summary>
public sealed class ListColumn(Plane known, int[] offsets, FactColumns inner) : FactColumn
{
    /// <summary>Records whose list is known.</summary>
    public Plane Known { get; } = known;

    /// <summary>One more than there are records.</summary>
    public IReadOnlyList<int> Offsets { get; } = offsets;

    /// <summary>The facts of all inner records.</summary>
    public FactColumns Inner { get; } = inner;
}

/// <summary>
/// The facts of many records, a column for each question. It knows no book: columns and values are found by id, so that the same columns serve two books
/// or two days. A question without a column is unknown for all.
/// </summary>
public sealed class FactColumns(int count, IReadOnlyDictionary<string, FactColumn> columns)
{
    /// <summary>The number of records.</summary>
    public int Count { get; } = count;

    /// <summary>The columns by question id.</summary>
    public IReadOnlyDictionary<string, FactColumn> Columns { get; } = columns;

    /// <summary>The columns of records, for the questions given.</summary>
    public static FactColumns Of(IReadOnlyList<FactRecord> records, IReadOnlyList<Question> questions) =>
        OfRows([.. records.Select(r => FactRow.Of(r, questions))], questions);

    /// <summary>The columns of rows (see <see cref="FactRow"/>), for the questions given.</summary>
    public static FactColumns OfRows(IReadOnlyList<Cell[]> rows, IReadOnlyList<Question> questions)
    {
        var columns = new Dictionary<string, FactColumn>(StringComparer.Ordinal);
        for (var q = 0; q < questions.Count; q++)
        {
            if (Column(rows, q, questions[q]) is { } column)
            {
                columns[questions[q].Id] = column;
            }
        }
        return new FactColumns(rows.Count, columns);
    }

    private static FactColumn? Column(IReadOnlyList<Cell[]> rows, int q, Question question) => question.Type switch
    {
        QuestionType.Bool => Choices(rows, q, [ChoiceColumn.True], (cell, planes, i) => planes[0][i] = cell.Number != 0),
        QuestionType.Enum => Choices(rows, q, [.. question.Values.Select(v => v.Id)], SetChoice),
        QuestionType.Set => Choices(rows, q, [.. question.Values.Select(v => v.Id)], (cell, planes, i) => Array.ForEach(cell.Members!, m => planes[m][i] = true)),
        QuestionType.Number or QuestionType.Date => new NumberColumn([.. rows.Select(r => r[q].Known ? r[q].Number : double.NaN)]),
        QuestionType.List => Lists(rows, q, question),
        _ => null,
    };

    /// <summary>An undeclared value of an open question is known and in no plane.</summary>
    private static void SetChoice(Cell cell, Plane[] planes, int record)
    {
        if (cell.Number != Cell.Undeclared)
        {
            planes[(int)cell.Number][record] = true;
        }
    }

    private static ChoiceColumn Choices(IReadOnlyList<Cell[]> rows, int q, IReadOnlyList<string> ids, Action<Cell, Plane[], int> set)
    {
        var known = new Plane(rows.Count);
        var planes = ids.Select(_ => new Plane(rows.Count)).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i][q].Known)
            {
                known[i] = true;
                set(rows[i][q], planes, i);
            }
        }
        return new ChoiceColumn(known, ids.Zip(planes).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
    }

    private static ListColumn Lists(IReadOnlyList<Cell[]> rows, int q, Question question)
    {
        var known = new Plane(rows.Count);
        var offsets = new int[rows.Count + 1];
        var inner = new List<Cell[]>();
        for (var i = 0; i < rows.Count; i++)
        {
            known[i] = rows[i][q].Known;
            inner.AddRange(rows[i][q].Records ?? []);
            offsets[i + 1] = inner.Count;
        }
        return new ListColumn(known, offsets, OfRows(inner, question.Fields));
    }
}
