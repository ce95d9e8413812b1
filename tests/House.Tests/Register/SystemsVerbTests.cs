using System.Text.Json;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Register;

namespace Haechi.House.Tests.Register;

public sealed class SystemsVerbTests
{
    [Fact]
    public void A_folder_without_a_register_is_refused_with_what_to_do()
    {
        var (code, _, error) = Command.Run("systems", "--data", Path.Combine(Path.GetTempPath(), "no-such-folder"), "--lang", "en");
        Assert.Equal(2, code);
        Assert.Contains("haechi serve", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_register_is_listed_as_table_csv_and_json()
    {
        await using var tower = await TestTower.Open();
        await Make(tower, "복지 상담", "in_use", "=cmd()");
        await Make(tower, "교통 신호", "pilot", null);
        var table = Command.Run("systems", "ㅂㅈ", "--data", tower.Folder, "--lang", "ko");
        Assert.Equal(0, table.Code);
        Assert.Contains("복지 상담", table.Out, StringComparison.Ordinal);
        Assert.Contains("시스템 1건", table.Out, StringComparison.Ordinal);
        var csv = Command.Run("systems", "--data", tower.Folder, "--columns", "name,purpose", "--format", "csv");
        Assert.Contains("복지 상담,'=cmd()", csv.Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Command.Run("systems", "--state", "pilot", "--data", tower.Folder, "--columns", "name,purpose", "--format", "json").Out);
        var only = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal("교통 신호", only.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, only.GetProperty("facts").GetProperty("purpose").ValueKind);
    }

    [Fact]
    public async Task What_was_not_yet_recorded_is_not_listed()
    {
        await using var tower = await TestTower.Open();
        await Make(tower, "복지 상담", "in_use", null);
        using var json = JsonDocument.Parse(Command.Run("systems", "--as-of", "2026-11-21", "--data", tower.Folder, "--format", "json").Out);
        Assert.Empty(json.RootElement.EnumerateArray());
        Assert.Equal(2, Command.Run("systems", "--as-of", "gestern", "--data", tower.Folder).Code);
        Assert.Equal(2, Command.Run("systems", "--department", "없는과", "--data", tower.Folder).Code);
        Assert.Equal(2, Command.Run("systems", "--state", "broken", "--data", tower.Folder).Code);
    }

    private static async Task Make(TestTower tower, string name, string state, string? purpose)
    {
        var facts = new Dictionary<string, FactValue> { ["name"] = new TextFact(name), [Lifecycle.Question] = new TextFact(state) };
        if (purpose is not null)
        {
            facts["purpose"] = new TextFact(purpose);
        }
        Assert.True((await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(facts, null))).Done);
    }
}
