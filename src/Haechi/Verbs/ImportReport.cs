using System.Globalization;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Matching;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Rulebooks;
using Haechi.Web.Api.Shapes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Verbs;

/// <summary>What an import, or its dry run, says.</summary>
internal static class ImportReport
{
    private const int ShownProblems = 20;

    /// <summary>What would be done.</summary>
    public static int Plan(ImportPlan plan, string format, Terminal terminal)
    {
        var problems = ImportProblem.Of(plan);
        var read = plan.Inventory;
        Columns(read.Table, read.Matches, problems, format, terminal, json =>
        {
            json.WriteString("profile", read.Profile.Id);
            json.WriteNumber("systems", read.Read.Rows.Count(r => r.IsSystem));
            if (plan.Rows.Count > 0)
            {
                Effects(json, plan);
            }
        });
        if (format == "table")
        {
            terminal.Out.WriteLine(terminal.Say($"양식: {read.Profile.Title.In("ko")} ({read.Profile.Id}), 시스템 {read.Read.Rows.Count(r => r.IsSystem)}", $"format: {read.Profile.Title.In("en")} ({read.Profile.Id}), systems {read.Read.Rows.Count(r => r.IsSystem)}"));
            if (plan.Rows.Count > 0)
            {
                terminal.Out.WriteLine(Effects(plan, terminal));
            }
        }
        return problems.Count > 0 ? Exit.Findings : Exit.Fine;
    }

    /// <summary>The columns of a file with what they were taken for. The JSON begins with rows, columns and problems; more may follow.</summary>
    public static void Columns(SourceTable table, IReadOnlyList<ColumnMatch> matches, IReadOnlyList<ImportProblem> problems, string format, Terminal terminal, Action<Utf8JsonWriter>? more = null)
    {
        switch (format)
        {
            case "json":
                JsonOutput.Write(terminal.Out, json =>
                {
                    json.WriteStartObject();
                    json.WriteNumber("rows", table.Rows.Count);
                    WriteColumns(json, matches);
                    WriteProblems(json, problems.Concat(ImportProblem.OfTable(table)));
                    more?.Invoke(json);
                    json.WriteEndObject();
                });
                break;
            case "csv":
                CsvOut.Write(terminal.Out, ["column", "field", "confidence", "alternatives", "reason"], matches.Select(m => (IEnumerable<string>)
                    [m.Column, m.Field ?? "", Number(m.Confidence), string.Join("; ", m.Alternatives.Select(a => a.Id)), terminal.Say(m.Reason.In("ko"), m.Reason.In("en"))]), mark: false);
                break;
            default:
                TextTable.Print(terminal.Out, [terminal.Say("열", "column"), terminal.Say("항목", "field"), terminal.Say("확신", "sure"), terminal.Say("다른 후보", "alternatives")],
                    matches.Select(m => (string[])[TextTable.OneLine(m.Column, 60), m.Field ?? "?", Number(m.Confidence), string.Join(", ", m.Alternatives.Select(a => a.Id))]));
                Print([.. problems, .. ImportProblem.OfTable(table)], terminal);
                terminal.Out.WriteLine(terminal.Say($"행 {table.Rows.Count}, {table.Format.Word()}, {table.Dialect?.Encoding}", $"rows {table.Rows.Count}, {table.Format.Word()}, {table.Dialect?.Encoding}"));
                break;
        }
    }

