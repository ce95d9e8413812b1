using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Webhooks;

namespace Haechi.House.Tests.Webhooks;

/// <summary>An address that somebody typed must not lead into the body's own network, neither when it is saved nor at any sending.</summary>
public sealed class GuardTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1"), InlineData("127.9.9.9"), InlineData("0.0.0.0"), InlineData("10.0.0.1"), InlineData("172.16.0.1"), InlineData("172.31.255.255"), InlineData("192.168.1.1"), InlineData("169.254.169.254")]
    [InlineData("100.64.0.1"), InlineData("100.127.255.255"), InlineData("192.0.0.8"), InlineData("198.18.0.1"), InlineData("224.0.0.1"), InlineData("255.255.255.255"), InlineData("240.0.0.1")]
    [InlineData("::1"), InlineData("::"), InlineData("::ffff:10.0.0.1"), InlineData("::ffff:127.0.0.1"), InlineData("::10.0.0.1"), InlineData("64:ff9b::10.0.0.1"), InlineData("64:ff9b::7f00:1"), InlineData("64:ff9b:1::1")]
    [InlineData("fe80::1"), InlineData("fe80::1%1"), InlineData("fec0::1"), InlineData("fc00::1"), InlineData("fd12:3456::1"), InlineData("ff02::1"), InlineData("2002:7f00:1::1"), InlineData("2001:0:7f00::1"), InlineData("2001:db8::1")]
    public void Addresses_that_are_not_of_the_open_internet_are_known(string address) => Assert.False(AddressRules.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1"), InlineData("172.32.0.1"), InlineData("100.128.0.1"), InlineData("211.33.0.1"), InlineData("2606:4700::1111"), InlineData("::ffff:1.1.1.1"), InlineData("64:ff9b::101:101"), InlineData("2400:cb00::1")]
    public void Addresses_of_the_open_internet_are_let_through(string address) => Assert.True(AddressRules.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://10.1.2.3/hook", "blocked-address"), InlineData("https://[::ffff:169.254.169.254]/", "blocked-address"), InlineData("https://2130706433/", "blocked-address"), InlineData("https://0x7f.1/", "blocked-address")]
    [InlineData("https://inside.example/", "blocked-address"), InlineData("https://nowhere.example/", "wrong-url"), InlineData("http://public.example/", "wrong-url"), InlineData("https://public.example:8443/", "wrong-url")]
    [InlineData("ftp://public.example/", "wrong-url"), InlineData("https://user:pass@public.example/", "wrong-url"), InlineData("https://public.example/#x", "wrong-url"), InlineData("/hook", "wrong-url"), InlineData("", "wrong-url"), InlineData("http://127.0.0.1/", "wrong-url")]
    public async Task An_address_that_may_not_be_asked_is_refused_when_it_is_saved(string url, string code)
    {
        await using var city = await WebhookCity.Open(false, "198.51.100.0/24");
        city.Names.Set("public.example", ["1.1.1.1"]);
        city.Names.Set("inside.example", ["192.168.0.9", "fd00::9"]);
        var made = await city.Tower.Do<MakeWebhook, NewWebhookSecret>(WebhookCity.Administrator, new MakeWebhook("시험", url, ["*"]));
        Assert.Equal(code, made.Refusals[0].Code);
        Assert.Equal("url", made.Refusals[0].Where);
        Assert.True((await city.Tower.Do<MakeWebhook, NewWebhookSecret>(WebhookCity.Administrator, new MakeWebhook("시험", "https://public.example/hook", ["*"]))).Done);
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_at_the_sending_than_when_it_was_judged_reaches_nothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var city = await WebhookCity.Open(false, $"198.51.100.0/24:{port}");
        // Judged when it is saved, then twice at sendings: the second time it leads to this machine, by itself or among others.
        city.Names.Set("rebind.example", ["198.51.100.7"], ["127.0.0.1"], ["::ffff:127.0.0.1"], ["10.0.0.1", "127.0.0.1"]);
        await city.Subscribe($"https://rebind.example:{port}/hook", null, "system.registered");
        await city.Systems(1);
        await city.Send();
        await city.After(TimeSpan.FromSeconds(6));
        await city.After(TimeSpan.FromMinutes(6));
        var message = Assert.Single(await city.Messages());
        Assert.Equal((DeliveryFailure.Blocked, 3), (message.Failure, message.Tries));
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task What_the_operator_allowed_is_reached_and_nothing_beside_it()
    {
        var doors = Doors.Read(["hooks.city.example", "10.20.0.0/16:8443", "[fd00::]/8:*", "192.0.2.7", "fd00::5"]).Value!;
        Assert.True(doors.Let("hooks.city.example", 443, IPAddress.Parse("10.0.0.1")));
        Assert.True(doors.Let("Hooks.City.Example.", 443, IPAddress.Parse("10.0.0.1")));
        Assert.False(doors.Let("hooks.city.example", 8443, IPAddress.Parse("10.0.0.1")));
        Assert.False(doors.Let("other.example", 443, IPAddress.Parse("10.0.0.1")));
        Assert.True(doors.Let("other.example", 8443, IPAddress.Parse("10.20.3.4")));
        Assert.True(doors.Let("other.example", 8443, IPAddress.Parse("::ffff:10.20.3.4")));
        Assert.False(doors.Let("other.example", 443, IPAddress.Parse("10.20.3.4")));
        Assert.True(doors.Let("other.example", 9000, IPAddress.Parse("fd12::1")));
        Assert.True(doors.Let("other.example", 443, IPAddress.Parse("192.0.2.7")));
        Assert.All(new[] { "", "a b", "10.0.0.0/99", "host:0", "host:70000", "http://host", "host/path" }, wrong => Assert.False(Doors.Read([wrong]).Done, wrong));

        await using var city = await WebhookCity.Open();
        await using var receiver = await Receiver.Open();
        await city.Subscribe($"http://localhost:{receiver.Port}/", null, "system.registered");
        await city.Systems(1);
        await city.Send();
        Assert.Single(receiver.All);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var city = await WebhookCity.Open();
        await using var receiver = await Receiver.Open();
        await using var elsewhere = await Receiver.Open();
        receiver.Says(307, r => r.Headers.Location = elsewhere.Url);
        await city.Subscribe(receiver, null, "system.registered");
        await city.Systems(1);
        await city.Send();
        var message = Assert.Single(await city.Messages());
        Assert.Equal((DeliveryFailure.Redirect, 307, DeliveryState.Waiting), (message.Failure, message.LastStatus, message.State));
        Assert.Empty(elsewhere.All);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var read = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(Stop);
            await using var tls = new SslStream(client.GetStream());
            try
            {
                await tls.AuthenticateAsServerAsync(certificate);
                return await tls.ReadAsync(new byte[100], Stop);
            }
            catch (Exception cut) when (cut is IOException or System.Security.Authentication.AuthenticationException)
            {
                return 0;
            }
        }, Stop);
        await using var city = await WebhookCity.Open();
        await city.Subscribe($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/", null, "system.registered");
        await city.Systems(1);
        await city.Send();
        Assert.Equal(DeliveryFailure.Tls, Assert.Single(await city.Messages()).Failure);
        Assert.Equal(0, await read);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_and_one_that_is_no_http_is_a_failure()
    {
        await using var city = await WebhookCity.Open();
        // A socket and no web server: a server takes writes for a while after the other side has hung up, and that would be counted.
        using var endless = new TcpListener(IPAddress.Loopback, 0);
        endless.Start();
        var written = 0L;
        var answering = Task.Run(async () =>
        {
            using var client = await endless.AcceptTcpClientAsync(Stop);
            var stream = client.GetStream();
            try
            {
                Assert.True(await stream.ReadAsync(new byte[64 * 1024], Stop) > 0);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n"u8.ToArray(), Stop);
                for (var block = new byte[64 * 1024]; ; written += block.Length)
                {
                    await stream.WriteAsync(block, Stop);
                }
            }
            catch (IOException)
            {
                // The sender has hung up.
            }
        }, Stop);
        await city.Subscribe($"http://127.0.0.1:{((IPEndPoint)endless.LocalEndpoint).Port}/", null, "system.registered");
        await city.Systems(1);
        await city.Send();
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await city.Messages()).State);
        await answering;
        // What lies in buffers on the way, and no more.
        Assert.InRange(written, 0, 16L * 1024 * 1024);

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(Stop);
            await client.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.9\r\n"u8.ToArray(), Stop);
        }, Stop);
        await city.Subscribe($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", null, "system.registered");
        await city.Systems(1);
        await city.Send();
        Assert.Contains(await city.Messages(), m => m.Failure is DeliveryFailure.NotHttp or DeliveryFailure.NoConnection);
    }

    [Fact]
    public async Task Only_an_administrator_of_the_whole_body_keeps_webhooks()
    {
        await using var city = await WebhookCity.Open();
        await using var receiver = await Receiver.Open();
        var made = await city.Subscribe(receiver);
        var department = (await city.Tower.Do<AddDepartment, string>(TestTower.Officer, new AddDepartment("복지과", null))).Value!;
        foreach (var (actor, code) in new[] { (TestTower.Officer, "forbidden"), (WebhookCity.Administrator with { Department = department }, "out-of-scope") })
        {
            Assert.Equal(code, (await city.Tower.Do<MakeWebhook, NewWebhookSecret>(actor, new MakeWebhook("x", receiver.Url, ["*"]))).Refusals[0].Code);
            Assert.Equal(code, (await city.Tower.Do<ChangeWebhook, Done>(actor, new ChangeWebhook(made.Webhook, "x", receiver.Url, ["*"]))).Refusals[0].Code);
            Assert.Equal(code, (await city.Tower.Do<RotateWebhookSecret, NewWebhookSecret>(actor, new RotateWebhookSecret(made.Webhook))).Refusals[0].Code);
            Assert.Equal(code, (await city.Tower.Do<DeleteWebhook, Done>(actor, new DeleteWebhook(made.Webhook))).Refusals[0].Code);
            Assert.Equal(code, (await city.Tower.Do<SendTestEvent, SentMessage>(actor, new SendTestEvent(made.Webhook))).Refusals[0].Code);
        }
    }
}
