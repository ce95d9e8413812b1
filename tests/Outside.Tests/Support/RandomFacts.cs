using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;

namespace Haechi.Outside.Tests.Support;

/// <summary>Random rows of facts for a set's questions. The same seed gives the same rows.</summary>
internal sealed class RandomFacts(Thresholds thresholds, int seed)
{
    private const double Unknown = 0.1;

    private readonly Random _random = new(seed);

    public Cell[][] Rows(IReadOnlyList<Question> questions, int count) => [.. Enumerable.Range(0, count).Select(_ => Row(questions))];

    public Cell[] Row(IReadOnlyList<Question> questions)
    {
        var row = new Cell[questions.Count];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = _random.NextDouble() < Unknown ? default : Known(questions[i]);
        }
        return row;
    }

    private Cell Known(Question question) => question.Type switch
    {
        QuestionType.Bool => new Cell(true, _random.Next(2), null, null),
        QuestionType.Enum => new Cell(true, _random.Next(question.Values.Count), null, null),
        QuestionType.Set => new Cell(true, 0, Members(question.Values.Count), null),
        QuestionType.Number => new Cell(true, Number(question), null, null),
        QuestionType.Date => new Cell(true, Day(question), null, null),
        QuestionType.List => new Cell(true, 0, null, Rows(question.Fields, _random.Next(4))),
        _ => new Cell(true, 0, null, null),
    };

    /// <summary>None, a few, or any.</summary>
    private int[] Members(int values)
    {
        var chance = _random.Next(5) switch { 0 => 0, 1 => 0.5, _ => 1.5 / values };
        return [.. Enumerable.Range(0, values).Where(_ => _random.NextDouble() < chance)];
    }

    private double Number(Question question)
    {
        var near = Pick(thresholds.For(question));
        var value = _random.Next(8) switch
        {
            0 => near + 1,
            1 => near - 1,
            2 => Math.BitIncrement(near),
            3 => Math.BitDecrement(near),
            4 => near / 2,
            5 => near * 2,
            _ => near,
        };
        return Math.Clamp(value, question.Min ?? double.MinValue, question.Max ?? double.MaxValue);
    }

    private double Day(Question question) => Math.Clamp(Pick(thresholds.For(question)) + _random.Next(-2, 3), 1, DateOnly.MaxValue.DayNumber);

    private double Pick(IReadOnlyCollection<double> values) => values.ElementAt(_random.Next(values.Count));
}
