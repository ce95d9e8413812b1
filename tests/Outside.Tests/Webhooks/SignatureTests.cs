using System.Diagnostics;
using System.Text.Json;
using Haechi.Outside.Tests.Browser;
using Haechi.Outside.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Outside.Tests.Webhooks;

/// <summary>Messages as a program receives them, judged by the package of Standard Webhooks itself and by the example that the guide gives to receivers.</summary>
public sealed class SignatureTests
{
    private static readonly Actor Administrator = new("admin-1", "이관리", Roles.Administrator | Roles.Officer | Roles.Reader);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_package_of_the_specification_and_our_example_take_what_the_tower_sends_and_nothing_else()
    {
        var start = new ProcessStartInfo("node",
        [
            Path.Combine(Checkout.Root, "tests", "Outside.Tests", "Webhooks", "receive.mjs"), Checkout.NodeFile("standardwebhooks", "dist", "index.js"), Path.Combine(Checkout.Root, "samples", "webhooks", "receive.mjs"),
        ])
        { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var receiver = Process.Start(start)!;
        try
        {
            var port = (await receiver.StandardOutput.ReadLineAsync(Stop))!["port ".Length..];
            await using var site = await Site.Open(demo: true, b => b.Services.AddSingleton(Doors.Read([$"127.0.0.1:{port}"]).Value!));
            var made = await Do<MakeWebhook, NewWebhookSecret>(site, new MakeWebhook("outside", $"http://127.0.0.1:{port}/", ["system.registered"]));
            await receiver.StandardInput.WriteLineAsync(made.Secret);
            await receiver.StandardInput.FlushAsync(Stop);
            await Do<SendTestEvent, SentMessage>(site, new SendTestEvent(made.Webhook));
            await Judged(receiver, "webhook.test");
            await Do<RegisterSystem, SystemRef>(site, new RegisterSystem(new Dictionary<string, Haechi.Rules.Facts.FactValue> { ["name"] = new Haechi.Rules.Facts.TextFact("민원 안내") }, null));
            await Judged(receiver, "system.registered");
            // The receiver still has the old secret, which signs along.
            await Do<RotateWebhookSecret, NewWebhookSecret>(site, new RotateWebhookSecret(made.Webhook));
            await Do<SendTestEvent, SentMessage>(site, new SendTestEvent(made.Webhook));
            await Judged(receiver, "webhook.test");
        }
        finally
        {
            receiver.Kill();
            await receiver.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<TResult> Do<TCommand, TResult>(Site site, TCommand command)
    {
        var done = await site.App.Services.GetRequiredService<IHandle<TCommand, TResult>>().Handle(Administrator, command, Stop);
        Assert.True(done.Done, done.Done ? "" : done.Refusals[0].ToLine("en"));
        return done.Value;
    }

    private static async Task Judged(Process receiver, string type)
    {
        var line = await receiver.StandardOutput.ReadLineAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Stop);
        var judged = JsonDocument.Parse(line!).RootElement;
        bool Took(string name) => judged.GetProperty(name).GetBoolean();
        Assert.Equal((type, true, true, false, false), (judged.GetProperty("type").GetString(), Took("library"), Took("sample"), Took("tampered"), Took("other")));
    }
}
