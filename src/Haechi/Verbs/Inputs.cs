using System.CommandLine;
using System.Globalization;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Rules.Facts;

namespace Haechi.Verbs;

/// <summary>Options that several verbs share.</summary>
internal sealed class Inputs(Terminal terminal)
{
    public Option<string[]> BookFolders { get; } = new("--book", "-b")
    {
        Description = terminal.Say("규칙책 폴더. 여러 번 쓸 수 있음", "folder of a rulebook; may be repeated"), HelpName = "DIR", AllowMultipleArgumentsPerToken = false,
    };

    public Option<string> On { get; } = new("--on")
    {
        Description = terminal.Say("기준일 YYYY-MM-DD (기본: 오늘)", "the day, YYYY-MM-DD (default: today)"), HelpName = "DATE",
    };

    public Option<string> Facts { get; } = new("--facts", "-f")
    {
        Description = terminal.Say("사실 파일: .json, .jsonl 또는 .csv", "file of facts: .json, .jsonl or .csv"), HelpName = "FILE", Required = true,
    };

    public Option<string> Waivers { get; } = new("--waivers")
    {
        Description = terminal.Say("유예·면제 기록 파일(YAML, JSON)", "file of waivers (YAML, JSON)"), HelpName = "FILE",
    };

    public Option<string> Installation { get; } = new("--installation")
    {
        Description = terminal.Say("기관이 정하는 것: 첫날 산입, 휴일, 과태료 유예의 전제 (YAML)", "what the installation decides: first day, holidays, assumed grace on fines (YAML)"), HelpName = "FILE",
    };

    public Option<string> Format(string choices) => new("--format")
    {
        Description = terminal.Say("출력 형식", "format of the output"), HelpName = choices,
    };

    /// <summary>The day given, or today.</summary>
    /// <exception cref="RefusedException">It is not a day.</exception>
    public static DateOnly Day(string? text, string option) =>
        text is null ? DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime)
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw RefusedException.Because("wrong-use", new Place(option, 0, 0), $"'{text}'은(는) 날짜가 아닙니다. YYYY-MM-DD로 적으십시오.", $"'{text}' is not a date; write YYYY-MM-DD");

    /// <summary>One of the words allowed for an option.</summary>
    public static string OneOf(string? text, string option, params string[] words) =>
        text is null ? words[0] : words.Contains(text) ? text
        : throw RefusedException.Because("wrong-use", new Place(option, 0, 0), $"'{text}'이(가) 있습니다. {string.Join(", ", words)} 가운데 하나여야 합니다.", $"found '{text}'; expected one of {string.Join(", ", words)}");

    /// <summary>Loads the books given.</summary>
    public BookSet Load(ParseResult parsed)
    {
        var folders = parsed.GetValue(BookFolders) ?? [];
        return folders.Length > 0 ? BookSet.Load(folders)
            : throw RefusedException.Because("wrong-use", new Place("--book", 0, 0), "규칙책 폴더를 --book 으로 주십시오.", "give the folder of a rulebook with --book");
    }

    /// <summary>Reads facts; names that no question has are told on the error stream.</summary>
    public IReadOnlyList<FactRecord> ReadFacts(ParseResult parsed, BookSet set) => ReadFacts(parsed, set.Questions);

    /// <summary>The same against any questions.</summary>
    public IReadOnlyList<FactRecord> ReadFacts(ParseResult parsed, IReadOnlyList<Question> questions)
    {
        var findings = new Findings();
        var file = parsed.GetValue(Facts)!;
        var records = FactReader.ReadFile(file, questions, findings, out var unused);
        if (unused.Count > 0)
        {
            var shown = string.Join(", ", unused.Take(8)) + (unused.Count > 8 ? ", …" : "");
            terminal.Error.WriteLine(terminal.Say($"{file}: 어느 규칙책도 묻지 않는 항목 {unused.Count}개는 쓰지 않았습니다: {shown}", $"{file}: {unused.Count} names that no book asks for were passed over: {shown}"));
        }
        foreach (var (question, values) in FactReader.Undeclared(records, questions))
        {
            var shown = string.Join(", ", values.Take(8)) + (values.Count > 8 ? ", …" : "");
            terminal.Error.WriteLine(terminal.Say($"{file}: '{question}'에 선언하지 않은 값 {values.Count}가지가 있습니다. 어느 조건에도 맞지 않는 답으로 읽었습니다: {shown}",
                $"{file}: '{question}' has {values.Count} values that no book declares; they were read as answers that match nothing: {shown}"));
        }
        return findings.HasErrors ? throw new RefusedException(findings.All) : records;
    }

    /// <summary>Reads waivers, or none when the option is absent.</summary>
    public IReadOnlyList<Waiver> ReadWaivers(ParseResult parsed, BookSet set)
    {
        if (parsed.GetValue(Waivers) is not { } file)
        {
            return [];
        }
        var findings = new Findings();
        var waivers = Waiver.ReadFile(file, set, findings);
        return findings.HasErrors ? throw new RefusedException(findings.All) : waivers;
    }

    /// <summary>Reads what the installation decides, or the default when the option is absent.</summary>
    public Installation ReadInstallation(ParseResult parsed)
    {
        if (parsed.GetValue(Installation) is not { } file)
        {
            return Rules.Duties.Installation.Default;
        }
        var findings = new Findings();
        var installation = Rules.Duties.Installation.ReadFile(file, findings);
        return findings.HasErrors ? throw new RefusedException(findings.All) : installation;
    }
}
