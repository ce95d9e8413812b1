using System.CommandLine;
using System.Globalization;
using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Storage;
using Haechi.Web.Api.Shapes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Verbs;

/// <summary><c>haechi systems</c>: the register as a list.</summary>
internal static class SystemsVerb
{
    private static readonly string[] Usual = ["number", "name", "department", "state", "changed"];

    public static Command Create(Terminal terminal)
    {
        var opener = new TowerOpener(terminal);
        var query = new Argument<string[]>("QUERY") { Description = terminal.Say("찾을 말. 모두 들어 있는 시스템만 나옴. 초성(ㅂㅈ)도 됨", "words to search for; all must match; initial consonants work too"), Arity = ArgumentArity.ZeroOrMore };
        var department = new Option<string>("--department") { Description = terminal.Say("부서의 이름이나 id. 아래 부서를 포함함. 없는 것은 unknown", "name or id of a department, with all below it; unknown for none"), HelpName = "D" };
        var state = new Option<string[]>("--state") { Description = terminal.Say($"상태: {string.Join(", ", Lifecycle.All)}, unknown. 여러 번 쓸 수 있음", $"state: {string.Join(", ", Lifecycle.All)}, unknown; may be repeated"), HelpName = "S" };
        var columns = new Option<string>("--columns") { Description = terminal.Say("보일 열: number,name,department,state,product,organisation,changed 또는 사실의 id", "columns: number,name,department,state,product,organisation,changed or ids of facts"), HelpName = "A,B,…" };
        var lists = new ListsCompared(terminal);
        var command = new Command("systems", terminal.Say(
            "등록된 시스템을 찾아 목록으로 보여 줍니다. json은 API와 같은 {id, number, name, department, state, …, facts} 객체의 배열이며, 모르는 값은 null입니다.\n예: haechi systems 복지 --state in_use --columns number,name,purpose --format csv",
            "List the systems of the register. JSON is an array of objects as the API has them: {id, number, name, department, state, …, facts}; an unknown value is null.\nExample: haechi systems welfare --state in_use --columns number,name,purpose --format csv"))
        {
            query, department, state, columns, lists.Old, lists.New, opener.On, opener.AsOf, opener.Format, opener.Data, opener.Db,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var format = Inputs.OneOf(parsed.GetValue(opener.Format), "--format", "table", "csv", "json");
            await using var tower = await opener.Open(parsed);
            if (parsed.GetValue(lists.Old) is { } old)
            {
                return await lists.Write(tower, old, parsed.GetValue(lists.New), format, stop);
            }
            var shown = (parsed.GetValue(columns)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } given ? given : Usual).ToList();
            var names = await Names.Of(tower.GetRequiredService<TowerStore>(), terminal.Language.Tag);
            var filter = new SystemFilter
            {
                Text = string.Join(' ', parsed.GetValue(query) ?? []) is { Length: > 0 } text ? text : null, Department = names.Department(parsed.GetValue(department)),
                States = [.. (parsed.GetValue(state) ?? []).Select(s => Inputs.OneOf(s, "--state", [.. Lifecycle.All, SystemFilter.Unknown]))],
            };
            var list = new ListSystems(filter, opener.At(parsed, tower.GetRequiredService<TowerClock>()), Take: int.MaxValue, WithFacts: shown.Any(c => !SystemCells.Known.Contains(c)));
            var page = await tower.GetRequiredService<IHandle<ListSystems, SystemPage>>().Handle(Actor.Terminal, list, stop);
            if (!page.Done)
            {
                return opener.Refuse(page.Refusals);
            }
            Print(terminal, page.Value, shown, names, format);
            return Exit.Fine;
        });
        return command;
    }

    private static void Print(Terminal terminal, SystemPage page, List<string> columns, Names names, string format)
    {
        switch (format)
        {
            case "json":
                JsonOutput.WriteShapes(terminal.Out, page.Rows.Select(r => Shape(r, columns, names)));
                break;
            case "csv":
                CsvOut.Write(terminal.Out, columns.Prepend("id"), page.Rows.Select(r => columns.Select(c => SystemCells.Of(r, c, names) ?? "").Prepend(r.Listed.System)), mark: false);
                break;
            default:
                const int Longest = 60;
                TextTable.Print(terminal.Out, "", [[.. columns], .. page.Rows.Select(r => (IReadOnlyList<string>)[.. columns.Select(c => TextTable.OneLine(SystemCells.Shown(r, c, names, terminal.Language.Tag), Longest))])]);
                terminal.Out.WriteLine(terminal.Say($"시스템 {TextTable.Count(page.Total)}건", $"{TextTable.Count(page.Total)} systems"));
                break;
        }
    }

    /// <summary>As the API answers it; of the facts those that are asked for, and null where one is unknown.</summary>
    private static SystemShape Shape(SystemRow row, List<string> columns, Names names)
    {
        var facts = columns.Where(c => !SystemCells.Known.Contains(c)).ToList();
        return SystemShape.Of(row, names.Shown, false) with { Facts = facts.Count == 0 ? null : facts.Distinct().ToDictionary(f => f, f => row.Facts[f]) };
    }

    /// <summary>What a list calls departments and products.</summary>
    internal sealed record Names(IReadOnlyList<Department> Departments, IReadOnlyDictionary<string, string> Products, string Language)
    {
        public ShownNames Shown { get; } = new(Departments.ToDictionary(d => d.Id), Products);

        public static async Task<Names> Of(TowerStore store, string language)
        {
            await using var context = store.Open();
            return new Names(await context.Set<Department>().ToListAsync(), await context.Set<Product>().ToDictionaryAsync(p => p.Id, p => p.Name), language);
        }

        public string? Department(string? given)
        {
            if (given is null or SystemFilter.Unknown || Departments.Any(d => d.Id == given))
            {
                return given;
            }
            var matcher = new DepartmentMatcher(Departments);
            return matcher.Find(given) ?? throw (matcher.IsAmbiguous(given)
                ? RefusedException.Because("wrong-use", new Place("--department", 0, 0), $"'{given}' 부서가 여럿입니다. 상위 부서까지 붙여 쓰십시오.", $"several departments are called '{given}'; write the names above it too")
                : RefusedException.Because("wrong-use", new Place("--department", 0, 0), $"'{given}' 부서가 없습니다. 부서 화면의 이름을 쓰십시오.", $"there is no department '{given}'; use a name from the page of departments"));
        }
    }

    /// <summary>The cells of a row.</summary>
    private static class SystemCells
    {
        public static readonly string[] Known = ["number", "name", "department", "state", "product", "organisation", "changed"];

        public static string? Of(SystemRow row, string column, Names names) => column switch
        {
            "number" => "AI-" + row.Listed.Number.ToString(CultureInfo.InvariantCulture),
            "name" => row.Listed.Name,
            "department" => row.Listed.Department is null ? null : names.Departments.FirstOrDefault(d => d.Id == row.Listed.Department)?.In(names.Language),
            "state" => row.Listed.State,
            "product" => row.Listed.Product is null ? null : names.Products.GetValueOrDefault(row.Listed.Product),
            "organisation" => row.Listed.Organisation,
            "changed" => TowerClock.Show(row.Listed.ChangedAt),
            _ => row.Facts[column]?.Shown,
        };

        public static string Shown(SystemRow row, string column, Names names, string language) =>
            column == "state" ? Lifecycle.Title(row.Listed.State).In(language) : Of(row, column, names) ?? (language == "ko" ? "모름" : "unknown");
    }
}
