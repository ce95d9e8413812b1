using Haechi.Audit.Cells;

namespace Haechi.Audit.Reading;

/// <summary>Puts the counted parts of a file together, always in the order in which they lie.</summary>
internal static class ChunkMerge
{
    public static ReadResult ToResult(CellSpec spec, IReadOnlyList<(ChunkCells Cells, long Lines)> parts, string encoding)
    {
        var bins = BinsOf(spec, parts);
        var dimensions = ChunkCells.DimensionsOf(spec).Select(d => d.Role == DimensionRole.Score ? d with { Bins = bins } : d).ToList();
        var whole = new CellAdder(dimensions, spec.Measures);
        var (problems, before) = (new List<RowProblem>(), 0L);
        foreach (var (cells, lines) in parts)
        {
            cells.AddTo(whole, bins);
            problems.AddRange(cells.Problems.Select(p => p with { Line = p.Line + before }));
            before += lines;
        }
        var notes = new ReadingNotes(parts.Sum(p => p.Cells.Rows), parts.Sum(p => p.Cells.Filtered), parts.Sum(p => p.Cells.Malformed), parts.Sum(p => p.Cells.Unreadable),
            [.. problems.Take(ReadingNotes.MostProblems)], encoding);
        return new ReadResult(whole.ToTable(), notes);
    }

    /// <summary>Runs the parts side by side; a refusal in one of them is the refusal of the whole.</summary>
    public static void Run(int parts, ParallelOptions options, Action<int> act)
    {
        try
        {
            Parallel.For(0, parts, options, act);
        }
        catch (AggregateException faults) when (faults.InnerExceptions.OfType<AuditRefusedException>().FirstOrDefault() is { } refused)
        {
            throw new AuditRefusedException(refused.Problems);
        }
    }

    private static ScoreBins? BinsOf(CellSpec spec, IReadOnlyList<(ChunkCells Cells, long Lines)> parts)
    {
        if (spec.Bins is not null || spec.Score is null || !spec.KeepScores)
        {
            return spec.Bins;
        }
        var exact = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (cells, _) in parts)
        {
            if (cells.ExactScores is not { } scores)
            {
                return ScoreBins.Unit;
            }
            exact.UnionWith(scores);
        }
        return ChunkCells.TooManyScores(exact.Count) ? ScoreBins.Unit : null;
    }
}
