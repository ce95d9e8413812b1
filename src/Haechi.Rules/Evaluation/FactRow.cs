using Haechi.Rules.Books;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Evaluation;

/// <summary>One fact ready for evaluation. The default is unknown.</summary>
/// <param name="Known">False: the fact is unknown and the rest means nothing.</param>
/// <param name="Number">Number; day number; 1 or 0 for a bool; the value's index for an enum, or <see cref="Undeclared"/>.</param>
/// <param name="Members">Ascending value indexes of a set.</param>
/// <param name="Records">The records of a list, each a row over the list's fields.</param>
public readonly record struct Cell(bool Known, double Number, int[]? Members, Cell[][]? Records)
{
    /// <summary>The <see cref="Number"/> of an open enum question whose answer is not a declared value: known, and equal to none of them.</summary>
    public const int Undeclared = -1;
}

/// <summary>Turns facts by name into cells by index.</summary>
public static class FactRow
{
    /// <summary>
    /// The facts of a record in the order of <paramref name="questions"/>. A value of the wrong kind, or one that is not declared, counts as unknown here:
    /// <see cref="FactReader"/> has refused or reported it when it was read.
    /// </summary>
    public static Cell[] Of(FactRecord record, IReadOnlyList<Question> questions)
    {
        var row = new Cell[questions.Count];
        for (var i = 0; i < row.Length; i++)
        {
            if (record[questions[i].Id] is { } value)
            {
                row[i] = Encode(questions[i], value);
            }
        }
        return row;
    }

    private static Cell Encode(Question question, FactValue value) => (question.Type, value) switch
    {
        (QuestionType.Bool, BoolFact b) => new Cell(true, b.Value ? 1 : 0, null, null),
        (QuestionType.Number, NumberFact n) => new Cell(true, n.Value, null, null),
        (QuestionType.Date, DateFact d) => new Cell(true, d.Value.DayNumber, null, null),
        (QuestionType.Enum, TextFact t) when question.IndexOf(t.Value) is var i and >= 0 => new Cell(true, i, null, null),
        (QuestionType.Enum, TextFact) when question.Open => new Cell(true, Cell.Undeclared, null, null),
        (QuestionType.Set, SetFact s) when Members(question, s.Values) is { } members => new Cell(true, 0, members, null),
        (QuestionType.List, ListFact l) => new Cell(true, 0, null, [.. l.Records.Select(r => Of(r, question.Fields))]),
        (QuestionType.Text, TextFact) => new Cell(true, 0, null, null),
        _ => default,
    };

    /// <summary>The indexes of a set's members, ascending. One that is not declared is left out of an open set, and makes any other null.</summary>
    private static int[]? Members(Question question, IReadOnlyList<string> values)
    {
        var members = new int[values.Count];
        for (var i = 0; i < members.Length; i++)
        {
            members[i] = question.IndexOf(values[i]);
        }
        Array.Sort(members);
        return members is [< 0, ..] && !question.Open ? null : [.. members.Where(m => m >= 0).Distinct()];
    }
}
