using System.Security.Cryptography;
using System.Text;
using Haechi.House.Tests.Storage;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Keys;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Access;

/// <summary>Protection keys stand in the database, closed with a key that does not.</summary>
public sealed class ProtectionKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-keys-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Stores => BothStores.Stores;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Two_nodes_with_one_master_key_open_each_others_secrets(bool postgres)
    {
        var (key, db) = (NewKeyFile("shared.key"), postgres ? await PostgresCluster.Migrated() : null);
        await using var first = await Node(db is null ? "one" : "first", db, key);
        var closed = first.Services.GetRequiredService<ISecretBox>().Close("비밀");
        await using var second = await Node(db is null ? "one" : "second", db, key);
        Assert.Equal("비밀", second.Services.GetRequiredService<ISecretBox>().Open(closed));
    }

    [Fact]
    public async Task The_database_holds_no_key_that_opens_anything_by_itself()
    {
        await using var node = await Node("plain", null, null);
        node.Services.GetRequiredService<ISecretBox>().Close("x");
        var rows = await node.Services.GetRequiredService<TowerStore>().Read(c => c.Set<ProtectionKey>().ToListAsync(Stop));
        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.DoesNotContain("masterKey", Encoding.UTF8.GetString(r.Closed), StringComparison.OrdinalIgnoreCase));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(MasterKey.FileIn(Path.Combine(_folder, "plain"))) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task Another_master_key_keeps_the_tower_shut_instead_of_losing_every_secret()
    {
        var db = await PostgresCluster.Migrated();
        await using (await Node("first", db, NewKeyFile("a.key")))
        {
            // It made the ring.
        }
        var options = Options("second", db, NewKeyFile("b.key"));
        using var store = new TowerStore(options);
        Assert.Equal("wrong-key", (await new ProtectionKeys(store, MasterKey.Of(options).Value!).Check(Stop))?.Code);
    }

    [Fact]
    public async Task Keys_of_an_earlier_version_are_taken_over_and_their_files_removed()
    {
        var old = Path.Combine(_folder, "old", "keys");
        Directory.CreateDirectory(old);
        await File.WriteAllTextAsync(Path.Combine(old, "key-6f2d0b9e-0000-4000-8000-000000000001.xml"), """
            <key id="6f2d0b9e-0000-4000-8000-000000000001" version="1"><creationDate>2026-11-01T00:00:00Z</creationDate><activationDate>2026-11-01T00:00:00Z</activationDate><expirationDate>2099-01-01T00:00:00Z</expirationDate>
            <descriptor deserializerType="Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel.AuthenticatedEncryptorDescriptorDeserializer, Microsoft.AspNetCore.DataProtection, Version=10.0.0.0, Culture=neutral, PublicKeyToken=adb9793829ddae60">
            <descriptor><encryption algorithm="AES_256_CBC" /><validation algorithm="HMACSHA256" /><masterKey><value>AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==</value></masterKey></descriptor></descriptor></key>
            """, Stop);
        await using var node = await Node("old", null, null);
        Assert.False(Directory.Exists(old));
        Assert.Contains(node.Services.GetRequiredService<ProtectionKeys>().All(), k => k.Contains("6f2d0b9e", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("AAAA")]
    public void A_key_file_that_holds_no_key_is_refused(string text)
    {
        var file = Path.Combine(_folder, "wrong.key");
        File.WriteAllText(file, text);
        Assert.Equal("wrong-key-file", Assert.Single(MasterKey.Of(Options("x", null, file)).Refusals).Code);
    }

    [Fact]
    public void A_changed_byte_or_another_purpose_opens_nothing()
    {
        var key = MasterKey.Of(Options("k", null, NewKeyFile("k.key"))).Value!;
        var closed = key.Close("비밀"u8, "one");
        Assert.Equal("비밀"u8.ToArray(), key.Open(closed, "one"));
        Assert.Null(key.Open(closed, "two"));
        for (var i = 0; i < closed.Length; i++)
        {
            var changed = closed.ToArray();
            changed[i] ^= 1;
            Assert.Null(key.Open(changed, "one"));
        }
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private string NewKeyFile(string name)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return file;
    }

    private TowerOptions Options(string folder, string? postgres, string? key)
    {
        Directory.CreateDirectory(Path.Combine(_folder, folder));
        return new TowerOptions { DataFolder = Path.Combine(_folder, folder), Postgres = postgres, KeyFile = key, RulebooksFolder = Path.Combine(Repository.Root, "rulebooks"), ProfilesFolder = Path.Combine(Repository.Root, "profiles") };
    }

    private async Task<WebApplication> Node(string folder, string? postgres, string? key)
    {
        var app = TowerWeb.Build(Options(folder, postgres, key), new ServeOptions("http://127.0.0.1:0", false) { Ledger = false });
        await Migrator.Migrate(app.Services.GetRequiredService<TowerStore>());
        await app.StartAsync(Stop);
        return app;
    }
}
