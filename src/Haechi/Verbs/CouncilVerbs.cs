using System.CommandLine;
using System.Globalization;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Council;
using Haechi.Tower.Council.Minutes;
using Haechi.Web.Api.Shapes;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Verbs;

/// <summary><c>haechi council …</c>: bodies, cases, cards and minutes from the command line. Nobody votes here: a vote is a person's own.</summary>
internal static class CouncilVerbs
{
    public static Command Create(Terminal terminal) =>
        new("council", terminal.Say("회의체를 두고, 안건과 명령을 보고, 결정 카드를 확인하고, 회의록을 내보냅니다. 표결은 위원이 자기 화면에서 합니다.", "Found bodies, list cases and orders, check decision cards, write minutes. Members vote on their own pages."))
        {
            Found(terminal), Cases(terminal), Orders(terminal), Check(terminal), Minutes(terminal),
        };

    private static Command Found(Terminal terminal)
    {
        var opener = new TowerOpener(terminal);
        var file = new Argument<string>("file") { Description = terminal.Say("회의체의 규칙(YAML)", "the rules of the body (YAML)") };
        var check = new Option<bool>("--check") { Description = terminal.Say("읽어 보기만 하고 두지 않음", "read it only, found nothing") };
        var command = new Command("found", terminal.Say("파일에 적힌 규칙으로 회의체를 둡니다.\n예: haechi council found samples/haneul/councils/ai-committee.yaml", "Found a body by the rules of a file.\nExample: haechi council found samples/haneul/councils/ai-committee.yaml")) { file, check, opener.Data, opener.Db };
        command.SetAction(async (parsed, stop) =>
        {
            var name = parsed.GetValue(file)!;
            if (!File.Exists(name))
            {
                throw RefusedException.Because("no-file", new Place(name, 0, 0), "이 파일이 없습니다.", "there is no such file");
            }
            var findings = new Findings();
            var body = BodyFile.Read(name, await File.ReadAllTextAsync(name, stop), findings);
            terminal.Print(findings.All);
            if (body is null)
            {
                return Exit.WrongUse;
            }
            if (parsed.GetValue(check))
            {
                terminal.Out.WriteLine(terminal.Say($"{body.Id}: 읽을 수 있습니다.", $"{body.Id}: can be read"));
                return Exit.Fine;
            }
            await using var tower = await opener.Open(parsed);
            var done = await tower.Do<FoundBody, BodyRef>(body, stop);
            terminal.Out.WriteLine(terminal.Say($"{done.Body} 회의체를 두었습니다.", $"founded {done.Body}"));
            return Exit.Fine;
        });
        return command;
    }

