using System.Text;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Files;

public sealed class FileStoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bytes_are_found_by_their_hash_and_kept_once()
    {
        await using var tower = await TestTower.Open();
        var files = tower.Services.GetRequiredService<FileStore>();
        var first = (await files.Put(Text("영향평가 결과"), stop: Stop)).Value!;
        var again = (await files.Put(Text("영향평가 결과"), stop: Stop)).Value!;
        Assert.Equal(first, again);
        Assert.Equal("text/plain", first.MediaType);
        await tower.Store.Write<Done>(TestTower.Officer, async scope =>
        {
            await FileStore.Keep(scope, first);
            await FileStore.Keep(scope, again);
            scope.Record("test", "file:" + first.Hash, new { });
            return Done.Well;
        }, Stop);
        Assert.Equal(1, await tower.Store.Read(c => c.Set<FileRow>().CountAsync(Stop)));
        await using var stream = (await files.Open(first.Hash, Stop)).Value!;
        Assert.Equal("영향평가 결과", await new StreamReader(stream).ReadToEndAsync(Stop));
    }

    [Fact]
    public async Task A_file_changed_on_disk_is_not_given_out()
    {
        await using var tower = await TestTower.Open();
        var files = tower.Services.GetRequiredService<FileStore>();
        var kept = (await files.Put(Text("원본"), stop: Stop)).Value!;
        var path = Path.Combine(tower.Store.Options.DataFolder, "files", kept.Hash[..2], kept.Hash[2..]);
        await File.AppendAllTextAsync(path, "!", Stop);
        Assert.Equal("damaged", Assert.Single((await files.Open(kept.Hash, Stop)).Refusals).Code);
    }

    [Fact]
    public async Task What_is_too_large_leaves_nothing_behind()
    {
        await using var tower = await TestTower.Open();
        var refused = await tower.Services.GetRequiredService<FileStore>().Put(new MemoryStream(new byte[300_000]), 200_000, Stop);
        Assert.Equal("too-large", Assert.Single(refused.Refusals).Code);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(tower.Store.Options.DataFolder, "files"), "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("%PDF-1.7 ...", "application/pdf")]
    [InlineData("<script>alert(1)</script>", "text/plain")]
    [InlineData("\u0001\u0002", "application/octet-stream")]
    public async Task The_kind_is_told_from_the_bytes(string content, string type)
    {
        await using var tower = await TestTower.Open();
        Assert.Equal(type, (await tower.Services.GetRequiredService<FileStore>().Put(Text(content), stop: Stop)).Value!.MediaType);
    }

    [Theory]
    [InlineData("../../haechi.db")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_hash_that_is_none_opens_nothing(string hash)
    {
        await using var tower = await TestTower.Open();
        Assert.Equal("not-found", Assert.Single((await tower.Services.GetRequiredService<FileStore>().Open(hash, Stop)).Refusals).Code);
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
