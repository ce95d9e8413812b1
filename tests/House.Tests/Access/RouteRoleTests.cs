using System.Net;
using System.Text;
using AngleSharp.Html.Parser;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Access;

/// <summary>
/// Every route and every role in one table, <c>RoutesByRole.approved.txt</c>. The table is what really happened: each cell is a request that was sent, with its token where it is a form. A route
/// added tomorrow is not in the table and fails until somebody has looked: <c>HAECHI_ACCEPT=1 dotnet test tests/House.Tests --filter FullyQualifiedName~RouteRoleTests</c>.
/// </summary>
public sealed class RouteRoleTests
{
    private static readonly string Approved = Path.Combine(Repository.Root, "tests", "House.Tests", "Access", "RoutesByRole.approved.txt");

    private static readonly Roles[] Columns = [.. Enum.GetValues<Roles>().Where(r => r != Roles.None).OrderBy(r => r)];

    [Fact]
    public async Task Every_route_lets_in_exactly_the_roles_of_the_approved_table()
    {
        await using var site = await TestSite.Open();
        var routes = Routes(site);
        var columns = new List<Dictionary<string, bool>>();
        foreach (var role in Columns.Prepend(Roles.None))
        {
            using var visitor = site.NewVisitor();
            // The API is called as programs do: by a token of the same account, without cookies.
            using var program = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = visitor.BaseAddress };
            if (role != Roles.None)
            {
                var actor = await site.Enter(role, visitor: visitor);
                var token = await site.Do<MakeToken, NewToken>(actor, new MakeToken("walk", ["write", "access:write"]));
                program.DefaultRequestHeaders.Authorization = new("Bearer", token.Value!.Secret);
            }
            columns.Add(await Walk(site, routes, role, visitor, program));
        }
        var table = Table(routes, columns);
        if (Environment.GetEnvironmentVariable("HAECHI_ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(Approved, table, TestContext.Current.CancellationToken);
        }
        Assert.Equal(await File.ReadAllTextAsync(Approved, TestContext.Current.CancellationToken), table);
    }

    [Fact]
    public async Task What_a_route_says_of_itself_is_what_the_table_says()
    {
        await using var site = await TestSite.Open();
        var lines = (await File.ReadAllLinesAsync(Approved, TestContext.Current.CancellationToken)).Where(l => l.Length > 0 && l[0] != '#').Skip(1).ToDictionary(l => l[..l.IndexOf('|', StringComparison.Ordinal)].Trim(), l => l.Split('|')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var wrong = from route in Routes(site)
                    let says = route.Metadata.GetMetadata<RouteAccess>()!.Roles
                    let cells = lines[Name(route)]
                    where !cells.SequenceEqual(Columns.Prepend(Roles.None).Select(r => says is null || (says.Value & r) != 0 ? "+" : "-"))
                    select $"{Name(route)}: {says} but {string.Join(' ', cells)}";
        Assert.Empty(wrong);
    }

    private static async Task<Dictionary<string, bool>> Walk(TestSite site, IReadOnlyList<RouteEndpoint> routes, Roles role, HttpClient visitor, HttpClient program)
    {
        using var page = await site.Get(role == Roles.None ? "/demo" : "/me", visitor: visitor);
        var token = page.QuerySelector("input[name=__token]")!.GetAttribute("value")!;
        var cells = new Dictionary<string, bool>(StringComparer.Ordinal);
        // What ends the session comes last, so that it does not answer for the others.
        foreach (var route in routes.OrderBy(r => r.RoutePattern.RawText is "/sign-out"))
        {
            using var answer = await Ask(route, token, IsApi(route) ? program : visitor);
            var refused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                || (role == Roles.None && answer.Headers.Location?.OriginalString.StartsWith("/sign-in?to=", StringComparison.Ordinal) == true && answer.StatusCode == HttpStatusCode.Redirect);
            Assert.True((int)answer.StatusCode < 500, $"{Name(route)} as {role}: {(int)answer.StatusCode}");
            if (refused && answer.StatusCode != HttpStatusCode.Redirect)
            {
                await SaysWhy(route, role, answer);
            }
            cells[Name(route)] = !refused;
        }
        return cells;
    }

    private static async Task<HttpResponseMessage> Ask(RouteEndpoint route, string token, HttpClient visitor)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Method(route)), Address(route));
        if (IsApi(route) && request.Method != HttpMethod.Get)
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }
        else if (request.Method != HttpMethod.Get)
        {
            request.Content = route.Metadata.GetMetadata<ChecksTokenItself>() is null ? new FormUrlEncodedContent([new(Token.Name, token)]) : new MultipartFormDataContent { { new StringContent(token), Token.Name } };
        }
        return await visitor.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task SaysWhy(RouteEndpoint route, Roles role, HttpResponseMessage answer)
    {
        if (IsApi(route))
        {
            using var problem = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.True(problem.RootElement.GetProperty("detail").GetString()!.Length > 10, $"{Name(route)} as {role} refuses without saying why");
            return;
        }
        using var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(page.QuerySelector("h1") is not null && page.QuerySelector(".refusals")?.TextContent.Trim().Length > 10, $"{Name(route)} as {role} refuses without saying why");
    }

    private static string Table(IReadOnlyList<RouteEndpoint> routes, List<Dictionary<string, bool>> columns)
    {
        var width = routes.Max(r => Name(r).Length);
        var text = new StringBuilder("# Which role comes in where: + comes in, - is refused with the reason. Every cell is a request that a test sent.\n# A plus is the door only: scope, separation of duties and the state of the thing are checked behind it.\n");
        text.Append("route".PadRight(width)).Append(" |").AppendJoin("", Columns.Prepend(Roles.None).Select(r => $" {Head(r)}")).Append('\n');
        foreach (var route in routes)
        {
            text.Append(Name(route).PadRight(width)).Append(" |").AppendJoin("", Columns.Prepend(Roles.None).Zip(columns, (r, c) => " " + (c[Name(route)] ? "+" : "-").PadRight(Head(r).Length))).Append('\n');
        }
        return string.Join('\n', text.ToString().Split('\n').Select(l => l.TrimEnd()));
    }

    private static bool IsApi(RouteEndpoint route) => route.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal);

    private static string Head(Roles role) => role == Roles.None ? "signed-out" : Permissions.Word(role, ko: false).Replace(' ', '-');

    private static IReadOnlyList<RouteEndpoint> Routes(TestSite site) => [.. site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(r => !r.RoutePattern.RawText!.StartsWith("/assets/", StringComparison.Ordinal) && !r.RoutePattern.RawText.StartsWith("{*", StringComparison.Ordinal))
        .OrderBy(r => r.RoutePattern.RawText, StringComparer.Ordinal).ThenBy(Method, StringComparer.Ordinal)];

    private static string Name(RouteEndpoint route) => $"{Method(route),-4} {route.RoutePattern.RawText}";

    private static string Method(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET";

    private static Uri Address(RouteEndpoint route) => new("/" + string.Join('/', route.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { Name: "language" } => "ko",
        _ => "1",
    })))), UriKind.Relative);
}