    private static Command Cases(Terminal terminal)
    {
        var opener = new TowerOpener(terminal);
        var again = new Option<bool>("--revalidate") { Description = terminal.Say("다시 확인할 결정만", "only decisions to look at again") };
        var command = new Command("cases", terminal.Say("안건과 의결을 보여 줍니다. 다시 확인할 결정이 있으면 1로 끝납니다.", "List cases and outcomes. Ends with 1 when a decision has to be looked at again.")) { again, opener.Format, opener.Data, opener.Db };
        command.SetAction(async (parsed, stop) =>
        {
            var format = Inputs.OneOf(parsed.GetValue(opener.Format), "--format", "table", "json");
            await using var tower = await opener.Open(parsed);
            var cases = await tower.GetRequiredService<CouncilQueries>().Cases(revalidate: parsed.GetValue(again), stop: stop);
            if (format == "json")
            {
                JsonOutput.WriteShape(terminal.Out, cases.Select(c => CaseShape.Of(c.Case)).ToList());
            }
            else
            {
                TextTable.Print(terminal.Out, "  ", [.. cases.Select(c => (IReadOnlyList<string>)[$"C-{c.Case.Number}", c.Case.RevalidateAt is null ? " " : "!", TextTable.OneLine(c.Case.Title.In(terminal.Language.Tag), 50),
                    TextTable.OneLine(c.Body.In(terminal.Language.Tag), 24), c.Case.Outcome is { } o ? CouncilWords.Outcomes.Say(o).In(terminal.Language.Tag) : c.Case.State, c.Case.DecidedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-"])]);
            }
            return cases.Any(c => c.Case.RevalidateAt is not null) ? Exit.Findings : Exit.Fine;
        });
        return command;
    }

    private static Command Orders(Terminal terminal)
    {
        var opener = new TowerOpener(terminal);
        var command = new Command("orders", terminal.Say("명령을 보여 줍니다.", "List orders.")) { opener.Format, opener.Data, opener.Db };
        command.SetAction(async (parsed, stop) =>
        {
            var format = Inputs.OneOf(parsed.GetValue(opener.Format), "--format", "table", "json");
            await using var tower = await opener.Open(parsed);
            var orders = await tower.GetRequiredService<CouncilQueries>().Orders(stop);
            if (format == "json")
            {
                JsonOutput.WriteShape(terminal.Out, orders.Select(OrderShape.Of).ToList());
            }
            else
            {
                var today = tower.Store().Clock.Today;
                TextTable.Print(terminal.Out, "  ", [.. orders.Select(o => (IReadOnlyList<string>)[$"O-{o.Order.Number}", CouncilWords.OrderKinds.Say(o.Order.Kind).In(terminal.Language.Tag), TextTable.OneLine(o.System ?? o.Order.UseTitle ?? o.Order.Use ?? "", 50),
                    o.Order.HoldsOn(today) ? terminal.Say("효력 있음", "in force") : terminal.Say("끝남", "ended"), TextTable.OneLine(o.Order.Provision, 40)])]);
            }
            return Exit.Fine;
        });
        return command;
    }

    private static Command Check(Terminal terminal)
    {
        var opener = new TowerOpener(terminal);
        var which = new Argument<string>("case") { Description = terminal.Say("안건의 번호(C-12)나 id", "the case's number (C-12) or id") };
        var command = new Command("check-card", terminal.Say("결정 카드를 고정된 판에서 다시 만들어 위원이 본 카드와 견줍니다. 다르면 1로 끝납니다.", "Make decision cards again from the pinned versions and hold them against those that members saw. Ends with 1 when one differs.")) { which, opener.Data, opener.Db };
        command.SetAction(async (parsed, stop) =>
        {
            await using var tower = await opener.Open(parsed);
            var queries = tower.GetRequiredService<CouncilQueries>();
            var view = await queries.Case(Actor.Terminal, parsed.GetValue(which)!, stop);
            if (!view.Done)
            {
                return opener.Refuse(view.Refusals);
            }
            var same = true;
            foreach (var item in view.Value.Items)
            {
                var check = (await queries.Check(item.Item.Id, stop)).Value!;
                same &= check.Same;
                terminal.Out.WriteLine($"{item.Item.Id}  {(check.Same ? terminal.Say("같음", "same") : terminal.Say("다름", "different"))}  {check.Kept}");
                foreach (var why in check.Why)
                {
                    terminal.Error.WriteLine(why.ToLine(terminal.Language.Tag));
                }
            }
            return same ? Exit.Fine : Exit.Findings;
        });
        return command;
    }

    private static Command Minutes(Terminal terminal)
    {
        var opener = new TowerOpener(terminal);
        var which = new Argument<string>("meeting") { Description = terminal.Say("회의의 id", "the meeting's id") };
        var output = new Option<string>("--output") { Description = terminal.Say("쓸 파일(.docx 또는 .html)", "the file to write, .docx or .html"), HelpName = "FILE", Required = true };
        var open = new Option<bool>("--public") { Description = terminal.Say("공개용: 비공개인 부분을 빼고 까닭을 적음", "the public ones: what is withheld is left out and the reason given") };
        var command = new Command("minutes", terminal.Say("회의록을 파일로 씁니다. 언어는 --lang 을 따릅니다.", "Write minutes to a file, in the language of --lang.")) { which, output, open, opener.Data, opener.Db };
        command.SetAction(async (parsed, stop) =>
        {
            var file = parsed.GetValue(output)!;
            var docx = Path.GetExtension(file) switch { ".docx" => true, ".html" => false, _ => throw RefusedException.Because("wrong-use", new Place("--output", 0, 0), ".docx나 .html 파일이어야 합니다.", "the file ends in .docx or .html") };
            await using var tower = await opener.Open(parsed);
            var desk = tower.GetRequiredService<MinutesDesk>();
            var (meeting, language) = (parsed.GetValue(which)!, terminal.Language.Tag);
            var made = docx ? await desk.Docx(Actor.Terminal, meeting, language, parsed.GetValue(open), stop) : await desk.Html(Actor.Terminal, meeting, language, parsed.GetValue(open), stop);
            if (!made.Done)
            {
                return opener.Refuse(made.Refusals);
            }
            await File.WriteAllBytesAsync(file, made.Value, stop);
            terminal.Error.WriteLine(file);
            return Exit.Fine;
        });
        return command;
    }
}
