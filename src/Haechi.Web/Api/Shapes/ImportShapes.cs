using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Matching;
using Haechi.Tower.Register.Tables;

namespace Haechi.Web.Api.Shapes;

/// <summary>A file that was received.</summary>
public sealed record FileShape(string Sha256, long Length, string MediaType);

/// <summary>What a column was taken for.</summary>
/// <param name="Column">The header.</param>
/// <param name="Field">The field; null when nothing is sure enough and a person is asked.</param>
/// <param name="Confidence">From 0 to 1.</param>
/// <param name="Alternatives">Other fields, best first.</param>
public sealed record ColumnShape(string Column, string? Field, double Confidence, IReadOnlyList<string> Alternatives)
{
    internal static ColumnShape Of(ColumnMatch m) => new(m.Column, m.Field, Math.Round(m.Confidence, 3), [.. m.Alternatives.Select(a => a.Id)]);
}

/// <summary>One thing that whoever imports should look at.</summary>
/// <param name="Code">A stable word.</param>
/// <param name="Where">The column, row or thing that is meant; or null.</param>
/// <param name="Lines">The lines of the file.</param>
/// <param name="Message">What is the matter.</param>
public sealed record ImportProblem(string Code, string? Where, IReadOnlyList<int> Lines, LocalText Message)
{
    /// <summary>What is odd about the file itself.</summary>
    public static IEnumerable<ImportProblem> OfTable(SourceTable table) => table.Problems.Select(p => new ImportProblem(p.Code, p.Where, [], p.Message));

    /// <summary>Everything to look at in a plan.</summary>
    public static List<ImportProblem> Of(ImportPlan plan)
    {
        var read = plan.Inventory.Read;
        return
        [
            .. plan.Rows.Where(r => r.Why is not null).Select(r => new ImportProblem("set-aside", null, [r.Row.Line], r.Why!.Message)),
            .. plan.Breaches.SelectMany(b => b.Value.Select(r => new ImportProblem(r.Code, r.Where, [b.Key.Row.Line], r.Provision is null ? r.Message : LocalText.Of($"{r.Message.In("ko")} ({r.Provision})", $"{r.Message.In("en")} ({r.Provision})")))),
            .. read.Problems.Select(p => new ImportProblem(p.Code, p.Column, p.Lines, p.Message)),
            .. read.Unread.Select(u => new ImportProblem("unread-value", u.Column, u.Lines, LocalText.Of(
                $"'{u.Column}' 열의 '{u.Value}'을(를) 읽지 못하여 '{u.For}'을(를) 모름으로 두었습니다({u.Count}칸).", $"'{u.Value}' in the column '{u.Column}' could not be read, so '{u.For}' stays unknown ({u.Count} cells)"))),
            .. plan.Rows.Where(r => r.Conflicts.Count > 0).Select(r => new ImportProblem("conflict", string.Join(", ", r.Conflicts), [r.Row.Line], LocalText.Of(
                $"사람이 고친 사실을 파일이 다르게 적어 고친 값을 두었습니다: {string.Join(", ", r.Conflicts)}.", $"a person edited what the file now states otherwise; the edited value was kept: {string.Join(", ", r.Conflicts)}"))),
        ];
    }
}

/// <summary>What an import would do.</summary>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Columns">What each column was taken for, where columns were matched one by one.</param>
/// <param name="Problems">What to look at.</param>
/// <param name="Profile">The format.</param>
/// <param name="Systems">Rows that are systems.</param>
/// <param name="Created">New systems.</param>
/// <param name="Changed">Systems that would get a new version.</param>
/// <param name="Unchanged">Systems that would stay.</param>
/// <param name="SetAside">Rows that would be set aside.</param>
/// <param name="NoSystem">Rows that say that there is no system.</param>
/// <param name="Gone">Systems of the same source that the file no longer names.</param>
/// <param name="NewDepartments">Departments that would be made.</param>
public sealed record PlanShape(
    int Rows, IReadOnlyList<ColumnShape> Columns, IReadOnlyList<ImportProblem> Problems, string Profile, int Systems, int Created, int Changed, int Unchanged, int SetAside, int NoSystem, int Gone, int NewDepartments)
{
    internal static PlanShape Of(ImportPlan p) => new(p.Inventory.Table.Rows.Count, [.. p.Inventory.Matches.Select(ColumnShape.Of)], [.. ImportProblem.Of(p), .. ImportProblem.OfTable(p.Inventory.Table)], p.Inventory.Profile.Id, p.Inventory.Read.Rows.Count(r => r.IsSystem),
        p.Count(RowEffect.New), p.Count(RowEffect.Changed), p.Count(RowEffect.Unchanged), p.Count(RowEffect.SetAside), p.Count(RowEffect.NoSystem), p.Gone.Count, p.NewDepartments.Count);
}

/// <summary>What an import came to. The classes of its systems follow when they are determined; <c>/classes</c> says how many wait.</summary>
/// <param name="Import">The import; null when there was nothing to change.</param>
/// <param name="Profile">The format.</param>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Created">New systems.</param>
/// <param name="Changed">Systems with a new version.</param>
/// <param name="Unchanged">Systems that stayed.</param>
/// <param name="SetAside">Rows that were set aside.</param>
/// <param name="NoSystem">Rows that say that there is no system.</param>
/// <param name="Gone">Systems of the same source that the file no longer names.</param>
/// <param name="NewDepartments">Departments that were made.</param>
/// <param name="Problems">What to look at.</param>
public sealed record ImportedShape(
    string? Import, string Profile, int Rows, int Created, int Changed, int Unchanged, int SetAside, int NoSystem, int Gone, int NewDepartments, IReadOnlyList<ImportProblem> Problems)
{
    internal static ImportedShape Of(ImportResult r) => new(r.Run, r.Plan.Inventory.Profile.Id, r.Plan.Rows.Count, r.Plan.Count(RowEffect.New), r.Plan.Count(RowEffect.Changed), r.Plan.Count(RowEffect.Unchanged), r.Plan.Count(RowEffect.SetAside),
        r.Plan.Count(RowEffect.NoSystem), r.Plan.Gone.Count, r.Plan.NewDepartments.Count, ImportProblem.Of(r.Plan));
}

/// <summary>An import that was carried out.</summary>
public sealed record ImportShape(string Id, Instant At, string Account, string FileName, string Sha256, string Profile, DateOnly FactsOn, int Rows, int Created, int Changed, int Unchanged, int SetAside, Instant? Undone)
{
    internal static ImportShape Of(ImportRun r) => new(r.Id, new Instant(r.At), r.Account, r.FileName, r.FileHash, r.Profile, r.FactsOn, r.Rows, r.Created, r.Changed, r.Unchanged, r.SetAside, Instant.Of(r.UndoneAt));
}

/// <summary>A row that could not be taken.</summary>
public sealed record SetAsideShape(long Row, int Line, string Code, string State, IReadOnlyList<string> Cells)
{
    internal static SetAsideShape Of(SetAsideRow r) => new(r.Id, r.Line, r.Code, r.State, JsonSerializer.Deserialize<string[]>(r.Cells) ?? []);
}

/// <summary>A system of one list or the other, or one of each that belong together.</summary>
public sealed record ComparedShape(Recurrence What, string? Old, string? OldName, string? New, string? NewName, string Organisation, double Confidence, LocalText? Reason)
{
    internal static ComparedShape Of(ComparedSystem c) => new(c.What, c.Old, c.OldName, c.New, c.NewName, c.Organisation, c.Confidence, c.Reason);
}
