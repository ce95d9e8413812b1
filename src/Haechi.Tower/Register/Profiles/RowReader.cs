using System.Globalization;
using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Something about a row or column that an officer should look at. The row is read all the same.</summary>
/// <param name="Code">A stable word: <c>missing-required</c>, <c>too-long</c>, <c>repeated-id</c>, <c>blank-id</c>, <c>missing-column</c>, <c>wrong-constant</c>, <c>no-system</c>.</param>
/// <param name="Column">The header, or null.</param>
/// <param name="Lines">The lines that are meant; empty when the table is.</param>
/// <param name="Message">For people.</param>
public sealed record RowProblem(string Code, string? Column, IReadOnlyList<int> Lines, LocalText Message);

/// <summary>A row read through a profile.</summary>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Id">Its id, unique in the file.</param>
/// <param name="Name">The system's name, or null.</param>
/// <param name="Organisation">The organisation as the row names it, or null.</param>
/// <param name="Unit">The unit, or null.</param>
/// <param name="Facts">The known facts by question id, each with its file, line and column as source.</param>
/// <param name="Declared">The class that the owner declared, by class.</param>
/// <param name="Cells">The cells, unaltered.</param>
/// <param name="IsSystem">False when the row says that there is no system (a use that the agency does not make).</param>
public sealed record ReadRow(
    int Line, RowId Id, string? Name, string? Organisation, string? Unit, IReadOnlyDictionary<string, FactValue> Facts,
    IReadOnlyDictionary<string, (string Word, Outcome Outcome)> Declared, IReadOnlyList<string> Cells, bool IsSystem);

/// <summary>A table read through a profile.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Table">The table as given.</param>
/// <param name="Rows">Its rows in order; none is left out.</param>
/// <param name="Unread">Values that could not be read, the most frequent first; their facts are unknown.</param>
/// <param name="Problems">What an officer should look at.</param>
/// <param name="UnknownHeaders">Headers that the profile does not know; their cells are kept as they stand.</param>
public sealed record ReadTable(
    Profile Profile, ProfileTable Table, IReadOnlyList<ReadRow> Rows, IReadOnlyList<UnreadValue> Unread, IReadOnlyList<RowProblem> Problems, IReadOnlyList<string> UnknownHeaders);

/// <summary>Reads a table through a profile: every row with its id, facts, declared classes and unaltered cells.</summary>
public static class RowReader
{
    /// <summary>Reads every row.</summary>
    public static Result<ReadTable> Read(Profile profile, ProfileTable table, BookSet books)
    {
        var bound = new BoundProfile(profile, table.Headers, books, table.Rows);
        if (bound.Columns.Count == 0)
        {
            return new Refusal("no-column", LocalText.Of($"'{table.Name}'에는 프로필 '{profile.Id}'의 열이 하나도 없습니다.", $"'{table.Name}' has none of the columns of the profile '{profile.Id}'"),
                table.Name, LocalText.Of("다른 프로필을 고르거나 열 이름이 있는 줄을 확인하십시오.", "Choose another profile, or check which line names the columns."));
        }
        var unread = new UnreadCells();
        if (LawFacts(profile, table, books, out var findings) is { } law)
        {
            return new Reading(profile, table, bound, law, unread).Result();
        }
        return Refused.Because<ReadTable>([.. findings.All.Where(f => f.Severity == Severity.Error).Select(f => new Refusal(f.Code, f.Message, f.Place.ToString()))]);
    }

    /// <summary>The facts of law books, through the book's own column map; null when the map is at odds with the books.</summary>
    internal static MappedInventory? LawFacts(Profile profile, ProfileTable table, BookSet books, out Findings findings)
    {
        findings = new Findings();
        var map = profile.Map ?? new FactMap("", LocalText.Empty, [], [], null, null, [], [], [], profile.File);
        // Ids and names are the profile's own affair; the map gives facts and declared classes only.
        var facts = map with { IdColumns = [], Name = null, Group = null, Show = [] };
        // The inventory tells rows apart by their lines: rows that came from no file, or from several, are numbered.
        var lines = table.Rows.Select(r => r.Line).Distinct().Count() == table.Rows.Count;
        var rows = table.Rows.Select((r, i) => new TableRow(lines ? r.Line : i + 1, [.. r.Cells])).ToList();
        var read = MappedInventory.Of(facts, Inventory.Of(table.Name, table.Headers, rows), books, findings);
        return findings.HasErrors ? null : read;
    }

    private sealed class Reading(Profile profile, ProfileTable table, BoundProfile bound, MappedInventory law, UnreadCells unread)
    {
        public ReadTable Result()
        {
            var ids = RowIds.Of(bound, table.Rows);
            var own = new RowFacts(bound, table.Name, unread);
            var rows = table.Rows.Select((row, i) => Row(row, ids.Ids[i], own.Read(row), law.Systems[i])).ToList();
            var all = law.Unread.Concat(unread.All).OrderByDescending(u => u.Count).ThenBy(u => u.Column, StringComparer.Ordinal).ThenBy(u => u.Value, StringComparer.Ordinal);
            var unknown = table.Headers.Where((h, i) => h.Length > 0 && !bound.ByIndex.ContainsKey(i)).ToList();
            return new ReadTable(profile, table, rows, [.. all], [.. RowProblems.Find(bound, table, ids, rows)], unknown);
        }

