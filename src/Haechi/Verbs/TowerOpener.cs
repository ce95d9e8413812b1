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

    /// <summary>True when the data folder holds a register.</summary>
    public bool Exists(ParseResult parsed) => File.Exists(TowerFolders.Options(FolderOf(parsed)).SqliteFile);

    /// <summary>Opens the register of the folder; <paramref name="create"/>: makes it when there is none.</summary>
    /// <exception cref="RefusedException">There is none, or a newer program wrote it.</exception>
    public async Task<ServiceProvider> Open(ParseResult parsed, bool create = false)
    {
        var folder = FolderOf(parsed);
        var options = TowerFolders.Options(folder);
        if (!create && !Exists(parsed))
        {
            throw RefusedException.Because("no-data", new Place(folder, 0, 0), "이 폴더에는 등록부가 없습니다. --data 로 자료 폴더를 주거나, haechi import 나 haechi serve 로 새 등록부를 만드십시오.",
                "there is no register in this folder; give its folder with --data, or make one with haechi import or haechi serve");
        }
        var services = new ServiceCollection().AddLogging(l => l.SetMinimumLevel(LogLevel.Warning)).AddTower(options).BuildServiceProvider();
        try
        {
            await Migrator.Migrate(services.GetRequiredService<TowerStore>());
            return services;
        }
        catch (InvalidDataException newer)
        {
            await services.DisposeAsync();
            throw RefusedException.Because("newer-data", new Place(folder, 0, 0), "더 새로운 판의 해치가 쓴 자료입니다. 그 판으로 여십시오.", newer.Message);
        }
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
