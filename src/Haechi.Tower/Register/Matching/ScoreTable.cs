namespace Haechi.Tower.Register.Matching;

/// <summary>The scores of one column for every field, and where they come from.</summary>
internal sealed record ColumnScores(IndexedHeader Header, NameScore[] Names, Content[] Contents, double[] Total, NameScore None)
{
    public Evidence[] Evidence { get; } = new Evidence[Total.Length];

    /// <summary>People have said that this header is none of the fields, and no field's own name says otherwise.</summary>
    public bool SaidToBeNone => None.Score >= 0.6 && None.Score >= Names.Select(n => n.Score).DefaultIfEmpty(0).Max();
}

/// <summary>Scores of all columns for all fields: names first, then the cells, then what stands before and around a column.</summary>
internal sealed class ScoreTable
{
    private readonly TargetIndex _target;

    private ScoreTable(TargetIndex target, IReadOnlyList<ColumnScores> columns) => (_target, Columns) = (target, columns);

    public IReadOnlyList<ColumnScores> Columns { get; }

    public static ScoreTable Of(TargetIndex target, LearnedIndex learned, IReadOnlyList<SourceColumn> columns, MatchOptions options)
    {
        var names = new NameEvidence(target, learned);
        var contents = new ContentEvidence(target, learned);
        var table = new ScoreTable(target, [.. columns.Select(c => Score(new IndexedHeader(c.Header, target.Concepts), c, names, contents, options))]);
        table.LookBefore();
        table.LookAround();
        return table;
    }

    private static ColumnScores Score(IndexedHeader header, SourceColumn column, NameEvidence names, ContentEvidence contents, MatchOptions options)
    {
        var (fields, none) = names.Of(header);
        var content = contents.Of(ColumnSample.Of(column.Cells, options.Sample));
        var scores = new ColumnScores(header, fields, content, new double[fields.Length], none);
        for (var f = 0; f < fields.Length; f++)
        {
            (scores.Total[f], scores.Evidence[f]) = Join(fields[f], content[f], header.SaysSomething);
        }
        return scores;
    }

    /// <summary>
    /// Fitting cells raise a name's score; cells that cannot be the field's lower it. Cells alone decide only where the header says nothing, or where they are as telling as
    /// mail addresses or a list of official options.
    /// </summary>
    private static (double, Evidence) Join(NameScore name, Content content, bool headerSays)
    {
        var named = name.Score * (1 - (0.75 * content.Against));
        var raised = 1 - ((1 - named) * (1 - (0.5 * content.For)));
        var alone = content.For * (content.Specific ? 0.85 : headerSays ? 0.5 : 0.8);
        return alone > raised || content.For > 2 * named ? (Math.Max(alone, raised), Evidence.Content) : (Math.Max(raised, named), name.Evidence);
    }

    /// <summary>A column or field that explains the one before it is known by that one: nine columns may have one header.</summary>
    private void LookBefore()
    {
        var repeated = Columns.GroupBy(c => c.Header.Folded, StringComparer.Ordinal).Where(g => g.Key.Length > 0 && g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        ColumnScores? before = null;
        foreach (var column in Columns)
        {
            var explains = column.Header.IsFollowUp || repeated.Contains(column.Header.Folded);
            for (var f = 0; f < column.Total.Length; f++)
            {
                column.Total[f] *= Context(column, _target.Fields[f], explains ? before : null);
            }
            before = explains ? before : column;
        }
    }

    private double Context(ColumnScores column, IndexedField field, ColumnScores? before)
    {
        var explained = _target.PlaceOf(field.Field.After);
        return explained >= 0 && before is not null ? 0.3 + (0.7 * before.Names[explained].Score)
            : column.Header.IsFollowUp && explained < 0 && !field.IsFollowUp && column.Names[field.Place].Score < 0.98 ? 0.3
            : 1;
    }

    private void LookAround()
    {
        var order = new OrderEvidence([.. Columns.Select(c => c.Total)]);
        for (var i = 0; order.Holds && i < Columns.Count; i++)
        {
            var column = Columns[i];
            for (var f = 0; f < column.Total.Length; f++)
            {
                // The place alone proves nothing: there must be some likeness of name or content.
                if (column.Total[f] is >= 0.25 and < 0.9 && order.Fits(i, f))
                {
                    var raised = column.Total[f] + (0.35 * (1 - column.Total[f]));
                    column.Evidence[f] = column.Total[f] < 0.5 ? Evidence.Order : column.Evidence[f];
                    column.Total[f] = raised;
                }
            }
        }
    }
}
