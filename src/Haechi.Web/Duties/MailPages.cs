using System.Globalization;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Duties;

/// <summary>The mail server and the reminders, for officers.</summary>
internal sealed class MailPages : IPages
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/settings/mail", (HttpContext http, TowerStore store, ReminderWorker worker) => Show(http, store, worker, null, [], null), Roles.Officer);
        routes.Form("/settings/mail", Keep, Roles.Officer);
        routes.Form("/settings/mail/test", Test, Roles.Officer);
    }

    private static async Task<IResult> Keep(HttpContext http, Visit visit, TowerStore store, ReminderWorker worker, IHandle<ChooseMail, Done> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        string? Text(string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;
        int Number(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        var known = await store.Read(c => Choices.Read<MailSettings>(c, "mail"));
        var mail = new MailSettings(Text("host") ?? "", Number("port"), Text("from") ?? "", form["tls"].Count > 0, Text("user"), known?.PasswordVariable, Text("address")) { On = form["on"].Count > 0, Hour = Number("hour") };
        var kept = await handler.Handle(visit.Actor, new ChooseMail(mail, form["password"].ToString() is { Length: > 0 } password ? password : null, form["forget"].Count > 0), http.RequestAborted);
        return kept.Done ? Results.LocalRedirect("/settings/mail?done=saved") : await Show(http, store, worker, mail with { Secret = known?.Secret }, kept.Refusals, null);
    }

    private static async Task<IResult> Test(HttpContext http, Visit visit, TowerStore store, ReminderWorker worker, IHandle<SendTestMail, string> handler)
    {
        var sent = await handler.Handle(visit.Actor, new SendTestMail(), http.RequestAborted);
        return await Show(http, store, worker, null, sent.Refusals, sent.Value);
    }

    private static async Task<IResult> Show(HttpContext http, TowerStore store, ReminderWorker worker, MailSettings? typed, IReadOnlyList<Refusal> refusals, string? sentTo)
    {
        var mail = typed ?? await store.Read(c => Choices.Read<MailSettings>(c, "mail"));
        return Routes.Render<MailPage>(new { Mail = mail ?? new MailSettings("", 587, "") { On = false }, IsSet = mail is not null, State = await worker.State(http.RequestAborted), Refusals = refusals, SentTo = sentTo }, refusals.Count > 0 ? 422 : 200);
    }
}
