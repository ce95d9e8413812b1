using System.CommandLine;
using System.Globalization;
using Haechi.Rules;
using Haechi.Serving;
using Haechi.Tower;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Haechi.Verbs;

/// <summary>The options of every verb that works on a register, and the way to open it.</summary>
internal sealed class TowerOpener(Terminal terminal)
{
    public Option<string> Data { get; } = new("--data")
    {
        Description = terminal.Say("자료 폴더 (기본: ./haechi-data)", "folder of the data (default: ./haechi-data)"), HelpName = "DIR",
    };

    public Option<string> Db { get; } = DbOption(terminal);

    public Option<string> On { get; } = new("--on")
    {
        Description = terminal.Say("세상의 기준일 YYYY-MM-DD (기본: 오늘)", "the day of the world, YYYY-MM-DD (default: today)"), HelpName = "DATE",
    };

    public Option<string> AsOf { get; } = new("--as-of")
    {
        Description = terminal.Say("그때까지 기록된 것만: YYYY-MM-DD 또는 2026-11-22T14:00 (한국 시각)", "only what was recorded by then: YYYY-MM-DD or 2026-11-22T14:00 (Korean time)"), HelpName = "WHEN",
    };

    public Option<string> Format { get; } = new("--format") { Description = terminal.Say("출력 형식", "format of the output"), HelpName = "table|csv|json" };

    /// <summary>The data folder.</summary>
    public string FolderOf(ParseResult parsed) => Path.GetFullPath(parsed.GetValue(Data) ?? ServePlan.DefaultFolder);

    /// <summary>The option that names a PostgreSQL.</summary>
    public static Option<string> DbOption(Terminal terminal) => new("--db")
    {
        Description = terminal.Say($"PostgreSQL 연결 (기본: 환경 변수 {PostgresAddress.Variable}, 없으면 자료 폴더의 SQLite)", $"PostgreSQL connection (default: the environment's {PostgresAddress.Variable}, else SQLite in the data folder)"), HelpName = "CONNECTION",
    };

    /// <summary>The connection that an option or the environment names, or null for SQLite.</summary>
    /// <exception cref="RefusedException">It cannot be read.</exception>
    public static string? Connection(string? option)
    {
        var text = option ?? Environment.GetEnvironmentVariable(PostgresAddress.Variable);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        var read = PostgresAddress.Read(text);
        return read.Done ? read.Value : throw TowerActs.Refusal(read.Refusals);
    }

    /// <summary>Where the register of the options lies, for people.</summary>
    public string PlaceOf(ParseResult parsed) => OptionsOf(parsed) is { Postgres: { } postgres } ? PostgresAddress.Shown(postgres) : FolderOf(parsed);

    /// <summary>Where the register is and what it works with.</summary>
    public TowerOptions OptionsOf(ParseResult parsed) => TowerFolders.Options(FolderOf(parsed), postgres: Connection(parsed.GetValue(Db)));

    /// <summary>True when there is a register.</summary>
    public async Task<bool> Exists(ParseResult parsed)
    {
        using var store = new TowerStore(OptionsOf(parsed));
        try
        {
            return (await Migrator.State(store)).Applied > 0;
        }
        catch (Exception fault) when (Opening.Of(fault) is { } refusal)
        {
            throw TowerActs.Refusal([refusal]);
        }
    }

    /// <summary>Opens the register; <paramref name="create"/>: makes it when there is none.</summary>
    /// <exception cref="RefusedException">There is none, or a newer program wrote it.</exception>
    public async Task<ServiceProvider> Open(ParseResult parsed, bool create = false)
    {
        var options = OptionsOf(parsed);
        if (!create && !await Exists(parsed))
        {
            throw RefusedException.Because("no-data", new Place(PlaceOf(parsed), 0, 0), "여기에는 등록부가 없습니다. --data 로 자료 폴더를(PostgreSQL이면 --db 로 연결을) 주거나, haechi import 나 haechi serve 로 새 등록부를 만드십시오.",
                "there is no register here; give its folder with --data (or its PostgreSQL with --db), or make one with haechi import or haechi serve");
        }
        var services = new ServiceCollection().AddLogging(l => l.SetMinimumLevel(LogLevel.Warning)).AddTower(options).BuildServiceProvider();
        if (await Opening.Prepare(services.GetRequiredService<TowerStore>()) is { } refusal)
        {
            await services.DisposeAsync();
            throw TowerActs.Refusal([refusal]);
        }
        return services;
    }

    /// <summary>The two times asked for, or null for now.</summary>
    public Moment? At(ParseResult parsed, TowerClock clock)
    {
        var (on, asOf) = (parsed.GetValue(On), parsed.GetValue(AsOf));
        return on is null && asOf is null ? null : new Moment(on is null ? clock.Today : Inputs.Day(on, "--on"), asOf is null ? null : Instant(asOf));
    }

    /// <summary>Prints refusals; the exit code.</summary>
    public int Refuse(IReadOnlyList<Refusal> refusals)
    {
        foreach (var refusal in refusals)
        {
            terminal.Error.WriteLine(refusal.ToLine(terminal.Language.Tag));
        }
        return Exit.WrongUse;
    }

    private static long Instant(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return TowerClock.EndOf(day);
        }
        string[] shapes = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK"];
        return DateTime.TryParseExact(text, shapes, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var moment)
            ? TowerClock.ToMicros(moment.Kind == DateTimeKind.Utc ? new DateTimeOffset(moment, TimeSpan.Zero) : new DateTimeOffset(moment, TimeSpan.FromHours(9)))
            : throw RefusedException.Because("wrong-use", new Place("--as-of", 0, 0), $"'{text}'은(는) 시각이 아닙니다. 2026-11-22 또는 2026-11-22T14:00 처럼 적으십시오.", $"'{text}' is no instant; write 2026-11-22 or 2026-11-22T14:00");
    }
}
