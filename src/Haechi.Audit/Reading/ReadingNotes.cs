namespace Haechi.Audit.Reading;

/// <summary>A row or value that could not be used, with its place in the file.</summary>
/// <param name="Line">The line on which the row starts, from 1.</param>
/// <param name="Kind">A stable word: <c>columns</c>, <c>quote</c>, <c>json</c>, <c>number</c>, <c>weight</c>, <c>count</c>.</param>
/// <param name="Detail">What was found, at most 80 characters.</param>
public sealed record RowProblem(long Line, string Kind, string Detail);

/// <summary>What happened while data was read; part of every report.</summary>
/// <param name="Rows">Rows that became part of a cell.</param>
/// <param name="Filtered">Rows that a filter of the plan left out.</param>
/// <param name="Malformed">Rows that could not be used: a wrong number of columns, an open quote, a weight that is none.</param>
/// <param name="Unreadable">Values that should be numbers and are not (or are NaN or infinite); their rows count as "not recorded" there.</param>
/// <param name="Problems">The first of both, in order of lines.</param>
/// <param name="Encoding">The encoding that was found.</param>
public sealed record ReadingNotes(long Rows, long Filtered, long Malformed, long Unreadable, IReadOnlyList<RowProblem> Problems, string Encoding)
{
    /// <summary>How many problems are kept with their place.</summary>
    public const int MostProblems = 20;
}

/// <summary>A cell table with what happened while it was made.</summary>
public sealed record ReadResult(Cells.CellTable Table, ReadingNotes Notes);
