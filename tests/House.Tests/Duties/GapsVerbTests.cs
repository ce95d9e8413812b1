using System.Text.Json;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Duties;

public sealed class GapsVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-gaps-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_verb_determines_what_waits_and_shows_what_is_missing()
    {
        await Fill();
        var (code, output, error) = Command.Run("gaps", "--install", "us/m-25-21", "--on", "2026-02-01", "--data", _folder, "--format", "json");
        Assert.True(code is 0 or 1, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("2026-02-01", json.RootElement.GetProperty("on").GetString());
        var testing = json.RootElement.GetProperty("funnel").GetProperty("obligations")[0];
        Assert.Equal(("practice_testing", 1, 1), (testing.GetProperty("rule").GetString(), testing.GetProperty("owed").GetInt32(), testing.GetProperty("standings").GetProperty("blank").GetInt32()));
        Assert.Contains(json.RootElement.GetProperty("duties").EnumerateArray(), d => d.GetProperty("rule").GetString() == "practice_appeal" && d.GetProperty("due").GetString() == "2026-04-03");
        var late = Command.Run("gaps", "--risk", "high", "--overdue", "--on", "2026-04-04", "--data", _folder, "--format", "csv", "--lang", "en");
        Assert.Equal(1, late.Code);
        Assert.StartsWith("system,name,", late.Out, StringComparison.Ordinal);
        Assert.All(late.Out.TrimEnd().Split("\r\n").Skip(1), l => Assert.Contains(",1,", l, StringComparison.Ordinal));
        Assert.Contains("Appeal and remedy", Command.Run("gaps", "--on", "2026-04-04", "--data", _folder, "--lang", "en").Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_books_the_verb_says_what_to_do()
    {
        await Fill();
        var (code, _, error) = Command.Run("gaps", "--data", _folder, "--lang", "en");
        Assert.Equal(2, code);
        Assert.Contains("no rulebook is installed", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_register_is_refused()
    {
        var (code, _, error) = Command.Run("gaps", "--data", Path.Combine(_folder, "none"), "--lang", "en");
        Assert.Equal(2, code);
        Assert.Contains("no register", error, StringComparison.Ordinal);
    }

    private async Task Fill()
    {
        var options = new TowerOptions { DataFolder = _folder, RulebooksFolder = Path.Combine(Repository.Root, "rulebooks"), ProfilesFolder = Path.Combine(Repository.Root, "profiles") };
        await using var services = new ServiceCollection().AddLogging().AddTower(options).BuildServiceProvider();
        await Migrator.Migrate(services.GetRequiredService<TowerStore>());
        var facts = new Dictionary<string, FactValue> { ["name"] = new TextFact("Benefits triage"), ["agency_determination"] = new TextFact("high_impact"), ["stage"] = new TextFact("deployed") };
        Assert.True((await services.GetRequiredService<IHandle<RegisterSystem, SystemRef>>().Handle(Actor.Terminal, new RegisterSystem(facts, null), TestContext.Current.CancellationToken)).Done);
    }
}
