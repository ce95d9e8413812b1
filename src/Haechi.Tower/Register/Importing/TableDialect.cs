using System.Text.Json;
using Haechi.Tower.Register.Tables;

namespace Haechi.Tower.Register.Importing;

/// <summary>How a file was written, kept with its import, so that an export writes the same way.</summary>
internal static class TableDialect
{
    private sealed record Kept(TableFormat Format, TextDialect? Text, string? Sheet, int HeaderLine, IReadOnlyList<string> Written, IReadOnlyList<SqlPart>? Parts);

    public static string Write(SourceTable table) => JsonSerializer.Serialize(new Kept(table.Format, table.Dialect, table.Sheet, table.HeaderLine, [.. table.Columns.Select(c => c.Header)], table.Frame.Parts));

    /// <summary>A table with other rows, written as the file was.</summary>
    public static SourceTable Table(ImportRun run, IReadOnlyList<string> keys, IEnumerable<IReadOnlyList<string>> rows)
    {
        var kept = JsonSerializer.Deserialize<Kept>(run.Dialect)!;
        return new SourceTable
        {
            FileName = run.FileName, Sha256 = run.FileHash, Length = 0, Format = kept.Format, Dialect = kept.Text, Sheet = kept.Sheet, HeaderLine = kept.HeaderLine, Frame = TableFrame.None with { Parts = kept.Parts ?? [] },
            Columns = [.. keys.Select((k, i) => new TableColumn(i, i < kept.Written.Count ? kept.Written[i] : k, k))], Rows = [.. rows.Select(r => new TableLine(r))],
        };
    }
}