        private ReadRow Row(ProfileRow row, RowId id, Dictionary<string, FactValue> facts, MappedSystem system)
        {
            foreach (var (question, value) in system.Record.Facts)
            {
                facts[question] = value;
            }
            return new ReadRow(row.Line, id, Text(row, bound.Name), Text(row, bound.Organisation), Text(row, bound.Unit), facts, system.Declared, row.Cells, !IsNoSystem(row));
        }

        private bool IsNoSystem(ProfileRow row) => profile.NotASystem is { } rule && bound.IndexOf(rule.Column) is var column and >= 0
            && rule.Values.Contains(row[column].Trim(), StringComparer.OrdinalIgnoreCase);

        private static string? Text(ProfileRow row, int column) => row[column].Trim() is { Length: > 0 } text ? text : null;
    }
}

/// <summary>Looks for what an officer should see about the rows.</summary>
internal static class RowProblems
{
    public static IEnumerable<RowProblem> Find(BoundProfile bound, ProfileTable table, RowIds ids, IReadOnlyList<ReadRow> rows)
    {
        foreach (var column in bound.Missing.Where(c => c.Required))
        {
            yield return new RowProblem("missing-column", column.Header, [], LocalText.Of($"필수 열 '{column.Header}'이(가) 없습니다.", $"the required column '{column.Header}' is not in the table"));
        }
        foreach (var column in bound.Columns)
        {
            foreach (var problem in InColumn(column, bound.Headers[column.Index], table))
            {
                yield return problem;
            }
        }
        foreach (var (id, lines) in ids.Repeated)
        {
            yield return new RowProblem("repeated-id", null, lines, LocalText.Of(
                $"관리 번호 '{id}'을(를) 쓰는 행이 {lines.Count}개입니다(줄 {Some(lines)}). 내용으로 만든 꼬리표를 붙여 구별하였습니다.",
                $"{lines.Count} rows have the id '{id}' (lines {Some(lines)}); they are told apart by a suffix made from their content"));
        }
        if (ids.Blank.Count > 0)
        {
            yield return new RowProblem("blank-id", null, ids.Blank, LocalText.Of(
                $"관리 번호가 빈 행이 {ids.Blank.Count}개입니다(줄 {Some(ids.Blank)}). 기관·부서·이름으로 만든 번호를 붙였으며, 같은 자료를 다시 가져와도 바뀌지 않습니다.",
                $"{ids.Blank.Count} rows have no id (lines {Some(ids.Blank)}); they got one made from organisation, unit and name, which stays the same when the data comes again"));
        }
        List<int> none = [.. rows.Where(r => !r.IsSystem).Select(r => r.Line)];
        if (none.Count > 0)
        {
            yield return new RowProblem("no-system", bound.Profile.NotASystem?.Column, none, LocalText.Of(
                $"쓰지 않는다고 적힌 행이 {none.Count}개입니다. 시스템으로 등록하지 않습니다.", $"{none.Count} rows say that there is no such use; they are not systems"));
        }
    }

    private static IEnumerable<RowProblem> InColumn(BoundColumn column, string header, ProfileTable table)
    {
        var (blank, tooLong, other) = (new List<int>(), new List<int>(), new List<int>());
        foreach (var row in table.Rows)
        {
            var cell = row[column.Index];
            if (string.IsNullOrWhiteSpace(cell))
            {
                blank.Add(row.Line);
            }
            else if (column.Column.Constant is { } constant && !string.Equals(constant, cell.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                other.Add(row.Line);
            }
            else if (column.Column.Max is { } max && cell.Length > max && CellText.Length(cell) > max)
            {
                tooLong.Add(row.Line);
            }
        }
        if (column.Column.Required && blank.Count > 0)
        {
            yield return new RowProblem("missing-required", header, blank, LocalText.Of(
                $"필수 열 '{header}'이(가) 빈 행이 {blank.Count}개입니다(줄 {Some(blank)}).", $"the required column '{header}' is blank in {blank.Count} rows (lines {Some(blank)})"));
        }
        if (tooLong.Count > 0)
        {
            yield return new RowProblem("too-long", header, tooLong, LocalText.Of(
                $"'{header}' 열이 {column.Column.Max}자를 넘는 행이 {tooLong.Count}개입니다(줄 {Some(tooLong)}).", $"'{header}' is longer than {column.Column.Max} characters in {tooLong.Count} rows (lines {Some(tooLong)})"));
        }
        if (other.Count > 0)
        {
            yield return new RowProblem("wrong-constant", header, other, LocalText.Of(
                $"'{header}' 열은 '{column.Column.Constant}'이어야 하는데 다른 값인 행이 {other.Count}개입니다(줄 {Some(other)}).",
                $"'{header}' should be '{column.Column.Constant}' and is something else in {other.Count} rows (lines {Some(other)})"));
        }
    }

    private static string Some(IReadOnlyList<int> lines) =>
        string.Join(", ", lines.Take(5).Select(l => l.ToString(CultureInfo.InvariantCulture))) + (lines.Count > 5 ? ", …" : "");
}
