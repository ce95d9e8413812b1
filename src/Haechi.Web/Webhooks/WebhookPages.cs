using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Tower.Webhooks;
using Haechi.Web.Access;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Webhooks;

/// <summary>Webhooks: administrators keep them, officers and auditors see how they go.</summary>
internal sealed class WebhookPages : IPages
{
    private const Roles Viewers = Roles.Administrator | Roles.Officer | Roles.Auditor;
    private const int MostMessages = 50;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/webhooks", async (TowerStore store) => Routes.Render<WebhooksPage>(new { Webhooks = await store.Read(c => WebhookQueries.All(c)) }), Viewers);
        routes.Page("/webhooks/new", (Visit visit, TowerStore store) => Form(visit, store, null, new MakeWebhook("", "", []), []), Roles.Administrator);
        routes.Form("/webhooks/new", Make, Roles.Administrator);
        routes.Page("/webhooks/{id}", (string id, HttpContext http, Visit visit, TowerStore store) => Show(id, http, visit, store, null), Viewers);
        routes.Page("/webhooks/{id}/edit", Edit, Roles.Administrator);
        routes.Form("/webhooks/{id}/edit", Change, Roles.Administrator);
        routes.Form("/webhooks/{id}/rotate", Rotate, Roles.Administrator);
        routes.Form("/webhooks/{id}/pause", (string id, HttpContext http, Visit visit, IHandle<PauseWebhook, Done> act) => Steer(act, new PauseWebhook(id), $"/webhooks/{id}", visit, http), Roles.Administrator);
        routes.Form("/webhooks/{id}/resume", async (string id, HttpContext http, Visit visit, IHandle<ResumeWebhook, Done> act) =>
            await Steer(act, new ResumeWebhook(id, (await http.Request.ReadFormAsync(http.RequestAborted))["skip"].Count > 0), $"/webhooks/{id}", visit, http), Roles.Administrator);
        routes.Form("/webhooks/{id}/delete", (string id, HttpContext http, Visit visit, IHandle<DeleteWebhook, Done> act) => Steer(act, new DeleteWebhook(id), "/webhooks", visit, http), Roles.Administrator);
        routes.Form("/webhooks/{id}/test", (string id, HttpContext http, Visit visit, IHandle<SendTestEvent, SentMessage> act) => Steer(act, new SendTestEvent(id), $"/webhooks/{id}", visit, http), Roles.Administrator);
        routes.Form("/webhooks/{id}/messages/{message}/redeliver", (string id, string message, HttpContext http, Visit visit, IHandle<RedeliverMessage, SentMessage> act) =>
            Steer(act, new RedeliverMessage(id, message), $"/webhooks/{id}", visit, http), Roles.Administrator);
    }

    private static async Task<IResult> Make(HttpContext http, Visit visit, TowerStore store, IHandle<MakeWebhook, NewWebhookSecret> handler)
    {
        var typed = await Typed(http);
        var made = await handler.Handle(visit.Actor, typed, http.RequestAborted);
        return made.Done ? await Show(made.Value.Webhook, http, visit, store, made.Value) : await Form(visit, store, null, typed, made.Refusals);
    }

    private static async Task<IResult> Edit(string id, Visit visit, TowerStore store) => await store.Read(c => c.Set<WebhookSubscription>().FirstOrDefaultAsync(w => w.Id == id)) is { } row
        ? await Form(visit, store, id, new MakeWebhook(row.Name, row.Url, row.Events.Split(' '), row.Department), []) : Routes.Refused([Refusal.NotFound("웹훅", "webhook", id)]);

    private static async Task<IResult> Change(string id, HttpContext http, Visit visit, TowerStore store, IHandle<ChangeWebhook, Done> handler)
    {
        var typed = await Typed(http);
        var done = await handler.Handle(visit.Actor, new ChangeWebhook(id, typed.Name, typed.Url, typed.Events, typed.Department), http.RequestAborted);
        return done.Done ? Results.LocalRedirect($"/webhooks/{id}?done=saved") : done.Refusals[0].Code == "not-found" && done.Refusals[0].Where == id ? Routes.Refused(done.Refusals) : await Form(visit, store, id, typed, done.Refusals);
    }

    private static async Task<IResult> Rotate(string id, HttpContext http, Visit visit, TowerStore store, IHandle<RotateWebhookSecret, NewWebhookSecret> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var made = await handler.Handle(visit.Actor, new RotateWebhookSecret(id, form["at_once"].Count > 0), http.RequestAborted);
        return made.Done ? await Show(id, http, visit, store, made.Value) : Routes.Refused(made.Refusals);
    }

    private static async Task<IResult> Steer<TCommand, TResult>(IHandle<TCommand, TResult> handler, TCommand command, string back, Visit visit, HttpContext http)
    {
        var done = await handler.Handle(visit.Actor, command, http.RequestAborted);
        return done.Done ? Results.LocalRedirect(back + "?done=saved") : Routes.Refused(done.Refusals);
    }

    private static async Task<MakeWebhook> Typed(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return new MakeWebhook(form["name"].ToString(), form["url"].ToString(), [.. form["events"].OfType<string>()], form["department"].ToString() is { Length: > 0 } department ? department : null);
    }

    private static async Task<IResult> Form(Visit visit, TowerStore store, string? id, MakeWebhook typed, IReadOnlyList<Refusal> refusals) =>
        Routes.Render<WebhookFormPage>(new { Id = id, Typed = typed, Refusals = refusals, Departments = await store.Read(c => DepartmentChoices.Of(c, visit.Language)) }, refusals.Count > 0 ? 422 : 200);

    private static async Task<IResult> Show(string id, HttpContext http, Visit visit, TowerStore store, NewWebhookSecret? made)
    {
        await using var context = store.Open();
        if ((await WebhookQueries.All(context, http.RequestAborted)).FirstOrDefault(w => w.Webhook.Id == id) is not { } standing)
        {
            return Routes.Refused([Refusal.NotFound("웹훅", "webhook", id)]);
        }
        var department = standing.Webhook.Department is { } d ? (await context.Set<Department>().FirstOrDefaultAsync(x => x.Id == d, http.RequestAborted))?.In(visit.Language) ?? d : null;
        return Routes.Render<WebhookPage>(new { Standing = standing, Messages = (IReadOnlyList<WebhookDelivery>)await WebhookQueries.Messages(context, id, long.MaxValue, MostMessages, http.RequestAborted), Made = made, Department = department });
    }
}
