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
        var log = new Option<string>("--log") { Description = terminal.Say("로그의 형식. 어느 쪽에도 개인정보는 없음 (기본: text)", "form of the log; neither holds personal data (default: text)"), HelpName = "text|json" };
        var urls = new Option<string>("--urls") { Description = terminal.Say("여는 주소 (기본: http://127.0.0.1:5080). 여럿은 ;로 나눔", "where to listen (default: http://127.0.0.1:5080); several with ; between"), HelpName = "URL" };
        var proxy = new Option<string[]>("--proxy") { Description = terminal.Say("앞에 둔 https 프록시의 IP 주소. 그 프록시의 X-Forwarded-* 만 믿음", "IP address of the https proxy in front; only its X-Forwarded-* headers are believed"), HelpName = "IP", AllowMultipleArgumentsPerToken = false };
        var webhooks = new Option<string[]>("--webhook-to") { Description = terminal.Say("웹훅을 보내도 되는 이름, IP 주소, 범위. 공개 인터넷의 443번 포트는 적지 않아도 됨", "name, IP address or range that webhooks may lead to, beside port 443 of the open internet"), HelpName = "HOST[:PORT]", AllowMultipleArgumentsPerToken = false };
        var clock = new Option<string>("--clock") { Description = terminal.Say("시연의 오늘 YYYY-MM-DD", "today in the demonstration, YYYY-MM-DD"), HelpName = "DATE" };
        var command = new Command("serve", terminal.Say(
            "관제탑을 열어 브라우저에서 씁니다. Ctrl-C로 멈춥니다.\n예: haechi serve\n예: haechi serve --demo --clock 2027-03-02",
            "Open the tower for a browser. Ctrl-C stops it.\nExample: haechi serve\nExample: haechi serve --demo --clock 2027-03-02")) { demo, data, db, OperationsOptions.KeyFile(terminal, out var keyFile), urls, proxy, webhooks, clock, log };
        command.SetAction(async (parsed, stop) =>
        {
            var json = Inputs.OneOf(parsed.GetValue(log), "--log", "text", "json") == "json";
            var plan = ServePlan.Make(parsed.GetValue(demo), parsed.GetValue(data), parsed.GetValue(urls), parsed.GetValue(clock), TowerOpener.Connection(parsed.GetValue(db)), parsed.GetValue(proxy), parsed.GetValue(webhooks));
            var refusal = plan.Done ? await new Server(plan.Value with { KeyFile = parsed.GetValue(keyFile), JsonLog = json }, terminal).Run(stop) : plan.Refusals[0];
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
