using System.CommandLine;
using Haechi.Serving;

namespace Haechi.Verbs;

/// <summary><c>haechi serve</c></summary>
internal static class ServeVerb
{
    public static Command Create(Terminal terminal)
    {
        var demo = new Option<bool>("--demo") { Description = terminal.Say("가상의 도시 하늘시를 채워 보여 줌. 이 컴퓨터에서만 열림", "show the fictional city of Haneul; opens on this machine only") };
        var data = new Option<string>("--data") { Description = terminal.Say("자료 폴더 (기본: ./haechi-data, 시연은 임시 폴더)", "folder of the data (default: ./haechi-data; a temporary one for the demonstration)"), HelpName = "DIR" };
        var db = TowerOpener.DbOption(terminal);
        var urls = new Option<string>("--urls") { Description = terminal.Say("여는 주소 (기본: http://127.0.0.1:5080). 여럿은 ;로 나눔", "where to listen (default: http://127.0.0.1:5080); several with ; between"), HelpName = "URL" };
        var clock = new Option<string>("--clock") { Description = terminal.Say("시연의 오늘 YYYY-MM-DD", "today in the demonstration, YYYY-MM-DD"), HelpName = "DATE" };
        var command = new Command("serve", terminal.Say(
            "관제탑을 열어 브라우저에서 씁니다. Ctrl-C로 멈춥니다.\n예: haechi serve\n예: haechi serve --demo --clock 2027-03-02",
            "Open the tower for a browser. Ctrl-C stops it.\nExample: haechi serve\nExample: haechi serve --demo --clock 2027-03-02")) { demo, data, db, urls, clock };
        command.SetAction(async (parsed, stop) =>
        {
            var plan = ServePlan.Make(parsed.GetValue(demo), parsed.GetValue(data), parsed.GetValue(urls), parsed.GetValue(clock), TowerOpener.Connection(parsed.GetValue(db)));
            var refusal = plan.Done ? await new Server(plan.Value, terminal).Run(stop) : plan.Refusals[0];
            if (refusal is null)
            {
                return Exit.Fine;
            }
            terminal.Error.WriteLine(refusal.ToLine(terminal.Language.Tag));
            return Exit.WrongUse;
        });
        return command;
    }
}
