using System.Collections.Concurrent;
using Haechi.House.Tests.Storage;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Webhooks;

/// <summary>What happens arrives: signed, once per id, in its order, whatever becomes of the receiver or of the program.</summary>
public sealed class DeliveryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;
    public static TheoryData<bool> Stores => BothStores.Stores;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_act_arrives_as_a_signed_event_that_names_nobody(bool postgres)
    {
        await using var city = await WebhookCity.Open(postgres);
        await using var receiver = await Receiver.Open();
        var before = await city.System("앞서 등록한 것");
        var made = await city.Subscribe(receiver);
        var system = await city.System("민원 안내");
        await city.Send();
        var came = Assert.Single(receiver.All);
        Assert.NotEqual("system:" + before, came.Subject);
        Assert.Equal(1, came.Holding(made.Secret));
        Assert.Equal("application/cloudevents+json; charset=utf-8", came.Type);
        Assert.Equal(city.Tower.Time.Instant.ToUnixTimeSeconds(), came.Seconds);
        Assert.Equal(("1.0", "system.registered", "system:" + system, "application/json", "urn:haechi:tower"), (came.Event.GetProperty("specversion").GetString(), came.Kind, came.Subject, came.Event.GetProperty("datacontenttype").GetString(), came.Event.GetProperty("source").GetString()));
        Assert.Equal(city.Tower.Time.Instant, came.Event.GetProperty("time").GetDateTimeOffset());
        Assert.Equal("/api/v1/systems/" + system, came.Event.GetProperty("data").GetProperty("api").GetString());
        Assert.DoesNotContain("민원", came.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("officer-1", came.Body, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await city.Messages()).State);
        // The secret lies closed, and the journal knows neither it nor the rest of the address.
        Assert.StartsWith("closed:", (await city.Row(made.Webhook)).Secret, StringComparison.Ordinal);
        var details = await city.Store.Read(c => c.Set<Haechi.Tower.Journal.JournalEntry>().Where(j => j.Act.StartsWith("webhooks.")).Select(j => j.Detail).ToListAsync(Stop));
        Assert.All(details, d => Assert.True(!d.Contains("geheim", StringComparison.Ordinal) && !d.Contains(made.Secret, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_receiver_that_was_down_gets_everything_once_and_in_order_also_after_a_restart(bool postgres)
    {
        await using var city = await WebhookCity.Open(postgres);
        await using var receiver = await Receiver.Open();
        await city.Subscribe(receiver, null, "system.registered");
        await receiver.Down();
        var wanted = await city.Systems(4);
        await city.Send();
        await city.After(TimeSpan.FromSeconds(6));
        var waiting = await city.Messages();
        Assert.Equal((4, 2, DeliveryFailure.NoConnection), (waiting.Count, waiting[0].Tries, waiting[0].Failure));
        Assert.All(waiting.Skip(1), m => Assert.Equal(0, m.Tries));

        // The process ends here. Another one begins, and things go on to happen.
        wanted.AddRange(await city.Systems(3));
        await receiver.Up();
        city.Tower.Time.Pass(TimeSpan.FromMinutes(6));
        await using (var again = city.Again())
        {
            await again.GetRequiredService<WebhookWorker>().Run(Stop);
        }
        Assert.Equal(wanted, receiver.All.Select(r => r.Subject));
        Assert.Equal(wanted.Count, receiver.All.Select(r => r.Message).Distinct().Count());
        await city.After(TimeSpan.FromDays(2));
        Assert.Equal(wanted.Count, receiver.All.Count);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Two_workers_send_nothing_twice(bool postgres)
    {
        await using var city = await WebhookCity.Open(postgres);
        await using var receiver = await Receiver.Open();
        receiver.Answer = (_, _) => Task.Delay(15, Stop);
        await city.Subscribe(receiver, null, "system.registered");
        await using var again = city.Again();
        var (over, rounds) = (false, new ConcurrentBag<int>());
        var workers = new[] { city.Tower.Services, again }.Select((services, i) => Task.Run(async () =>
        {
            while (!Volatile.Read(ref over))
            {
                await services.GetRequiredService<WebhookWorker>().Run(Stop);
                rounds.Add(i);
            }
        }, Stop)).ToList();
        var wanted = await city.Systems(25);
        await receiver.Wait(wanted.Count);
        await Task.Delay(500, Stop);
        Volatile.Write(ref over, true);
        await Task.WhenAll(workers);
        Assert.Equal(wanted, receiver.All.Select(r => r.Subject));
        Assert.Equal(2, rounds.Distinct().Count());
    }

    [Fact]
    public async Task A_try_whose_end_nobody_noted_is_made_again_with_the_same_id()
    {
        await using var city = await WebhookCity.Open();
        await using var receiver = await Receiver.Open();
        await city.Subscribe(receiver, null, "system.registered");
        await city.Systems(1);
        // The database goes away while the receiver takes the message, so that nothing can be noted: as when the process is killed there.
        receiver.Answer = async (_, _) => await city.Store.Derive<Done>(async s =>
        {
            await s.Context.Set<WebhookDelivery>().ExecuteUpdateAsync(u => u.SetProperty(d => d.Tries, 2), Stop);
            return Done.Well;
        }, Stop);
        await city.Send();
        Assert.Equal(DeliveryState.Waiting, Assert.Single(await city.Messages()).State);
        receiver.Answer = (_, _) => Task.CompletedTask;
        await city.After(TimeSpan.FromSeconds(6));
        Assert.Equal(2, receiver.All.Count);
        Assert.Single(receiver.All.Select(r => r.Message).Distinct());
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await city.Messages()).State);
    }

    [Fact]
    public async Task Tries_follow_the_schedule_and_the_last_one_stops_the_webhook_until_somebody_resumes_it()
    {
        await using var city = await WebhookCity.Open();
        await using var receiver = await Receiver.Open();
        receiver.Says(503);
        var made = await city.Subscribe(receiver, null, "system.registered");
        var wanted = await city.Systems(2);
        await city.Send();
        TimeSpan[] waits = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24)];
        for (var i = 0; i < waits.Length; i++)
        {
            Assert.Equal((i + 1, WebhookState.Active), (receiver.All.Count, (await city.Row(made.Webhook)).State));
            await city.After(waits[i] - TimeSpan.FromMilliseconds(1));
            Assert.Equal(i + 1, receiver.All.Count);
            await city.After((waits[i] / 10) + TimeSpan.FromMilliseconds(1));
        }
        Assert.Equal((waits.Length + 1, WebhookState.Failing), (receiver.All.Count, (await city.Row(made.Webhook)).State));
        Assert.Single(receiver.All.Select(r => r.Message).Distinct());
        // Every try carries the time at which it was made, so that receivers may refuse old ones.
        Assert.Equal(receiver.All.Select(r => r.Seconds).Order().Distinct(), receiver.All.Select(r => r.Seconds));
        Assert.Equal(["webhooks.make", "webhooks.failing"], await city.Acts());
        Assert.Equal(CheckOutcome.Wrong, (await new WebhookCheckUp(city.Store).Look(Stop))[0].Outcome);

        wanted.AddRange(await city.Systems(1));
        receiver.Says(200);
        await city.After(TimeSpan.FromDays(40));
        await city.Tower.Services.GetRequiredService<PruneDeliveries>().Run(Stop);
        Assert.Equal(waits.Length + 1, receiver.All.Count);
        await city.Do<ResumeWebhook, Done>(new ResumeWebhook(made.Webhook));
        await city.Send();
        Assert.Equal(wanted, receiver.All.Skip(waits.Length + 1).Select(r => r.Subject));
        Assert.Equal(CheckOutcome.Fine, (await new WebhookCheckUp(city.Store).Look(Stop))[0].Outcome);
    }

    [Fact]
    public async Task Resuming_without_what_waited_begins_anew()
    {
        await using var city = await WebhookCity.Open();
        await using var receiver = await Receiver.Open();
        var made = await city.Subscribe(receiver, null, "system.registered");
        await city.Do<PauseWebhook, Done>(new PauseWebhook(made.Webhook));
        await city.Systems(3);
        await city.Send();
        Assert.Empty(receiver.All);
        await city.Do<ResumeWebhook, Done>(new ResumeWebhook(made.Webhook, Skip: true));
        var after = await city.Systems(1);
        await city.Send();
        Assert.Equal(after, receiver.All.Select(r => r.Subject));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_left_in_peace()
    {
        await using var city = await WebhookCity.Open();
        await using var receiver = await Receiver.Open();
        receiver.Says(410);
        var made = await city.Subscribe(receiver, null, "system.registered");
        var wanted = await city.Systems(2);
        await city.Send();
        await city.After(TimeSpan.FromDays(3));
        Assert.Single(receiver.All);
        Assert.Equal(WebhookState.Gone, (await city.Row(made.Webhook)).State);
        Assert.Equal(["webhooks.make", "webhooks.gone"], await city.Acts());
        receiver.Says(204);
        await city.Do<ResumeWebhook, Done>(new ResumeWebhook(made.Webhook));
        await city.Send();
        Assert.Equal(wanted, receiver.All.Skip(1).Select(r => r.Subject));
    }

    [Fact]
    public async Task A_message_that_the_receiver_will_not_have_does_not_hold_up_the_others()
    {
        await using var city = await WebhookCity.Open();
        await using var receiver = await Receiver.Open();
        await city.Subscribe(receiver, null, "system.registered");
        var wanted = await city.Systems(3);
        receiver.Answer = (http, message) =>
        {
            http.Response.StatusCode = message.Subject == wanted[0] ? 422 : 200;
            return Task.CompletedTask;
        };
        await city.Send();
        Assert.Equal(wanted, receiver.All.Select(r => r.Subject));
        var states = await city.Messages();
        Assert.Equal([DeliveryState.Waiting, DeliveryState.Delivered, DeliveryState.Delivered], states.Select(m => m.State));
        receiver.Says(200);
        await city.After(TimeSpan.FromSeconds(6));
        Assert.Equal([.. wanted, wanted[0]], receiver.All.Select(r => r.Subject));
    }

    [Fact]
    public async Task A_slow_receiver_delays_nobody_else_and_runs_out_of_time()
    {
        await using var city = await WebhookCity.Open();
        city.Names.Patience = TimeSpan.FromSeconds(10);
        await using var slow = await Receiver.Open();
        await using var fast = await Receiver.Open();
        slow.Answer = async (http, _) => await Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        var (one, _) = (await city.Subscribe(slow, null, "system.registered"), await city.Subscribe(fast, null, "system.registered"));
        await city.Systems(1);
        var sending = city.Send();
        await fast.Wait(1);
        // Also what happens while it is waited for.
        await city.Systems(1);
        await fast.Wait(2);
        Assert.False(sending.IsCompleted);
        await sending;
        var first = (await city.Messages()).First(m => m.Webhook == one.Webhook);
        Assert.Equal((DeliveryFailure.Timeout, 1, DeliveryState.Waiting), (first.Failure, first.Tries, first.State));
    }

    [Fact]
    public async Task A_receiver_may_ask_for_more_time_but_not_for_ever()
    {
        await using var city = await WebhookCity.Open();
        await using var receiver = await Receiver.Open();
        receiver.Says(429, r => r.Headers.RetryAfter = "3600");
        await city.Subscribe(receiver, null, "system.registered");
        await city.Systems(1);
        await city.Send();
        await city.After(TimeSpan.FromMinutes(59));
        Assert.Single(receiver.All);
        receiver.Says(429, r => r.Headers.RetryAfter = "99999999");
        await city.After(TimeSpan.FromMinutes(8));
        Assert.Equal(2, receiver.All.Count);
        await city.After(TimeSpan.FromHours(27));
        Assert.Equal(3, receiver.All.Count);
    }

    [Fact]
    public async Task After_a_change_of_the_secret_both_sign_for_a_day_unless_the_old_one_leaked()
    {
        await using var city = await WebhookCity.Open();
        await using var receiver = await Receiver.Open();
        var old = await city.Subscribe(receiver, null, "system.registered");
        async Task<Received> Next()
        {
            await city.Systems(1);
            await city.Send();
            return receiver.All[^1];
        }
        async Task<string> Rotate(bool atOnce) => (await city.Tower.Do<RotateWebhookSecret, NewWebhookSecret>(WebhookCity.Administrator, new RotateWebhookSecret(old.Webhook, atOnce))).Value!.Secret;

        Assert.Equal(1, (await Next()).Holding(old.Secret));
        var second = await Rotate(false);
        var both = await Next();
        Assert.Equal((1, 1, 2), (both.Holding(old.Secret), both.Holding(second), both.Signature.Split(' ').Length));
        city.Tower.Time.Pass(TimeSpan.FromHours(25));
        var late = await Next();
        Assert.Equal((0, 1, 1), (late.Holding(old.Secret), late.Holding(second), late.Signature.Split(' ').Length));
        var third = await Rotate(true);
        var leaked = await Next();
        Assert.Equal((0, 1), (leaked.Holding(second), leaked.Holding(third)));
        Assert.All(new[] { old.Secret, second, third }, s => Assert.InRange(Convert.FromBase64String(s["whsec_".Length..]).Length, 24, 64));
    }

    [Fact]
    public async Task A_test_is_tried_once_and_a_message_is_sent_again_with_its_id()
    {
        await using var city = await WebhookCity.Open();
        await using var receiver = await Receiver.Open();
        var made = await city.Subscribe(receiver, null, "system.registered");
        await city.Do<PauseWebhook, Done>(new PauseWebhook(made.Webhook));
        await city.Do<SendTestEvent, SentMessage>(new SendTestEvent(made.Webhook));
        await city.Send();
        Assert.Equal("webhook.test", Assert.Single(receiver.All).Kind);
        receiver.Says(500);
        await city.Do<SendTestEvent, SentMessage>(new SendTestEvent(made.Webhook));
        await city.Send();
        await city.After(TimeSpan.FromDays(1));
        Assert.Equal(2, receiver.All.Count);
        receiver.Says(200);
        await city.Do<ResumeWebhook, Done>(new ResumeWebhook(made.Webhook));
        await city.Systems(1);
        await city.Send();
        var message = receiver.All[^1].Message;
        await city.Do<RedeliverMessage, SentMessage>(new RedeliverMessage(made.Webhook, message));
        await city.Send();
        Assert.Equal([message, message], receiver.All.Skip(2).Select(r => r.Message));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Messages_are_forgotten_thirty_days_after_they_were_settled(bool postgres)
    {
        await using var city = await WebhookCity.Open(postgres);
        await using var receiver = await Receiver.Open();
        await city.Subscribe(receiver, null, "system.registered");
        await city.Systems(2);
        await city.Send();
        var prune = city.Tower.Services.GetRequiredService<PruneDeliveries>();
        city.Tower.Time.Pass(TimeSpan.FromDays(29));
        await prune.Run(Stop);
        Assert.Equal(2, (await city.Messages()).Count);
        city.Tower.Time.Pass(TimeSpan.FromDays(1));
        await prune.Run(Stop);
        Assert.Empty(await city.Messages());
        await city.Send();
        Assert.Equal(2, receiver.All.Count);
    }

    [Fact]
    public async Task What_waits_beyond_a_bound_waits_in_the_journal_and_comes_too()
    {
        await using var city = await WebhookCity.Open();
        await using var receiver = await Receiver.Open();
        receiver.Says(503);
        await city.Subscribe(receiver, null, "system.changed");
        const int Many = 450;
        await city.Store.Write<Done>(TestTower.Officer, scope =>
        {
            for (var i = 0; i < Many; i++)
            {
                scope.Record("register.change", $"system:s{i:000}", new { version = i });
            }
            return Task.FromResult(Done.Well);
        }, Stop);
        await city.Send();
        Assert.InRange((await city.Messages()).Count, 1, Math.Min(Many - 1, WebhookPlanner.MostWaiting));
        receiver.Says(200);
        await city.After(TimeSpan.FromSeconds(6));
        for (var i = 0; i < 10 && receiver.All.Count <= Many; i++)
        {
            await city.Send();
        }
        Assert.Equal(Enumerable.Range(0, Many).Select(i => $"system:s{i:000}"), receiver.All.Skip(1).Select(r => r.Subject));
    }
}
