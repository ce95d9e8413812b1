using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Profiles;
using Haechi.Tower.Register.Tables;

namespace Haechi.Verbs;

/// <summary><c>haechi export</c>: writes the register in the columns of a profile.</summary>
internal static class ExportInventoryVerb
{
    private const int MostNamed = 10;
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Terminal terminal)
    {
        var inputs = new TowerOpener(terminal);
        var profile = new Option<string>("--profile") { Description = terminal.Say("양식의 이름, 예: kr-service-list, us-federal-2025", "name of the format, such as kr-service-list or us-federal-2025"), HelpName = "P", Required = true };
        var output = new Option<string>("--out", "-o") { Description = terminal.Say("쓸 파일 (기본: 표준 출력). .xlsx 로 끝나면 통합 문서", "file to write (default: standard output); a workbook when it ends with .xlsx"), HelpName = "FILE" };
        var guard = new Option<bool>("--guard") { Description = terminal.Say("스프레드시트가 수식으로 여길 칸 앞에 ' 를 붙임", "put ' before cells that a spreadsheet would take for a formula") };
        var every = new Option<bool>("--every") { Description = terminal.Say("양식이 정한 상태(예: 사용·시범)가 아닌 시스템도 모두", "systems in every state, not only those that the format lists (such as in use and pilot)") };
        var exact = new Option<bool>("--exact") { Description = terminal.Say("칸을 고치지 않음: 기계가 읽을 사본", "leave every cell as it is: a copy for machines") };
        var schema = new Option<string>("--schema") { Description = terminal.Say("JSON 스키마. 기록을 JSON으로 쓰고 기록마다 무엇이 빠졌는지 알림", "JSON schema: write records as JSON and tell of each what the schema misses"), HelpName = "FILE" };
        var command = new Command("export", terminal.Say(
            "등록부를 어떤 양식의 열과 낱말로 내보냅니다. 그 양식으로 가져온 시스템은 고치지 않은 칸이 원래대로 나옵니다. 잃는 것과 빠진 필수 항목은 표준 오류에 알리고 1로 끝납니다.\n예: haechi export --profile kr-service-list --out 목록.csv",
            "Write the register in the columns and words of a format. Systems that came in that format get their cells back as they were, except where edited. What is lost and which required cells are blank is told on standard error, and it ends with 1.\n"
            + "Example: haechi export --profile kr-service-list --out list.csv"))
        {
            profile, output, every, guard, exact, schema, inputs.On, inputs.AsOf, inputs.Format, inputs.Data, inputs.Db,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var check = parsed.GetValue(schema) is { } file ? JsonSchemaCheck.Load(file) : null;
            if (check is { Done: false })
            {
                throw TowerActs.Refusal(check.Refusals);
            }
            await using var tower = await inputs.Open(parsed);
            var exported = await tower.Do<ExportInventory, ExportedInventory>(new ExportInventory(parsed.GetValue(profile)!, inputs.At(parsed, tower.Store().Clock) ?? Moment.Now(tower.Store().Clock), null, parsed.GetValue(every)), stop);
            // A list made here is opened in a spreadsheet; a file that goes back to where it came from must have its cells as they were.
            var guarded = parsed.GetValue(guard) || (exported.IsNew && !parsed.GetValue(exact));
            var format = check is null ? Inputs.OneOf(parsed.GetValue(inputs.Format), "--format", "csv", "table", "json") : "records";
            Deliver(exported, format, parsed.GetValue(output), guarded, terminal);
            var invalid = check is null ? 0 : OfEach(exported, check.Value!, terminal);
            return Math.Max(invalid > 0 ? Exit.Findings : Exit.Fine, Report(exported, guarded, terminal));
        });
        return command;
    }

    private static void Deliver(ExportedInventory exported, string format, string? file, bool guard, Terminal terminal)
    {
        using var bytes = new MemoryStream();
        if (format == "csv")
        {
            var written = file?.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) == true ? TableWriter.WriteXlsx(exported.Table, bytes) : TableWriter.Write(exported.Table, bytes, guard);
            if (!written.Done)
            {
                throw TowerActs.Refusal(written.Refusals);
            }
        }
        else
        {
            using var text = new StreamWriter(bytes, leaveOpen: true) { NewLine = "\n" };
            Text(exported, format, text);
        }
        if (file is null)
        {
            Standard(bytes, terminal);
            return;
        }
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes.ToArray());
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        terminal.Error.WriteLine(terminal.Say($"{file}에 썼습니다.", $"written to {file}"));
    }

    /// <summary>A terminal or pipe of this process gets the bytes as they are; anything else gets them as text.</summary>
    private static void Standard(MemoryStream bytes, Terminal terminal)
    {
        bytes.Position = 0;
        if (ReferenceEquals(terminal.Out, Console.Out))
        {
            terminal.Out.Flush();
            using var output = Console.OpenStandardOutput();
            bytes.CopyTo(output);
            return;
        }
        using var reader = new StreamReader(bytes);
        terminal.Out.Write(reader.ReadToEnd());
    }

    private static void Text(ExportedInventory exported, string format, TextWriter text)
    {
        var table = exported.Written.Table;
        if (format == "records")
        {
            text.WriteLine(new JsonArray([.. Records(exported)]).ToJsonString(Readable));
            return;
        }
        if (format == "json")
        {
            JsonOutput.WriteArray(text, table.Rows, (json, row) =>
            {
                json.WriteStartObject();
                for (var i = 0; i < table.Headers.Count; i++)
                {
                    json.WriteString(table.Headers[i], row[i]);
                }
                json.WriteEndObject();
            });
            return;
        }
        TextTable.Print(text, [.. table.Headers.Select(h => TextTable.OneLine(h, 24))], table.Rows.Select(r => Enumerable.Range(0, table.Headers.Count).Select(i => TextTable.OneLine(r[i], 24)).ToArray()));
    }

    private static IEnumerable<JsonObject> Records(ExportedInventory exported) => exported.Written.Table.Rows.Select(r => RowJson.Of(exported.Written.Profile, exported.Written.Table.Headers, r));

    /// <summary>Tells of each record that is not valid what it misses, and what else the schema says against it.</summary>
    private static int OfEach(ExportedInventory exported, JsonSchemaCheck schema, Terminal terminal)
    {
        var name = exported.Written.Profile.Identity.Name;
        var invalid = 0;
        foreach (var (record, id) in Records(exported).Zip(exported.Ids))
        {
            if (schema.Check(record) is { Count: > 0 } violations)
            {
                invalid++;
                var title = name is not null && record[name] is { } text ? $" {TextTable.OneLine(text.ToString(), 120)}" : "";
                terminal.Error.WriteLine($"{id}{title}: " + string.Join("; ", violations.Select(v => (v.Path.Length == 0 ? "" : v.Path + " ") + terminal.Say(v.Message.In("ko"), v.Message.In("en")))));
            }
        }
        terminal.Error.WriteLine(terminal.Say($"스키마에 맞는 기록 {exported.Ids.Count - invalid}, 맞지 않는 기록 {invalid}", $"valid against the schema {exported.Ids.Count - invalid}, not valid {invalid}"));
        return invalid;
    }

    private static int Report(ExportedInventory exported, bool guarded, Terminal terminal)
    {
        void Say(string ko, string en) => terminal.Error.WriteLine(terminal.Say(ko, en));
        var profile = exported.Written.Profile;
        Say($"시스템 {exported.Table.Rows.Count}, 원래 칸을 돌려준 시스템 {exported.FromSource}", $"systems {exported.Table.Rows.Count}, given back their original cells {exported.FromSource}");
        if (profile.Provisional)
        {
            Say("임시 양식입니다. 공식 양식이 공표되지 않아 열이 바뀔 수 있습니다.", "a provisional format: the official one is unpublished, so the columns may change");
        }
        if (exported.Left > 0)
        {
            Say($"사용·시범 등 이 목록의 상태가 아니어서 뺀 시스템 {exported.Left} (--every 로 모두)", $"left out because of their state: {exported.Left} systems (--every lists all)");
        }
        if (exported.Unstated.Count > 0)
        {
            Say($"상태를 알 수 없어 목록 끝에 둔 시스템 {exported.Unstated.Count}: {Some(exported.Unstated)}. 보내기 전에 상태를 정하십시오.",
                $"state unknown, at the end of the list: {exported.Unstated.Count} systems: {Some(exported.Unstated)}; decide before you send it");
        }
        foreach (var loss in exported.Written.Summary)
        {
            Say($"잃음: {loss.Message.In("ko")} (시스템 {loss.Systems.Count})", $"lost: {loss.Message.In("en")} (systems {loss.Systems.Count})");
        }
        foreach (var missing in exported.Written.Missing.GroupBy(m => m.Column))
        {
            Say($"빠짐: 필수 열 '{missing.Key}' (시스템 {missing.Count()})", $"missing: required column '{missing.Key}' (systems {missing.Count()})");
        }
        foreach (var loss in TableWriter.LossesOf(exported.Table))
        {
            Say($"잃음: {loss.In("ko")}", $"lost: {loss.In("en")}");
        }
        if (exported.FormulaLike > 0 && !guarded)
        {
            Say($"스프레드시트가 수식으로 여길 수 있는 칸이 {exported.FormulaLike}개 있어 원래대로 썼습니다. 스프레드시트로 열 파일이면 --guard 를 쓰십시오.",
                $"{exported.FormulaLike} cells look like formulas and were written as they were; use --guard for a file that a spreadsheet opens");
        }
        return exported.Written.Losses.Count > 0 || exported.Written.Missing.Count > 0 || exported.Unstated.Count > 0 ? Exit.Findings : Exit.Fine;
    }

    private static string Some(IReadOnlyList<string> systems) => string.Join(", ", systems.Take(MostNamed)) + (systems.Count > MostNamed ? " …" : "");
}
