using System.Net;
using System.Net.Sockets;
using System.Text;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Duties;

public sealed class ReminderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_feed_is_a_calendar_with_folded_lines_and_steady_ids()
    {
        await using var tower = await Tower();
        var secret = (await tower.Do<NewFeedAddress, string>(new Actor("owner-1", "박담당", Roles.Owner), new NewFeedAddress())).Value!;
        var feed = tower.Services.GetRequiredService<CalendarFeed>();
        var text = (await feed.Read(secret, Stop))!;
        Assert.Equal(text, await feed.Read(secret, Stop));
        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        var lines = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        Assert.Equal("BEGIN:VCALENDAR", lines[0]);
        Assert.Contains("DTSTART;VALUE=DATE:20260403", lines);
        Assert.Contains(lines, l => l.StartsWith("SUMMARY:사전 시험 – ", StringComparison.Ordinal));
        Assert.Equal(lines.Count(l => l == "BEGIN:VEVENT"), lines.Where(l => l.StartsWith("UID:", StringComparison.Ordinal)).Distinct().Count());
        Assert.Contains("TRIGGER:-P7D", lines);
        Assert.Null(await feed.Read("another", Stop));
        await tower.Do<NewFeedAddress, string>(new Actor("owner-1", "박담당", Roles.Owner), new NewFeedAddress());
        Assert.Null(await feed.Read(secret, Stop));
    }

    [Fact]
    public async Task A_digest_goes_out_once_and_is_tried_again_after_a_failure()
    {
        await using var tower = await Tower();
        using var server = new FakeSmtp();
        await tower.Do<ChooseMail, Done>(TestTower.Officer, new ChooseMail(new MailSettings("127.0.0.1", 1, "haechi@city.example", Tls: false, Address: "https://ai.city.example")));
        Assert.Equal(new Reminded(1, 0, 1), (await tower.Do<SendReminders, Reminded>(TestTower.Officer, new SendReminders())).Value);
        await tower.Do<ChooseMail, Done>(TestTower.Officer, new ChooseMail(new MailSettings("127.0.0.1", server.Port, "haechi@city.example", Tls: false, Address: "https://ai.city.example")));
        Assert.Equal(new Reminded(0, 0, 0), (await tower.Do<SendReminders, Reminded>(TestTower.Officer, new SendReminders())).Value);
        tower.Time.Pass(TimeSpan.FromMinutes(11));
        Assert.Equal(new Reminded(0, 1, 0), (await tower.Do<SendReminders, Reminded>(TestTower.Officer, new SendReminders())).Value);
        Assert.Equal(new Reminded(0, 0, 0), (await tower.Do<SendReminders, Reminded>(TestTower.Officer, new SendReminders())).Value);
        var body = server.Body();
        Assert.Contains("박담당님, 안녕하십니까.", body, StringComparison.Ordinal);
        Assert.Contains("2026-04-03", body, StringComparison.Ordinal);
        Assert.Contains("https://ai.city.example/my-duties", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_long_overdue_goes_to_the_officers()
    {
        await using var tower = await Tower();
        tower.Time.Pass(TimeSpan.FromDays(20));
        using var server = new FakeSmtp();
        await tower.Do<ChooseMail, Done>(TestTower.Officer, new ChooseMail(new MailSettings("127.0.0.1", server.Port, "haechi@city.example", Tls: false)));
        Assert.Equal(2, (await tower.Do<SendReminders, Reminded>(TestTower.Officer, new SendReminders())).Value!.Sent);
        Assert.Equal(["digest:owner-1:2026-04-14", "escalation:officer-1:2026-04-14"], await tower.Store.Read(c => c.Set<Delivery>().Where(d => !d.Key.StartsWith("plan:")).OrderBy(d => d.Key).Select(d => d.Key).ToListAsync(Stop)));
    }

    [Fact]
    public async Task Without_a_mail_server_the_refusal_says_so()
    {
        await using var tower = await Tower();
        Assert.Equal("no-mail", Assert.Single((await tower.Do<SendReminders, Reminded>(TestTower.Officer, new SendReminders())).Refusals).Code);
    }

    [Fact]
    public async Task A_spreadsheet_runs_nothing_of_the_list()
    {
        await using var tower = await Tower();
        var line = (await tower.Services.GetRequiredService<GapBoard>().List(new DutyFilter(), stop: Stop))[0];
        var text = new StringWriter();
        DutyCsv.Line(text, line with { SystemName = "=HYPERLINK(\"http://evil\")" }, tower.Clock.Today, "ko");
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil\"\")\"", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_worker_waits_for_its_hour_sends_once_a_day_and_a_new_process_sends_nothing_again()
    {
        await using var tower = await Tower();
        using var server = new FakeSmtp();
        ReminderWorker Fresh() => ActivatorUtilities.CreateInstance<ReminderWorker>(tower.Services);
        Assert.Null(await Fresh().Once(Stop));
        var mail = new MailSettings("127.0.0.1", server.Port, "haechi@city.example", Tls: false) { Hour = 13 };
        await tower.Do<ChooseMail, Done>(TestTower.Officer, new ChooseMail(mail with { On = false }));
        Assert.Null(await Fresh().Once(Stop));
        await tower.Do<ChooseMail, Done>(TestTower.Officer, new ChooseMail(mail));
        Assert.Null(await Fresh().Once(Stop));
        tower.Time.Pass(TimeSpan.FromHours(2));
        Assert.Equal(new Reminded(1, 1, 0), await Fresh().Once(Stop));
        Assert.Equal(new Reminded(0, 0, 0), await Fresh().Once(Stop));
        tower.Time.Pass(TimeSpan.FromDays(1));
        Assert.Equal(new Reminded(1, 1, 0), await Fresh().Once(Stop));
        var state = await Fresh().State(Stop);
        Assert.Equal((tower.Clock.Micros, tower.Clock.Micros, 0), (state.LastPlanned, state.LastSent, state.Waiting));
    }

    [Fact]
    public async Task A_message_that_was_being_sent_when_the_process_died_is_not_sent_a_second_time_and_yesterdays_are_left()
    {
        await using var tower = await Tower();
        var post = new DyingPost();
        var handler = new SendRemindersHandler(tower.Store, post);
        await tower.Do<ChooseMail, Done>(TestTower.Officer, new ChooseMail(new MailSettings("mail.city.example", 25, "haechi@city.example", Tls: false)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => handler.Handle(TestTower.Officer, new SendReminders(), Stop));
        tower.Time.Pass(TimeSpan.FromHours(5));
        Assert.Equal(new Reminded(0, 0, 0), (await handler.Handle(TestTower.Officer, new SendReminders(), Stop)).Value);
        tower.Time.Pass(TimeSpan.FromDays(1));
        post.Dies = false;
        Assert.Equal(new Reminded(1, 1, 0), (await handler.Handle(TestTower.Officer, new SendReminders(), Stop)).Value);
        Assert.Equal(2, post.Asked);
    }

    [Fact]
    public async Task The_escalation_of_an_officer_of_a_department_holds_what_lies_below_it()
    {
        await using var tower = await Tower("elsewhere");
        tower.Time.Pass(TimeSpan.FromDays(20));
        using var server = new FakeSmtp();
        await tower.Do<ChooseMail, Done>(TestTower.Officer, new ChooseMail(new MailSettings("127.0.0.1", server.Port, "haechi@city.example", Tls: false)));
        await tower.Do<SendReminders, Reminded>(TestTower.Officer, new SendReminders());
        Assert.Single(server.Text.Split("MIME-Version").Skip(1));
    }

    [Fact]
    public async Task A_password_is_kept_closed_and_stays_only_with_its_server()
    {
        await using var tower = await Tower(box: true);
        var mail = new MailSettings("mail.city.example", 587, "haechi@city.example", User: "haechi");
        async Task<string?> Kept(MailSettings settings, string? password = null, bool forget = false)
        {
            var chosen = await tower.Do<ChooseMail, Done>(TestTower.Officer, new ChooseMail(settings, password, forget));
            Assert.True(chosen.Done, chosen.Done ? "" : chosen.Refusals[0].ToLine("en"));
            return (await tower.Store.Read(c => Choices.Read<MailSettings>(c, "mail")))!.Secret;
        }
        Assert.Equal("closed:terces", await Kept(mail, "secret"));
        Assert.Equal("closed:terces", await Kept(mail with { Hour = 9 }));
        Assert.Null(await Kept(mail with { Host = "evil.example" }));
        await Kept(mail, "secret");
        Assert.Null(await Kept(mail, forget: true));
        Assert.DoesNotContain("secret", string.Concat(await tower.Store.Read(c => c.Set<Tower.Journal.JournalEntry>().Select(j => j.Detail).ToListAsync(Stop))), StringComparison.Ordinal);
        Assert.Equal(["tls"], (await tower.Do<ChooseMail, Done>(TestTower.Officer, new ChooseMail(mail with { Tls = false }, "secret"))).Refusals.Select(r => r.Where));
        Assert.Equal(["host", "port", "from", "hour"], (await tower.Do<ChooseMail, Done>(TestTower.Officer, new ChooseMail(new MailSettings("no host", 465, "nobody") { Hour = 24 }))).Refusals.Select(r => r.Where));
    }

    [Fact]
    public async Task Only_an_officer_of_the_whole_body_changes_what_holds_for_all()
    {
        await using var tower = await Tower();
        var some = new Actor("officer-2", "이부서", Roles.Officer, "d1");
        Assert.Equal("out-of-scope", Assert.Single((await tower.Do<ChooseMail, Done>(some, new ChooseMail(new MailSettings("mail.city.example", 587, "a@city.example")))).Refusals).Code);
        Assert.Equal("out-of-scope", Assert.Single((await tower.Do<ChooseCounting, Done>(some, new ChooseCounting(CountingChoice.Korean))).Refusals).Code);
    }

    private sealed class DyingPost : IPost
    {
        public bool Dies { get; set; } = true;

        public int Asked { get; private set; }

        public Task Send(MailSettings settings, Letter letter, CancellationToken stop)
        {
            Asked++;
            return Dies ? throw new InvalidOperationException("The process dies here.") : Task.CompletedTask;
        }
    }

    private sealed class Backwards : ISecretBox
    {
        public string Close(string secret) => "closed:" + string.Concat(secret.Reverse());

        public string? Open(string closed) => string.Concat(closed["closed:".Length..].Reverse());
    }

    private static async Task<TestTower> Tower(string? officerOf = null, bool box = false)
    {
        var tower = await TestTower.Open(new DateOnly(2026, 3, 25), s => _ = box ? s.AddSingleton<ISecretBox, Backwards>() : s);
        Assert.True((await tower.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(Filled.UsBooks))).Done);
        await tower.Store.Write<Done>(TestTower.Officer, scope =>
        {
            scope.Context.Add(new Account { Id = "owner-1", Login = "park", Name = "박담당", Email = "park@city.example", Stamp = "x", Roles = Roles.Owner });
            scope.Context.Add(new Account { Id = "officer-1", Login = "kim", Name = "김하늘", Email = "kim@city.example", Stamp = "x", Roles = Roles.Officer, Department = officerOf });
            scope.Record("test.setup", "test", new { });
            return Task.FromResult(Done.Well);
        }, Stop);
        await Duty.Deployed(tower);
        await tower.Do<AssignDuties, Assigned>(TestTower.Officer, new AssignDuties("owner-1", Filter: new DutyFilter()));
        return tower;
    }

    /// <summary>A mail server that takes everything and remembers it.</summary>
    private sealed class FakeSmtp : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly StringBuilder _data = new();

        public FakeSmtp()
        {
            _listener.Start();
            _ = Serve();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public string Text => _data.ToString();

        public string Body()
        {
            var text = _data.ToString();
            var base64 = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].Split("\r\n.\r\n")[0].Replace("\r\n", "", StringComparison.Ordinal);
            return Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        }

        public void Dispose() => _listener.Stop();

        private async Task Serve()
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(Stop);
                using var reader = new StreamReader(client.GetStream());
                await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
                await writer.WriteLineAsync("220 test");
                var inData = false;
                while (await reader.ReadLineAsync(Stop) is { } line && line != "QUIT")
                {
                    if (inData)
                    {
                        _data.Append(line).Append("\r\n");
                        inData = line != ".";
                    }
                    else
                    {
                        inData = line == "DATA";
                    }
                    if (!inData || line == "DATA")
                    {
                        await writer.WriteLineAsync(line == "DATA" ? "354 go" : "250 ok");
                    }
                }
                await writer.WriteLineAsync("221 bye");
            }
        }
    }
}
