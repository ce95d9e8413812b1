using System.CommandLine;
using Haechi.Rules;
using Haechi.Serving;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Rulebooks;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Verbs;

/// <summary><c>haechi import</c>: takes an inventory into the register, or says what it would do.</summary>
internal static class ImportVerb
{
    private sealed record Options(
        Argument<string> File, Option<string> Profile, Option<string> Target, Option<bool> DryRun, Option<string> Encoding, Option<string> Sheet, Option<int?> HeaderRow, Option<string[]> Books, Option<bool> Departments);

    public static Command Create(Terminal terminal)
    {
        var tower = new TowerOpener(terminal);
        var options = Make(terminal);
        var command = new Command("import", terminal.Say(
            "목록 파일(CSV, TSV, XLSX, XLS, JSON, SQL)을 등록부에 가져옵니다. 열을 알아보고 모든 시스템을 분류합니다. 전부 들어가거나 아무것도 들어가지 않습니다. 살펴볼 것이 있으면 1로 끝납니다.\n예: haechi import 목록.xlsx --dry-run\n예: haechi import inventory.csv --profile us-federal-2025\n예: haechi import 목록.csv --profile 목록-지도.yaml",
            "Take an inventory (CSV, TSV, XLSX, XLS, JSON, SQL) into the register: recognise its columns, classify every system. All of it comes in, or nothing. Ends with 1 when something should be looked at.\n"
            + "Example: haechi import list.xlsx --dry-run\nExample: haechi import inventory.csv --profile us-federal-2025\nExample: haechi import list.csv --profile list-map.yaml"))
        {
            options.File, options.Profile, options.Target, options.DryRun, options.Encoding, options.Sheet, options.HeaderRow, options.Books, options.Departments, tower.On, tower.Format, tower.Data, tower.Db,
        };
        command.SetAction((parsed, stop) => Run(parsed, options, tower, terminal, stop));
        return command;
    }

    private static Options Make(Terminal terminal) => new(
        new Argument<string>("FILE") { Description = terminal.Say("목록 파일", "the file") },
        new Option<string>("--profile") { Description = terminal.Say("양식의 이름, 또는 프로필이나 열 지도 파일(YAML) (기본: 열을 보고 찾음)", "name of the format, or a file with a profile or column map (YAML) (default: found by the columns)"), HelpName = "P|FILE" },
        new Option<string>("--target") { Description = terminal.Say("시험 실행에서 열을 이 양식의 열과 맞춤", "in a dry run, match the columns with those of this format"), HelpName = "P" },
        new Option<bool>("--dry-run") { Description = terminal.Say("무엇을 할지만 보여 줌", "only show what would be done") },
        new Option<string>("--encoding") { Description = terminal.Say("글자 방식: utf-8, cp949, cp1252, utf-16le (기본: 알아냄)", "encoding: utf-8, cp949, cp1252, utf-16le (default: found out)"), HelpName = "E" },
        new Option<string>("--sheet") { Description = terminal.Say("통합 문서의 시트", "sheet of a workbook"), HelpName = "NAME" },
        new Option<int?>("--header-row") { Description = terminal.Say("열 이름이 있는 줄 (기본: 찾음)", "line with the headers (default: found)"), HelpName = "N" },
        new Option<string[]>("--book", "-b") { Description = terminal.Say("설치할 규칙책, 예: kr/ai-basic-act (설치된 책이 없을 때 기본: 양식이 말하는 책)", "rulebook to install, such as kr/ai-basic-act (default when none is installed: those that the format names)"), HelpName = "BOOK" },
        new Option<bool>("--departments") { Description = terminal.Say("기관·부서 열로 부서를 만듦", "make departments from the columns of organisation and unit") });

