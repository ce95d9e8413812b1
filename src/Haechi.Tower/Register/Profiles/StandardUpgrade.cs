using System.Text.Json.Nodes;
using Haechi.Rules;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Profiles;

/// <summary>A record brought to another standard.</summary>
/// <param name="Source">The row that it came from.</param>
/// <param name="Record">The record in the new standard.</param>
/// <param name="Missing">Required columns for which no fact is known.</param>
/// <param name="Violations">What the standard's schema says against it; empty when it is valid or no schema was given.</param>
/// <param name="Losses">What was lost.</param>
public sealed record UpgradedRecord(ReadRow Source, JsonObject Record, IReadOnlyList<string> Missing, IReadOnlyList<SchemaViolation> Violations, IReadOnlyList<Loss> Losses)
{
    /// <summary>True when nothing is missing and the schema has nothing against it.</summary>
    public bool IsComplete => Missing.Count == 0 && Violations.Count == 0;
}

/// <summary>
/// Brings the records of one standard to another (the Dutch records of 0.1 to the publication standard 1.0.0) and says of each what is missing. Nothing is made up to satisfy a
/// schema: a category that nobody chose stays open.
/// </summary>
public static class StandardUpgrade
{
    /// <summary>Reads the table through one profile and writes it through the other.</summary>
    /// <param name="profiles">The installation's profiles.</param>
    /// <param name="from">The id of the profile of the table.</param>
    /// <param name="to">The id of the profile to bring it to.</param>
    /// <param name="table">The table.</param>
    /// <param name="books">The books in use.</param>
    /// <param name="schema">The JSON schema of the new standard, or null.</param>
    public static Result<IReadOnlyList<UpgradedRecord>> Run(ProfileSet profiles, string from, string to, ProfileTable table, BookSet books, JsonSchemaCheck? schema)
    {
        var (old, next) = (profiles.Get(from), profiles.Get(to));
        if (!old.Done || !next.Done)
        {
            return Refused.Because<IReadOnlyList<UpgradedRecord>>([.. old.Refusals, .. next.Refusals]);
        }
        var read = RowReader.Read(old.Value, table, books);
        if (!read.Done)
        {
            return Refused.Because<IReadOnlyList<UpgradedRecord>>(read.Refusals);
        }
        var systems = read.Value.Rows.Select(r => new SystemToWrite(r.Id.Id, r.Facts, new SourceCells(from, table.Headers, r.Cells, r.Line)) { Declared = [.. r.Declared.Keys] }).ToList();
        var written = new RowWriter(profiles, books).Write(next.Value, systems);
        var (losses, missing) = (written.Losses.ToLookup(l => l.System, StringComparer.Ordinal), written.Missing.ToLookup(m => m.System, StringComparer.Ordinal));
        return read.Value.Rows.Select((row, i) => Record(row, written, i, missing, losses, schema)).ToList();
    }

    private static UpgradedRecord Record(ReadRow row, WrittenTable written, int i, ILookup<string, MissingCell> missing, ILookup<string, Loss> losses, JsonSchemaCheck? schema)
    {
        var record = RowJson.Of(written.Profile, written.Table.Headers, written.Table.Rows[i]);
        return new UpgradedRecord(row, record, [.. missing[row.Id.Id].Select(m => m.Column)], schema?.Check(record) ?? [], [.. losses[row.Id.Id]]);
    }
}
