namespace Haechi.Audit.Reading;

/// <summary>Takes the rows of one part of a data file, in their order.</summary>
internal unsafe interface IRows
{
    /// <summary>One row: a field for each column that was asked for, in that order.</summary>
    /// <param name="row">The fields; what they point at is gone when this returns.</param>
    /// <param name="readableTo">Bytes below this may be read, also behind the end of a field.</param>
    /// <param name="line">The line of the part on which the row starts, from 1.</param>
    public void Add(ReadOnlySpan<Field> row, byte* readableTo, long line);

    /// <summary>A row that could not be used.</summary>
    public void Refuse(long line, string kind, string detail);
}