    /// <summary>What was done.</summary>
    public static async Task<int> Result(ServiceProvider tower, ImportResult result, RunResult? run, string format, Terminal terminal)
    {
        var problems = ImportProblem.Of(result.Plan);
        // What was seen in the file's shape is told too; it keeps nothing from coming in.
        List<ImportProblem> told = [.. problems, .. ImportProblem.OfTable(result.Plan.Inventory.Table)];
        await using var context = tower.Store().Open();
        var classes = await context.Set<SystemClass>().GroupBy(c => new { c.Class, c.Word }).Select(g => new { g.Key.Class, g.Key.Word, Count = g.Count() }).OrderBy(c => c.Class).ThenBy(c => c.Word).ToListAsync();
        if (format == "json")
        {
            JsonOutput.Write(terminal.Out, json =>
            {
                json.WriteStartObject();
                json.WriteString("import", result.Run);
                json.WriteString("profile", result.Plan.Inventory.Profile.Id);
                json.WriteNumber("rows", result.Plan.Rows.Count);
                Effects(json, result.Plan);
                json.WriteNumber("determined", run?.Systems ?? 0);
                json.WriteStartArray("classes");
                foreach (var c in classes)
                {
                    json.WriteStartObject();
                    json.WriteString("class", c.Class);
                    json.WriteString("outcome", c.Word);
                    json.WriteNumber("systems", c.Count);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                WriteProblems(json, told);
                json.WriteEndObject();
            });
        }
        else
        {
            terminal.Out.WriteLine(result.Run is null ? terminal.Say("바뀐 것이 없습니다. 이 파일의 내용은 이미 등록부에 있습니다.", "Nothing changed: the register holds all of this file already.") : terminal.Say($"가져오기 {result.Run}", $"import {result.Run}"));
            terminal.Out.WriteLine(Effects(result.Plan, terminal));
            TextTable.Print(terminal.Out, [terminal.Say("분류", "class"), terminal.Say("결과", "outcome"), terminal.Say("시스템", "systems")], classes.Select(c => (string[])[c.Class, c.Word, c.Count.ToString(CultureInfo.InvariantCulture)]));
            Print(told, terminal);
        }
        return problems.Count > 0 ? Exit.Findings : Exit.Fine;
    }

    private static void Print(List<ImportProblem> problems, Terminal terminal)
    {
        foreach (var problem in problems.Take(ShownProblems))
        {
            var where = problem.Where ?? (problem.Lines.Count > 0 ? string.Join(", ", problem.Lines.Take(5)) : null);
            terminal.Error.WriteLine((where is null ? "" : where + ": ") + terminal.Say(problem.Message.In("ko"), problem.Message.In("en")));
        }
        if (problems.Count > ShownProblems)
        {
            terminal.Error.WriteLine(terminal.Say($"… 그 밖에 {problems.Count - ShownProblems}건. --format json 으로 모두 나옵니다.", $"... {problems.Count - ShownProblems} more; all of them with --format json"));
        }
    }

    private static void WriteColumns(Utf8JsonWriter json, IReadOnlyList<ColumnMatch> matches)
    {
        json.WriteStartArray("columns");
        foreach (var match in matches)
        {
            json.WriteStartObject();
            json.WriteString("column", match.Column);
            json.WriteString("field", match.Field);
            json.WriteNumber("confidence", Math.Round(match.Confidence, 3));
            json.WriteStartArray("alternatives");
            foreach (var alternative in match.Alternatives)
            {
                json.WriteStringValue(alternative.Id);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteProblems(Utf8JsonWriter json, IEnumerable<ImportProblem> problems)
    {
        json.WriteStartArray("problems");
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("code", problem.Code);
            json.WriteString("where", problem.Where);
            json.WriteStartArray("lines");
            problem.Lines.ToList().ForEach(json.WriteNumberValue);
            json.WriteEndArray();
            json.WriteStartObject("message");
            json.WriteString("ko", problem.Message.In("ko"));
            json.WriteString("en", problem.Message.In("en"));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Effects(Utf8JsonWriter json, ImportPlan plan)
    {
        json.WriteNumber("created", plan.Count(RowEffect.New));
        json.WriteNumber("changed", plan.Count(RowEffect.Changed));
        json.WriteNumber("unchanged", plan.Count(RowEffect.Unchanged));
        json.WriteNumber("set_aside", plan.Count(RowEffect.SetAside));
        json.WriteNumber("no_system", plan.Count(RowEffect.NoSystem));
        json.WriteNumber("gone", plan.Gone.Count);
        json.WriteNumber("new_departments", plan.NewDepartments.Count);
    }

    private static string Effects(ImportPlan plan, Terminal terminal) => terminal.Say(
        $"새 시스템 {plan.Count(RowEffect.New)}, 바뀜 {plan.Count(RowEffect.Changed)}, 그대로 {plan.Count(RowEffect.Unchanged)}, 따로 둠 {plan.Count(RowEffect.SetAside)}, 파일에 없는 시스템 {plan.Gone.Count}",
        $"new {plan.Count(RowEffect.New)}, changed {plan.Count(RowEffect.Changed)}, unchanged {plan.Count(RowEffect.Unchanged)}, set aside {plan.Count(RowEffect.SetAside)}, no longer in the file {plan.Gone.Count}");

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
