using System.Net.Sockets;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Keys;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Access;
using Haechi.Web.Demo;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Haechi.Serving;

/// <summary>Opens the tower, says where, and closes it in order. What keeps it from opening is a refusal.</summary>
internal sealed class Server(ServePlan plan, Terminal terminal)
{
    /// <summary>Serves until <paramref name="stop"/>; null when all went well.</summary>
    public async Task<Refusal?> Run(CancellationToken stop)
    {
        if (Prepare() is { } unwritable)
        {
            return unwritable;
        }
        try
        {
            return await Serve(stop);
        }
        finally
        {
            if (plan.Temporary)
            {
                Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
                Directory.Delete(plan.Folder, recursive: true);
            }
        }
    }

    private async Task<Refusal?> Serve(CancellationToken stop)
    {
        var clock = new TowerClock(TimeProvider.System);
        if (plan.Day is { } day)
        {
            clock.MoveTo(day);
        }
        var options = TowerFolders.Options(plan.Folder, clock, plan.Postgres) with { KeyFile = plan.KeyFile, WebhookTargets = plan.WebhookTargets };
        var master = MasterKey.Of(options);
        if (!master.Done)
        {
            return master.Refusals[0];
        }
        await using var app = TowerWeb.Build(options, new ServeOptions(plan.Urls, plan.Demo) { JsonLog = plan.JsonLog, Proxies = plan.Proxies });
        if (await Opening.Prepare(app.Services.GetRequiredService<TowerStore>(), stop: stop) is { } closed)
        {
            return closed;
        }
        if (await app.Services.GetRequiredService<ProtectionKeys>().Check(stop) is { } wrongKey)
        {
            return wrongKey;
        }
        var ready = app.Services.GetRequiredService<DemoReady>();
        var begin = new TaskCompletionSource();
        ready.Filled = plan.Demo ? Fill(app, begin.Task, stop) : Task.CompletedTask;
        if (await Started(app, stop) is { } refusal)
        {
            return refusal;
        }
        using var impatient = new SecondSignal();
        await Welcome(app);
        begin.SetResult();
        try
        {
            await ready.Filled;
            await app.WaitForShutdownAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await app.StopAsync(CancellationToken.None);
        }
        terminal.Out.WriteLine(terminal.Say("멈췄습니다.", "Stopped."));
        return null;
    }

    private Refusal? Prepare()
    {
        try
        {
            DataFolder.Make(plan.Folder);
            var probe = Path.Combine(plan.Folder, ".write-" + NewId.Next());
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new Refusal("unwritable", Rules.LocalText.Of("이 폴더에 쓸 수 없습니다.", "this folder cannot be written"), plan.Folder,
                Rules.LocalText.Of($"권한을 확인하거나 --data 로 다른 폴더를 주십시오. ({fault.Message})", $"check its permissions, or give another folder with --data ({fault.Message})"));
        }
    }

    private async Task<Refusal?> Started(WebApplication app, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
            return null;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            return Refusal.Because("port-in-use", $"{plan.Urls} 은(는) 다른 프로그램이 쓰고 있습니다. 그 프로그램을 멈추거나 --urls 로 다른 번호를 주십시오. 예: --urls http://127.0.0.1:5081",
                $"{plan.Urls} is in use by another program; stop it, or give another number with --urls, such as --urls http://127.0.0.1:5081", "--urls");
        }
        catch (SocketException socket)
        {
            return Refusal.Because("cannot-listen", $"{plan.Urls} 에서 열 수 없습니다: {socket.Message}. 이 컴퓨터의 주소인지, 그 번호를 쓸 권한이 있는지 확인하십시오.",
                $"cannot listen at {plan.Urls}: {socket.Message}; check that the address is this machine's and that you may use that number", "--urls");
        }
    }

    private async Task Welcome(WebApplication app)
    {
        var first = app.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal);
        terminal.Out.WriteLine(terminal.Say($"해치가 열렸습니다: {first}", $"Haechi is open at {first}"));
        if (plan.Demo)
        {
            terminal.Out.WriteLine(terminal.Say("가상의 도시 하늘시로 꾸민 시연입니다. 자료를 채우는 동안 첫 화면이 몇 초 늦을 수 있습니다.", "This is a demonstration with the fictional city of Haneul. While it is being filled, the first page may take a few seconds."));
        }
        else if (await app.Services.GetRequiredService<TowerStore>().Read(AccountQueries.NeedsFirstOfficer))
        {
            terminal.Out.WriteLine(terminal.Say("아직 계정이 없습니다. 첫 관리자 겸 총괄 담당관은 이 주소에서 시작합니다(한 번만 쓸 수 있고, 남에게 보이지 마십시오):", "There is no account yet. The first administrator and officer begins here (it works once; show it to nobody):"));
            terminal.Out.WriteLine("  " + first + app.Services.GetRequiredService<FirstStart>().Open());
        }
        terminal.Out.WriteLine(terminal.Say($"자료 폴더: {plan.Folder}{(plan.Temporary ? " (끝나면 지움)" : "")}", $"Data folder: {plan.Folder}{(plan.Temporary ? " (deleted at the end)" : "")}"));
        if (plan.Postgres is { } postgres)
        {
            terminal.Out.WriteLine(terminal.Say($"데이터베이스: PostgreSQL {PostgresAddress.Shown(postgres)}", $"Database: PostgreSQL {PostgresAddress.Shown(postgres)}"));
        }
        if (plan.Open)
        {
            terminal.Out.WriteLine(terminal.Say("주의: 다른 컴퓨터에서 http로 닿을 수 있습니다. 비밀번호가 그대로 오가므로 앞에 https 프록시를 두십시오.", "Mind: other machines can reach this over http, where passwords travel in the clear; put an https proxy in front."));
        }
        terminal.Out.WriteLine(terminal.Say("멈추려면 Ctrl-C.", "Ctrl-C stops it."));
        await terminal.Out.FlushAsync();
    }

    private async Task Fill(WebApplication app, Task begin, CancellationToken stop)
    {
        await begin;
        var clock = app.Services.GetRequiredService<TowerClock>();
        DemoFolder.Keep(plan.Folder, clock);
        if (app.Services.GetService<IDemoCity>() is { } city)
        {
            await city.Fill(stop);
        }
    }
}
