using System.Globalization;
using Haechi.Rules;
using Haechi.Tower.Common;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Haechi.Tower.Clocks;

/// <summary>A day of rest besides Saturday and Sunday.</summary>
/// <param name="Day">The day.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Cite">The provision that makes it one.</param>
public sealed record Holiday(DateOnly Day, LocalText Name, string Cite);

/// <summary>The days of rest of a country, for the years that its file covers. A year that it does not cover is unknown; nothing answers "no holiday" for it.</summary>
public sealed class LegalCalendar
{
    private readonly Dictionary<DateOnly, Holiday> _days;
    private readonly HashSet<int> _years;

    private LegalCalendar(string id, IEnumerable<int> years, IEnumerable<Holiday> days)
    {
        Id = id;
        _years = [.. years];
        _days = days.ToDictionary(d => d.Day);
        Holidays = [.. _days.Values.OrderBy(d => d.Day)];
    }

    /// <summary>The name of the calendar, such as <c>kr/calendar</c>.</summary>
    public string Id { get; }

    /// <summary>The covered years, in order.</summary>
    public IReadOnlyList<int> Years => [.. _years.Order()];

    /// <summary>All days, in order.</summary>
    public IReadOnlyList<Holiday> Holidays { get; }

    /// <summary>True when the year of the day is covered.</summary>
    public bool Covers(DateOnly day) => _years.Contains(day.Year);

    /// <summary>True for Saturday, Sunday and holidays; a refusal for a year without data.</summary>
    public Result<bool> IsRest(DateOnly day) => Covers(day) ? day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || _days.ContainsKey(day) : NoData(day.Year);

    /// <summary>The first day on or after <paramref name="day"/> that is no day of rest.</summary>
    public Result<DateOnly> NextWorkingDay(DateOnly day)
    {
        for (var d = day; ; d = d.AddDays(1))
        {
            var rest = IsRest(d);
            if (!rest.Done)
            {
                return Refused.Because<DateOnly>(rest.Refusals);
            }
            if (!rest.Value)
            {
                return d;
            }
        }
    }

    /// <summary>Reads a file. Everything wrong is in the refusals, with its line.</summary>
    public static Result<LegalCalendar> Read(string file)
    {
        if (!File.Exists(file))
        {
            return Refusal.Because("no-file", "공휴일 자료 파일이 없습니다. 규칙책 폴더에 kr/calendar/days.yaml이 있는지 확인하십시오.", "the file of holidays is missing; check that the rulebooks folder has kr/calendar/days.yaml", Path.GetFileName(file));
        }
        try
        {
            var stream = new YamlStream();
            using var reader = new StreamReader(file);
            stream.Load(reader);
            return stream.Documents is [{ RootNode: YamlMappingNode root }] ? Read(root, Path.GetFileName(file)) : Broken(file, 1, "한 묶음의 항목과 값", "one mapping of keys and values");
        }
        catch (YamlException e)
        {
            return Broken(file, (int)e.Start.Line, "YAML", "YAML");
        }
    }

    private static Result<LegalCalendar> Read(YamlMappingNode root, string file)
    {
        var refusals = new List<Refusal>();
        var years = (Child(root, "years") as YamlSequenceNode)?.Children.OfType<YamlScalarNode>().Select(y => int.TryParse(y.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).Where(y => y > 0).ToHashSet() ?? [];
        var days = new Dictionary<DateOnly, Holiday>();
        foreach (var entry in (Child(root, "days") as YamlSequenceNode)?.Children ?? [])
        {
            var line = (int)entry.Start.Line;
            if (entry is not YamlMappingNode map || !DateOnly.TryParseExact(Text(map, "day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || Text(map, "ko") is not { } ko || Text(map, "cite") is not { } cite)
            {
                refusals.Add(Broken(file, line, "{day, ko, en, cite}", "{day, ko, en, cite}"));
            }
            else if (!years.Contains(day.Year))
            {
                refusals.Add(Broken(file, line, "years에 있는 해의 날짜", "a day in one of the years"));
            }
            else if (!days.TryAdd(day, new Holiday(day, LocalText.Of(ko, Text(map, "en") ?? ko), cite)))
            {
                refusals.Add(Broken(file, line, "날짜마다 한 줄", "each day once"));
            }
        }
        if (years.Count == 0 || Text(root, "calendar") is null)
        {
            refusals.Add(Broken(file, 1, "calendar와 years", "the keys calendar and years"));
        }
        return refusals.Count > 0 ? Refused.Because<LegalCalendar>(refusals) : new LegalCalendar(Text(root, "calendar")!, years, days.Values);
    }

    private static Refusal Broken(string file, int line, string ko, string en) =>
        Refusal.Because("bad-calendar", $"공휴일 자료를 읽을 수 없습니다. {ko}이(가) 필요합니다.", $"the file of holidays cannot be read; expected {en}", $"{Path.GetFileName(file)}:{line.ToString(CultureInfo.InvariantCulture)}");

    private static Refusal NoData(int year) => new("no-calendar",
        LocalText.Of($"{year}년의 공휴일 자료가 없어 기한을 셀 수 없습니다.", $"there are no holidays on file for {year}, so the period cannot be counted"), year.ToString(CultureInfo.InvariantCulture),
        LocalText.Of("kr/calendar/days.yaml에 그 해의 공휴일을 출처와 함께 더하십시오.", "add that year's holidays with their source to kr/calendar/days.yaml."));

    private static YamlNode? Child(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private static string? Text(YamlMappingNode map, string key) => (Child(map, key) as YamlScalarNode)?.Value is { Length: > 0 } text ? text : null;
}
