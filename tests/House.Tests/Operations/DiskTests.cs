using System.Net;
using Haechi.House.Tests.Storage;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Haechi.House.Tests.Operations;

/// <summary>A full or read-only disk: writing is refused with what to do, reading goes on, and nothing has to be started again.</summary>
public sealed class DiskTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_refuses_what_is_sent_shows_what_is_there_and_heals_by_itself()
    {
        using var disk = SmallDisk.Mount(megabytes: 24);
        await using var site = await TestSite.Open(folder: Directory.CreateDirectory(Path.Combine(disk.Folder, "data")).FullName);
        await site.Enter(Roles.Officer | Roles.Reader);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Post("/departments", new() { ["name"] = "첫째과" })).StatusCode);
        disk.Fill();
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 400 && refused is null; i++)
        {
            // The files of the database have some room of their own; it is used up first.
            var answer = await site.Post("/departments", new() { ["name"] = "과" + i });
            refused = answer.StatusCode == HttpStatusCode.Redirect ? null : answer;
        }
        Assert.Equal(HttpStatusCode.InsufficientStorage, refused?.StatusCode);
        using var page = await TestSite.Read(refused!);
        Assert.Contains("공간을 비운 뒤 다시", page.Body!.TextContent, StringComparison.Ordinal);
        using (var list = await site.Get("/departments"))
        {
            Assert.Contains("첫째과", list.Body!.TextContent, StringComparison.Ordinal);
        }
        Assert.Equal("disk-full\n", await site.Text("/health/ready"));
        await Assert.ThrowsAnyAsync<IOException>(() => site.App.Services.GetRequiredService<FileStore>().Put(new MemoryStream(new byte[8 << 20]), stop: Stop));
        disk.MakeRoom();
        Assert.Equal(HttpStatusCode.Redirect, (await site.Post("/departments", new() { ["name"] = "다시과" })).StatusCode);
        Assert.True((await site.App.Services.GetRequiredService<FileStore>().Put(new MemoryStream(new byte[1 << 20]), stop: Stop)).Done);
    }

    [Fact]
    public async Task A_disk_that_became_read_only_shows_what_is_there_and_refuses_what_is_sent()
    {
        using var disk = SmallDisk.Mount(megabytes: 24);
        // No background work: a file system with a file open for writing cannot be made read-only from outside.
        await using var site = await TestSite.Open(folder: Directory.CreateDirectory(Path.Combine(disk.Folder, "data")).FullName, more: b =>
        {
            foreach (var host in b.Services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType == typeof(JobHost)).ToList())
            {
                b.Services.Remove(host);
            }
        });
        await site.Enter(Roles.Officer | Roles.Reader);
        await site.Post("/departments", new() { ["name"] = "첫째과" });
        using var form = await site.Get("/departments");
        CloseAsIfCutOff(Path.Combine(disk.Folder, "data"));
        Assert.SkipUnless(disk.Remount(readOnly: true), "the file system could not be made read-only");
        using (var list = await site.Get("/departments"))
        {
            Assert.Contains("첫째과", list.Body!.TextContent, StringComparison.Ordinal);
        }
        using var refused = await site.Post("/departments", new() { ["name"] = "둘째과" });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("쓸 수 없어", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Assert.True(disk.Remount(readOnly: false));
        Assert.Equal(HttpStatusCode.Redirect, (await site.Post("/departments", new() { ["name"] = "둘째과" })).StatusCode);
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_gone_is_told_and_found_again()
    {
        // A port at which nobody listens stands for a server that went away.
        using var store = new TowerStore(new TowerOptions { DataFolder = Path.GetTempPath(), RulebooksFolder = "", ProfilesFolder = "", Postgres = "Host=127.0.0.1;Port=1;Database=x;Username=x;Timeout=1" });
        var fault = await Record.ExceptionAsync(() => store.Read(c => PostgresNow(c)));
        Assert.Equal("db-unreachable", StorageTrouble.Of(fault!)?.Code);
        Assert.Equal("db-unreachable", (await Opening.Prepare(store, stop: Stop))?.Code);
    }

    [Fact]
    public async Task A_PostgreSQL_that_may_only_be_read_refuses_and_heals()
    {
        await using var tower = await BothStores.Tower(true);
        await Set(tower, "on");
        var fault = await Record.ExceptionAsync(() => BothStores.Act(tower.Store, "read-only"));
        Assert.Equal("read-only", StorageTrouble.Of(fault!)?.Code);
        Assert.Equal(0, await BothStores.Count(tower.Store, "read-only"));
        await Set(tower, "off");
        Assert.True((await BothStores.Act(tower.Store, "again")).Done);
    }

    /// <summary>A database that is closed in order loses the two files beside it; one whose disk fails under it keeps them, and can be read because of them.</summary>
    private static void CloseAsIfCutOff(string folder)
    {
        string[] beside = [Path.Combine(folder, "haechi.db-wal"), Path.Combine(folder, "haechi.db-shm")];
        var bytes = beside.Select(File.ReadAllBytes).ToList();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        for (var i = 0; i < beside.Length; i++)
        {
            File.WriteAllBytes(beside[i], bytes[i]);
        }
    }

    private static Task<long> PostgresNow(TowerContext context) => PostgresGate.Now(context, Stop);

    private static async Task Set(TestTower tower, string value)
    {
        await using (var connection = new Npgsql.NpgsqlConnection(tower.Store.Options.Postgres))
        {
            await connection.OpenAsync(Stop);
            await using (var first = connection.CreateCommand())
            {
                // This connection itself may begin as read-only.
                first.CommandText = "SET default_transaction_read_only = off";
                await first.ExecuteNonQueryAsync(Stop);
            }
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this test.
            command.CommandText = $"ALTER DATABASE {connection.Database} SET default_transaction_read_only = {value}";
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(Stop);
        }
        PostgresCluster.Leave(tower.Store.Options.Postgres!);
    }
}
