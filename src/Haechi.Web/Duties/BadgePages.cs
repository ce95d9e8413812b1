using System.Globalization;
using Haechi.Tower.Duties;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Duties;

/// <summary>
/// A picture that says what the gate answers for production. It tells how a system stands, so it is for people of the body who are signed in. The words stand in the picture and in its title, never the colour alone.
/// </summary>
internal sealed class BadgePages : IPages
{
    private const string Production = "prod";

    public void Map(IEndpointRouteBuilder routes) => routes.Page("/badge/{name}", Badge);

    private static async Task<IResult> Badge(string name, GateCheck check, HttpContext http)
    {
        if (!name.EndsWith(".svg", StringComparison.Ordinal))
        {
            return Results.NotFound();
        }
        var answer = await check.Look(name[..^4], Production, http.RequestAborted);
        var (word, colour, status) = answer switch
        {
            { Done: true, Value.System: null } or { Done: false } => ("unknown", "#505a5f", StatusCodes.Status404NotFound),
            { Value.Allowed: true } => ("allowed", "#005a30", StatusCodes.Status200OK),
            _ when answer.Value.Reasons.Where(r => r.Blocks).All(r => r.Code.EndsWith("-unknown", StringComparison.Ordinal) || r.Code == "undetermined") => ("unknown", "#505a5f", StatusCodes.Status200OK),
            _ => ("blocked", "#942514", StatusCodes.Status200OK),
        };
        http.Response.Headers.CacheControl = "no-store";
        return Results.Text(Svg(word, colour), "image/svg+xml", statusCode: status);
    }

    private static string Svg(string word, string colour) => string.Create(CultureInfo.InvariantCulture, $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="124" height="20" role="img" aria-label="Haechi: {word}"><title>Haechi: {word}</title><rect width="124" height="20" rx="3" fill="#1d2733"/><path d="M54 0h67a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H54z" fill="{colour}"/><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="8" y="14">Haechi</text><text x="62" y="14">{word}</text></g></svg>
        """);
}
