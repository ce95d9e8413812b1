using System.CommandLine;
using System.Globalization;
using Haechi.Rules;
using Haechi.Serving;
using Haechi.Tower;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Verbs;

/// <summary>A tower opened for one verb.</summary>
internal sealed class TowerAt : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TowerAt(ServiceProvider services) => _services = services;

    public TowerStore Store => _services.GetRequiredService<TowerStore>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Carries out a command as the person at the terminal.</summary>
    /// <exception cref="RefusedException">It was refused.</exception>
    public async Task<TResult> Do<TCommand, TResult>(TCommand command, CancellationToken stop = default)
    {
        var result = await Get<IHandle<TCommand, TResult>>().Handle(Actor.Terminal, command, stop);
        return result.Done ? result.Value : throw Refusal(result.Refusals);
    }

    /// <summary>Opens the tower of a data folder; <paramref name="create"/>: makes it when it is missing.</summary>
    /// <exception cref="RefusedException">There is none, or a newer program wrote it.</exception>
    public static async Task<TowerAt> Open(string folder, bool create = false)
    {
        var options = TowerFolders.Options(Path.GetFullPath(folder));
        if (!create && !File.Exists(options.SqliteFile))
        {
            throw RefusedException.Because("no-data", new Place(folder, 0, 0), "이 폴더에는 등록부가 없습니다. --data 로 폴더를 알려 주거나 'haechi import FILE' 또는 'haechi serve'로 새로 시작하십시오.",
                "there is no register in this folder; name it with --data, or begin one with 'haechi import FILE' or 'haechi serve'");
        }
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddTower(options);
        var tower = new TowerAt(services.BuildServiceProvider());
        try
        {
            await Migrator.Migrate(tower.Store);
            return tower;
        }
        catch (InvalidDataException newer)
        {
            await tower.DisposeAsync();
            throw RefusedException.Because("newer-data", new Place(folder, 0, 0), $"더 새로운 해치가 만든 자료입니다. 그 판으로 여십시오. ({newer.Message})", newer.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    public static RefusedException Refusal(IReadOnlyList<Refusal> refusals) => new([.. refusals.Select(r =>
        new Finding(Severity.Error, r.Code, new Place(r.Where ?? "", 0, 0), LocalText.Of(Full(r, "ko"), Full(r, "en"))))]);

    private static string Full(Refusal refusal, string language) =>
        refusal.Message.In(language) + (refusal.Provision is null ? "" : $" ({refusal.Provision})") + (refusal.Next is null ? "" : " " + refusal.Next.In(language));
}

/// <summary>Options of the verbs that work on a register.</summary>
internal sealed class TowerInputs(Terminal terminal)
{
    public Option<string> Data { get; } = new("--data")
    {
        Description = terminal.Say("자료 폴더 (기본: ./haechi-data)", "folder of the data (default: ./haechi-data)"), HelpName = "DIR", DefaultValueFactory = _ => "haechi-data",
    };

    public Option<string> On { get; } = new("--on")
    {
        Description = terminal.Say("세상의 날 YYYY-MM-DD: 그날의 법과 사실 (기본: 오늘, 한국 시각)", "the world's day, YYYY-MM-DD: law and facts of that day (default: today in Korea)"), HelpName = "DATE",
    };

    public Option<string> AsOf { get; } = new("--as-of")
    {
        Description = terminal.Say("이때까지 기록된 것만: YYYY-MM-DD 또는 YYYY-MM-DDTHH:MM (한국 시각)", "only what had been recorded by then: YYYY-MM-DD or YYYY-MM-DDTHH:MM (Korean time)"), HelpName = "TIME",
    };

    public Option<string> Format { get; } = new("--format")
    {
        Description = terminal.Say("출력 형식", "format of the output"), HelpName = "table|csv|json",
    };

    /// <summary>The two times that were asked for.</summary>
    /// <exception cref="RefusedException">One of them is no time.</exception>
    public Moment MomentOf(ParseResult parsed, TowerClock clock) => new(parsed.GetValue(On) is { } on ? Inputs.Day(on, "--on") : clock.Today, Instant(parsed.GetValue(AsOf)));

    public string FormatOf(ParseResult parsed) => Inputs.OneOf(parsed.GetValue(Format), "--format", "table", "csv", "json");

    private static long? Instant(string? text)
    {
        if (text is null)
        {
            return null;
        }
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return TowerClock.EndOf(day);
        }
        return DateTime.TryParseExact(text, ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? TowerClock.ToMicros(new DateTimeOffset(time, TimeSpan.FromHours(9)))
            : throw RefusedException.Because("wrong-use", new Place("--as-of", 0, 0), $"'{text}'은(는) 시각이 아닙니다. YYYY-MM-DD 또는 YYYY-MM-DDTHH:MM으로 적으십시오.", $"'{text}' is no time; write YYYY-MM-DD or YYYY-MM-DDTHH:MM");
    }
}
