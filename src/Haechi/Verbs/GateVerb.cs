using System.CommandLine;
using Haechi.Rules;
using Haechi.Web.Api.Shapes;

namespace Haechi.Verbs;

/// <summary><c>haechi gate</c>: asks a server whether a deployment may go on. It needs no data folder, so that a build runner can call it.</summary>
internal static class GateVerb
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOptions(terminal);
        var system = new Option<string>("--system") { Description = terminal.Say("시스템의 번호(AI-12), id, 또는 출처의 id(scheme:value)", "the system's number (AI-12), its id, or a source's id as scheme:value"), HelpName = "ID", Required = true };
        var environment = new Option<string>("--env") { Description = terminal.Say("배포할 환경. 예: prod, staging", "the environment, such as prod or staging"), HelpName = "ENV", Required = true };
        var glass = new Option<string>("--break-glass") { Description = terminal.Say("비상 통과의 사유. 72시간 안에 소명할 의무가 생김", "the reason to deploy in spite of a refusal; it opens a duty to account for it within 72 hours"), HelpName = "REASON" };
        var format = new Option<string>("--format") { Description = terminal.Say("출력 형식", "format of the output"), HelpName = "table|json|sarif|junit" };
        var output = new Option<string>("--output") { Description = terminal.Say("이 파일에 씀(없으면 표준 출력)", "write to this file instead of the standard output"), HelpName = "FILE" };
        var command = new Command("gate", terminal.Say(
            "지금 이 시스템을 이 환경에 배포해도 되는지 서버에 묻습니다. 0 배포해도 됨, 1 안 됨, 2 잘못 썼거나 서버에 물을 수 없음.\n예: haechi gate --server https://ai.example.go.kr --system AI-12 --env prod --format sarif --output gate.sarif",
            "Ask a server whether this system may be deployed to this environment now. Ends with 0: it may, 1: it may not, 2: wrong use, or the server could not be asked.\nExample: haechi gate --server https://ai.example.gov --system AI-12 --env prod --format sarif --output gate.sarif"))
        {
            server.Server, server.Token, system, environment, glass, format, output,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var form = Inputs.OneOf(parsed.GetValue(format), "--format", "table", "json", "sarif", "junit");
            using var api = server.Open(parsed);
            var answer = await api.Post<GateShape>("gate", new { system = parsed.GetValue(system), environment = parsed.GetValue(environment), break_glass = parsed.GetValue(glass) }, stop);
            var page = new GateReport(answer, api.Server, terminal.Language.Tag);
            if (parsed.GetValue(output) is { } file)
            {
                OutputFile.Write(file, byteOrderMark: false, w => page.Write(w, form));
                terminal.Error.WriteLine(page.Verdict);
            }
            else
            {
                page.Write(terminal.Out, form);
            }
            return answer.Allowed ? Exit.Fine : Exit.Findings;
        });
        return command;
    }
}

/// <summary>Where the server is and by what token it is asked.</summary>
internal sealed class ServerOptions(Terminal terminal)
{
    /// <summary>The environment's variable for the token: a command line can be seen by every process of the machine.</summary>
    public const string Variable = "HAECHI_TOKEN";

    public Option<string> Server { get; } = new("--server") { Description = terminal.Say("서버의 주소", "address of the server"), HelpName = "URL" };

    public Option<string> Token { get; } = new("--token") { Description = terminal.Say($"API 토큰 (기본: 환경 변수 {Variable})", $"API token (default: the environment's {Variable})"), HelpName = "TOKEN" };

    /// <summary>A connection to the server that the options name.</summary>
    /// <exception cref="RefusedException">An option is missing or wrong.</exception>
    public ApiConnection Open(ParseResult parsed)
    {
        var token = (parsed.GetValue(Token) ?? Environment.GetEnvironmentVariable(Variable))?.Trim();
        if (parsed.GetValue(Server) is not { } given || !Uri.TryCreate(given.TrimEnd('/') + "/", UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http") || server.UserInfo.Length > 0 || server.Query.Length > 0)
        {
            throw RefusedException.Because("wrong-use", new Place("--server", 0, 0), "서버의 주소를 https://… 꼴로 주십시오.", "give the address of the server as https://…");
        }
        if (string.IsNullOrEmpty(token) || token.Any(c => c is <= ' ' or > '~'))
        {
            throw RefusedException.Because("wrong-use", new Place("--token", 0, 0), $"API 토큰을 {Variable} 환경 변수나 --token 으로 주십시오. 서버의 /me/tokens 에서 gate:write 범위로 만듭니다.",
                $"give an API token in the environment's {Variable} or with --token; make one with the scope gate:write at /me/tokens of the server");
        }
        if (server.Scheme == "http" && !server.IsLoopback)
        {
            terminal.Error.WriteLine(terminal.Say("경고: http로 보내는 토큰은 길에서 읽힐 수 있습니다. https를 쓰십시오.", "warning: a token sent over http can be read on its way; use https"));
        }
        return new ApiConnection(server, token);
    }
}
