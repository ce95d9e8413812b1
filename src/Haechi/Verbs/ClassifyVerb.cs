using System.CommandLine;
using Haechi.Rules;
using Haechi.Rules.Duties;
using Haechi.Rules.Facts;

namespace Haechi.Verbs;

/// <summary><c>haechi classify</c>: reads an inventory through a column map and determines every system.</summary>
internal static class ClassifyVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new Inputs(terminal);
        var file = new Argument<string>("FILE") { Description = terminal.Say("목록 파일: CSV, 또는 평평한 객체의 JSON 배열", "an inventory: CSV, or a JSON array of flat objects") };
        var map = new Option<string>("--map", "-m") { Description = terminal.Say("열 지도 (기본: FILE 옆의 map.yaml, 없으면 규칙책의 maps에서 찾음)", "column map (default: map.yaml beside FILE, else looked for among the rulebooks' maps)"), HelpName = "MAP.yaml" };
        var output = new Option<string>("--output", "-o") { Description = terminal.Say("결과를 쓸 파일 (기본: 표준 출력)", "file to write to (default: standard output)"), HelpName = "FILE" };
        var format = inputs.Format("table|json|csv");
        var command = new Command("classify", terminal.Say(
            "목록의 모든 시스템을 분류하고, 소유자가 적은 분류와 견주고, 남은 일을 셉니다. 어긋난 분류나 읽지 못한 값이 있으면 1로 끝납니다.\n예: haechi classify samples/haneul/systems.csv --on 2026-11-22",
            "Determine every system of an inventory, compare with what its owner declared, and count what is still to do. Ends with 1 on disagreements or values not read.\n"
            + "Example: haechi classify samples/haneul/systems.csv --on 2026-11-22"))
        {
            file, map, inputs.On, inputs.BookFolders, inputs.Waivers, inputs.Installation, format, output,
        };
        command.SetAction(parsed =>
        {
            var how = Inputs.OneOf(parsed.GetValue(format), "--format", "table", "json", "csv");
            var day = Inputs.Day(parsed.GetValue(inputs.On), "--on");
            var run = Run(parsed.GetValue(file)!, parsed.GetValue(map), parsed.GetValue(inputs.BookFolders) ?? [], day, terminal, set => inputs.ReadWaivers(parsed, set), inputs.ReadInstallation(parsed));
            PrintFindings(run, how, terminal);
            Deliver(run, how, parsed.GetValue(output), terminal);
            return run.Findings.All.Count > 0 || run.Summary.Disagreements.Count > 0 ? Exit.Findings : Exit.Fine;
        });
        return command;
    }

    /// <summary>Reads and determines everything.</summary>
    /// <exception cref="RefusedException">The inventory, the map or a book cannot be used.</exception>
    public static ClassifyRun Run(string file, string? mapFile, IReadOnlyList<string> books, DateOnly day, Terminal terminal, Func<BookSet, IReadOnlyList<Waiver>>? readWaivers = null, Installation? installation = null)
    {
        var findings = new Findings();
        var inventory = Inventory.Read(file, findings) ?? throw new RefusedException(findings.All);
        var found = ClassifyMaps.Choose(inventory, mapFile, books, terminal, findings);
        var set = ClassifyMaps.Books(found.Map, books);
        var mapped = MappedInventory.Of(found.Map, inventory, set, findings);
        if (findings.HasErrors)
        {
            throw new RefusedException([.. findings.All.Where(f => f.Severity == Severity.Error)]);
        }
        var (rules, waivers) = (set.On(day), readWaivers?.Invoke(set) ?? []);
        Classified[] systems = [.. mapped.Systems.AsParallel().AsOrdered().Select(s => new Classified(s, Determination.Of(rules, s.Record, waivers, installation)))];
        return new ClassifyRun(file, found.Map, set, day, mapped, systems, findings);
    }

    /// <summary>The values not read are many at times: the table names the first, JSON all of them.</summary>
    private static void PrintFindings(ClassifyRun run, string format, Terminal terminal)
    {
        const int Shown = 20;
        var unread = run.Findings.All.Where(f => f.Code == "unread-value").ToList();
        terminal.Print(run.Findings.All.Except(unread).Concat(unread.Take(Shown)));
        if (unread.Count > Shown)
        {
            var (ko, en) = format == "json" ? ("결과의 summary.unread 에", "in summary.unread") : ("--format json 으로", "with --format json");
            terminal.Error.WriteLine(terminal.Say($"읽지 못한 값이 {unread.Count - Shown}가지 더 있습니다. {ko} 모두 나옵니다.", $"{unread.Count - Shown} more values were not read; all of them {en}"));
        }
    }

    private static void Deliver(ClassifyRun run, string format, string? file, Terminal terminal)
    {
        void Write(TextWriter output)
        {
            switch (format)
            {
                case "json":
                    ClassifyJson.Write(run, output);
                    break;
                case "csv":
                    ClassifyCsv.Write(run, output);
                    break;
                default:
                    new ClassifyTable(run, terminal with { Out = output }).Print();
                    break;
            }
        }
        if (file is null)
        {
            Write(terminal.Out);
            return;
        }
        // Excel takes a CSV file for UTF-8 only when it begins with a byte order mark.
        OutputFile.Write(file, format == "csv", Write);
        terminal.Error.WriteLine(terminal.Say($"{file}에 썼습니다.", $"written to {file}"));
    }
}
