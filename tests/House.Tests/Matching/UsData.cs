using System.Text.Json;
using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Register.Matching;

namespace Haechi.House.Tests.Matching;

/// <summary>The target and the answers that the keeper of the US inventories published.</summary>
internal static class UsData
{
    /// <summary>One line of the published column mappings. <see cref="IsRenamed"/>: the keeper notes that the agency's header is not the official one.</summary>
    public sealed record Pair(string Agency, string Original, string Field, string Remapped)
    {
        public bool IsRenamed => Remapped.StartsWith("Yes", StringComparison.Ordinal);
    }

    public sealed record Recoding(string Field, string Original, string Recoded, int Rows);

    /// <summary>The fields with the official header and the official options; nothing else is known of them.</summary>
    public static Target Target2025()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Repository.Shared("data/us/data_dictionary.json")));
        return Target.Of(json.RootElement.EnumerateObject().Where(p => p.Value.TryGetProperty("excel_header", out _)).Select(p => FieldOf(p.Name, p.Value)).ToList());
    }

    /// <summary>The lines in file order. A line whose original is "-" has no column: the agency's file did not have it.</summary>
    public static List<Pair> Pairs() =>
        [.. Rows("data/us/omb_column_mappings.csv").Select(r => new Pair(r["agency"], r["original_column"], r["omb_column"], r["remapped"])).Where(p => p.Original.Trim() is not ("-" or ""))];

    public static List<Recoding> Recodings() =>
        [.. Rows("data/us/omb_value_recodings.csv").Select(r => new Recoding(r["column"], r["original"], r["recoded"], int.Parse(r["frequency"], System.Globalization.CultureInfo.InvariantCulture)))];

    public static IEnumerable<Dictionary<string, string>> Rows(string path)
    {
        var table = Table(path);
        return table.Rows.Select(r => table.Headers.Select((h, i) => (h, i)).ToDictionary(h => h.h, h => h.i < r.Cells.Length ? r.Cells[h.i] : "", StringComparer.Ordinal));
    }

    public static CsvTable Table(string path)
    {
        var findings = new Findings();
        var table = CsvTable.Read(Repository.Shared(path), findings);
        Assert.False(findings.HasErrors);
        return table;
    }

    public static List<SourceColumn> Columns(CsvTable table) =>
        [.. table.Headers.Select((h, i) => new SourceColumn(h, [.. table.Rows.Select(r => i < r.Cells.Length ? r.Cells[i] : "")]))];

    private static TargetField FieldOf(string id, JsonElement field)
    {
        var shortNames = field.TryGetProperty("short_hand_recodings", out var s) && s.ValueKind == JsonValueKind.Object ? s : default;
        var options = field.TryGetProperty("valid_selections", out var v) && v.ValueKind == JsonValueKind.Array ? v.EnumerateArray().Select(o => o.GetString()!).ToList() : [];
        return new TargetField(id, [field.GetProperty("excel_header").GetString()!])
        {
            Choices = [.. options.Select(o => new TargetChoice(o, shortNames.ValueKind == JsonValueKind.Object && shortNames.TryGetProperty(o, out var n) ? [n.GetString()!] : []))],
            Many = field.GetProperty("data_type").GetString() == "select_multiple",
        };
    }
}