    private static async Task<int> Run(ParseResult parsed, Options options, TowerOpener inputs, Terminal terminal, CancellationToken stop)
    {
        var (format, dry) = (Inputs.OneOf(parsed.GetValue(inputs.Format), "--format", "table", "csv", "json"), parsed.GetValue(options.DryRun));
        var reading = new TableOptions(parsed.GetValue(options.Encoding), null, parsed.GetValue(options.HeaderRow), parsed.GetValue(options.Sheet));
        var table = TableReader.ReadFile(parsed.GetValue(options.File)!, reading, stop);
        if (!table.Done)
        {
            throw TowerActs.Refusal(table.Refusals);
        }
        var choices = new ImportChoices
        {
            Profile = IsFile(parsed.GetValue(options.Profile)) ? null : parsed.GetValue(options.Profile), ProfileFile = IsFile(parsed.GetValue(options.Profile)) ? parsed.GetValue(options.Profile) : null, Reading = reading, FactsOn = parsed.GetValue(inputs.On) is { } on ? Inputs.Day(on, "--on") : null,
            Departments = parsed.GetValue(options.Departments) ? DepartmentsFrom.Columns : DepartmentsFrom.Existing,
        };
        if (parsed.GetValue(options.Target) is { } target)
        {
            return dry ? Target(table.Value, target, format, terminal)
                : throw RefusedException.Because("wrong-use", new Place("--target", 0, 0), "--target 은 --dry-run 과 함께 씁니다.", "--target works with --dry-run only");
        }
        var known = await inputs.Exists(parsed);
        if (dry && !known)
        {
            return DryWithoutRegister(table.Value, choices, parsed.GetValue(options.Books) ?? [], format, terminal);
        }
        await using var tower = await inputs.Open(parsed, create: true);
        if (!known)
        {
            terminal.Error.WriteLine(terminal.Say($"{inputs.PlaceOf(parsed)}에 새 등록부를 만들었습니다.", $"made a new register in {inputs.PlaceOf(parsed)}"));
        }
        return dry ? await Dry(tower, table.Value, choices, format, terminal) : await Commit(tower, table.Value, choices, parsed.GetValue(options.Books) ?? [], format, terminal, stop);
    }

    /// <summary>A name has no folder and no ending; anything else is a file, which is refused by name when it is not there.</summary>
    private static bool IsFile(string? profile) =>
        profile is not null && (profile.Contains('/', StringComparison.Ordinal) || profile.Contains('\\', StringComparison.Ordinal) || profile.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || profile.EndsWith(".yml", StringComparison.OrdinalIgnoreCase));

    private static int Target(SourceTable table, string target, string format, Terminal terminal)
    {
        var profile = new InventoryReader(TowerFolders.Options(".")).Profiles().Get(target);
        if (!profile.Done)
        {
            throw TowerActs.Refusal(profile.Refusals);
        }
        var matches = InventoryReader.Match(table, InventoryReader.TargetOf(profile.Value));
        ImportReport.Columns(table, matches, [], format, terminal);
        return matches.Any(m => m.Field is null) ? Exit.Findings : Exit.Fine;
    }

    private static int DryWithoutRegister(SourceTable table, ImportChoices choices, IReadOnlyList<string> books, string format, Terminal terminal)
    {
        var reader = new InventoryReader(TowerFolders.Options("."));
        var read = reader.Read(table, choices, reader.Profiles(), books);
        if (!read.Done)
        {
            throw TowerActs.Refusal(read.Refusals);
        }
        return ImportReport.Plan(new ImportPlan(read.Value, [], [], []), format, terminal);
    }

    private static async Task<int> Dry(ServiceProvider tower, SourceTable table, ImportChoices choices, string format, Terminal terminal) =>
        ImportReport.Plan(await tower.Do<PlanImport, ImportPlan>(new PlanImport(table, choices)), format, terminal);

    private static async Task<int> Commit(ServiceProvider tower, SourceTable table, ImportChoices choices, IReadOnlyList<string> books, string format, Terminal terminal, CancellationToken stop)
    {
        var result = await tower.Do<ImportInventory, ImportResult>(new ImportInventory(table, choices), stop);
        await Install(tower, result.Plan, books, terminal);
        RunResult? run = null;
        await using (var context = tower.Store().Open())
        {
            if ((await BookRegistry.Chosen(context)).Count > 0)
            {
                run = await tower.Do<DetermineSystems, RunResult>(new DetermineSystems(), stop);
            }
        }
        return await ImportReport.Result(tower, result, run, format, terminal);
    }

    private static async Task Install(ServiceProvider tower, ImportPlan plan, IReadOnlyList<string> books, Terminal terminal)
    {
        await using var context = tower.Store().Open();
        var installed = await BookRegistry.Chosen(context);
        var wanted = books.Count > 0 ? books : installed.Count == 0 ? [.. plan.Inventory.Profile.Books.Where(b => b != "register")] : [];
        if (wanted.Count > 0 && wanted.Any(b => !installed.Contains(b)))
        {
            await tower.Do<InstallBooks, LoadedBooks>(new InstallBooks([.. installed.Union(wanted)]));
            terminal.Error.WriteLine(terminal.Say($"규칙책을 설치했습니다: {string.Join(", ", wanted)}", $"installed rulebooks: {string.Join(", ", wanted)}"));
        }
    }
}
