using System.Net;
using AngleSharp.Dom;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Duties;

public sealed class SettingsPagesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_officer_sets_the_mail_server_tries_it_and_never_sees_the_password_again()
    {
        var post = new KeptPost();
        await using var site = await TestSite.Open(more: b => b.Services.AddSingleton<IPost>(post));
        var officer = await site.Enter(Roles.Officer);
        using var wrong = await site.Post("/settings/mail", new() { ["host"] = "", ["port"] = "x", ["from"] = "", ["hour"] = "8" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var saved = await site.Post("/settings/mail", new() { ["on"] = "true", ["host"] = "mail.city.example", ["port"] = "587", ["tls"] = "true", ["from"] = "ai@city.example", ["user"] = "haechi", ["password"] = "비밀의 말", ["hour"] = "9" });
        Assert.Equal("/settings/mail?done=saved", saved.Headers.Location!.OriginalString);
        using var page = await site.Get("/settings/mail");
        Assert.DoesNotContain("비밀의 말", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal("", page.QuerySelector("input[name=password]")!.GetAttribute("value") ?? "");
        Assert.Contains("9시부터", page.Body!.TextContent, StringComparison.Ordinal);
        var kept = await site.Store.Read(c => c.Set<Setting>().SingleAsync(s => s.Key == "mail", Stop));
        Assert.DoesNotContain("비밀의 말", kept.Value, StringComparison.Ordinal);
        Assert.Equal("비밀의 말", site.App.Services.GetRequiredService<ISecretBox>().Open((await site.Store.Read(c => Choices.Read<MailSettings>(c, "mail")))!.Secret!));
        using var nowhere = await site.Post("/settings/mail/test", [], "/settings/mail");
        Assert.Contains("메일 주소가 없습니다", (await TestSite.Read(nowhere)).Body!.TextContent, StringComparison.Ordinal);
        await site.Store.Write<Done>(officer, async scope =>
        {
            (await scope.Context.Set<Account>().FindAsync(officer.Account))!.Email = "kim@city.example";
            scope.Record("test.address", "account:" + officer.Account, new { });
            return Done.Well;
        }, Stop);
        using var sent = await site.Post("/settings/mail/test", [], "/settings/mail");
        Assert.Contains("kim@city.example", (await TestSite.Read(sent)).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("kim@city.example", Assert.Single(post.Letters).To);
        post.Broken = true;
        using var failed = await site.Post("/settings/mail/test", [], "/settings/mail");
        Assert.Contains("보내지 못하였습니다", (await TestSite.Read(failed)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_officer_chooses_how_days_are_counted_and_every_due_day_follows()
    {
        await using var site = await TestSite.Open(new DateOnly(2026, 11, 22));
        var officer = await site.Enter(Roles.Officer | Roles.Owner);
        Assert.True((await site.Do<InstallBooks, LoadedBooks>(officer, new InstallBooks(["kr/public-ai-act"]))).Done);
        // Twenty days from 6 November, the first not counted, end on Thursday 26 November; and from 9 November on Sunday the 29th.
        var facts = new Dictionary<string, FactValue> { ["name"] = new TextFact("자료 요청"), ["public_body"] = new TextFact("basic_local"), ["data_request"] = new TextFact("open"), ["data_requested_on"] = new DateFact(new DateOnly(2026, 11, 9)) };
        var system = (await site.Do<RegisterSystem, SystemRef>(officer, new RegisterSystem(facts, null))).Value!.System;
        using var page = await site.Get("/settings/days");
        Assert.Contains("민법 제157조", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("민법 제161조", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2026, 11, 30), await Due(site, system));
        await Choose(site, "no", RestRule.Keep);
        Assert.Equal(new DateOnly(2026, 11, 29), await Due(site, system));
        await Choose(site, "yes", RestRule.Periods);
        Assert.Equal(new DateOnly(2026, 11, 30), await Due(site, system));
        await Choose(site, "yes", RestRule.Keep);
        Assert.Equal(new DateOnly(2026, 11, 28), await Due(site, system));
        using var nothing = await site.Post("/settings/days", [], "/settings/days");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nothing.StatusCode);
    }

    [Fact]
    public async Task Nobody_else_sees_the_settings()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Owner | Roles.Verifier | Roles.Reader);
        foreach (var path in new[] { "/settings", "/settings/mail", "/settings/days" })
        {
            await site.Get(path, HttpStatusCode.Forbidden);
        }
    }

    private static async Task Choose(TestSite site, string first, RestRule rest)
    {
        using var chosen = await site.Post("/settings/days", new() { ["first"] = first, ["rest"] = rest.ToString() });
        Assert.Equal("/settings/days?done=saved", chosen.Headers.Location!.OriginalString);
    }

    private static async Task<DateOnly?> Due(TestSite site, string system)
    {
        Assert.True((await site.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems())).Done);
        return await site.Store.Read(c => c.Set<DutyRow>().Where(d => d.System == system && d.Rule == "answer_data_request").Select(d => d.Due).SingleAsync(Stop));
    }

    private sealed class KeptPost : IPost
    {
        public List<Letter> Letters { get; } = [];

        public bool Broken { get; set; }

        public Task Send(MailSettings settings, Letter letter, CancellationToken stop)
        {
            if (Broken)
            {
                throw new System.Net.Mail.SmtpException("no route");
            }
            Letters.Add(letter);
            return Task.CompletedTask;
        }
    }
}
