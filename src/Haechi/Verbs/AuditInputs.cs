using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Haechi.Audit;
using Haechi.Audit.Cells;
using Haechi.Audit.Planning;
using Haechi.Audit.Sides;
using Haechi.Rules;

namespace Haechi.Verbs;

/// <summary>A plan as written, its name, and what it says.</summary>
internal sealed record WrittenPlan(string Text, string Name, AuditPlan Plan);

/// <summary>What the verbs of the audit share: a plan from a file or from options, and cells from data.</summary>
internal sealed class AuditInputs(Terminal terminal)
{
    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, NewLine = "\n" };

    public Argument<string?> PlanFile { get; } = new("PLAN") { Description = terminal.Say("감사 계획(YAML)", "the audit plan (YAML)"), Arity = ArgumentArity.ZeroOrOne };

    public Option<string> Data { get; } = Text("--data", "FILE", terminal.Say("결정 기록: .csv, .jsonl, 열 파일(haechi audit store), .parquet(DuckDB가 있을 때)", "the decisions: .csv, .jsonl, a column file (haechi audit store), .parquet (where DuckDB is installed)"));

    public Option<string> Outcome { get; } = Text("--outcome", "COL", terminal.Say("실제 결과 열", "column of what turned out to be true"));

    public Option<string> Decision { get; } = Text("--decision", "COL", terminal.Say("결정 열", "column of the decision"));

    public Option<string> Score { get; } = Text("--score", "COL", terminal.Say("점수 열", "column of the score"));

    public Option<double?> At { get; } = new("--at") { Description = terminal.Say("이 점수 이상이면 결정은 '예'", "a score of at least this is a yes"), HelpName = "T" };

    public Option<string> GroupColumns { get; } = Text("--groups", "A,B,C", terminal.Say("비교할 속성 열, 쉼표로", "columns of attributes to compare, with commas"));

    public Option<string[]> References { get; } = new("--reference") { Description = terminal.Say("기준 집단. 여러 번 쓸 수 있음", "reference group; may be repeated"), HelpName = "A=x", AllowMultipleArgumentsPerToken = false };

    public Option<string[]> Positive { get; } = new("--positive") { Description = terminal.Say("'예'를 뜻하는 값: outcome=x, decision=x", "value that means yes: outcome=x, decision=x"), HelpName = "ROLE=x", AllowMultipleArgumentsPerToken = false };

    public Option<string> Weight { get; } = Text("--weight", "COL", terminal.Say("가중치 열", "column of weights"));

    public Option<string> Count { get; } = Text("--count", "COL", terminal.Say("건수 열(집계표일 때)", "column of counts (for a table of counts)"));

    public Option<int> Intersections { get; } = new("--intersections") { Description = terminal.Say("속성을 몇 개까지 교차할지 (기본 1)", "how many attributes to cross at most (default 1)"), HelpName = "K", DefaultValueFactory = _ => 1 };

    public Option<int> Threads { get; } = new("--threads") { Description = terminal.Say("스레드 수 (결과는 같음)", "number of threads (the result is the same)"), HelpName = "N" };

    public Option<bool> Progress { get; } = new("--progress") { Description = terminal.Say("화면이 아니어도 오래 읽을 때 몇 %인지 알림 (표준 오류)", "tell how far a long read is also where standard error is no terminal") };

    public Option<string> Output { get; } = new("--output", "-o") { Description = terminal.Say("결과 파일 (기본: 화면)", "file for the result (default: the screen)"), HelpName = "OUT" };

    /// <summary>The options that say what to count.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(PlanFile);
        foreach (var option in new Option[] { Data, Outcome, Decision, Score, At, GroupColumns, References, Positive, Weight, Count, Intersections, Threads, Progress })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The plan in the file, or one written from the options.</summary>
    public WrittenPlan Plan(ParseResult parsed)
    {
        if (parsed.GetValue(PlanFile) is { } file)
        {
            if (new Option[] { Outcome, Decision, Score, At, GroupColumns, References, Positive, Weight, Count }.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } extra)
            {
                throw Wrong(extra.Name, "계획 파일이 있으면 이 선택지는 쓰지 않습니다. 계획에 적으십시오.", "this option is not used beside a plan; write it into the plan");
            }
            var text = ReadText(file);
            return new WrittenPlan(text, file, PlanReader.Read(text, file));
        }
        if (parsed.GetValue(Data) is null || parsed.GetValue(GroupColumns) is null)
        {
            throw Wrong("audit", "계획 파일을 주거나 --data 와 --groups 를 주십시오.", "give a plan, or --data and --groups");
        }
        var written = JsonSerializer.Serialize(FromOptions(parsed), Written) + "\n";
        return new WrittenPlan(written, "--data", PlanReader.Read(written, "--data"));
    }

    /// <summary>Cells counted from the data that the option or the plan names.</summary>
    public CellDocument Cells(ParseResult parsed, WrittenPlan plan, string? data = null)
    {
        var file = data ?? DataOf(parsed, plan);
        var read = AuditData.Read(file, plan.Plan, parsed.GetValue(Threads), Told(parsed, file));
        foreach (var problem in read.Notes.Problems)
        {
            terminal.Error.WriteLine($"{file}:{problem.Line}: {terminal.Say("주의", "warning")} {problem.Kind}: {TextTable.OneLine(problem.Detail, 80)}");
        }
        return read;
    }

    /// <summary>The data that the option or the plan names.</summary>
    public string DataOf(ParseResult parsed, WrittenPlan plan) => parsed.GetValue(Data) ?? (plan.Plan.File is { } named ? Path.Combine(Path.GetDirectoryName(plan.Name) ?? "", named) : null)
        ?? throw Wrong("--data", "계획에 data.file 이 없으면 --data 로 데이터를 주십시오.", "the plan names no data.file; give the data with --data");

    /// <summary>Who is told how far a long read is: a terminal, or whoever asked.</summary>
    public IProgress<double>? Told(ParseResult parsed, string file) => Console.IsErrorRedirected && !parsed.GetValue(Progress) ? null : new Shown(terminal, file);

    /// <summary>Writes bytes to the file of the option, or to the screen.</summary>
    public void Write(ParseResult parsed, byte[] bytes)
    {
        if (parsed.GetValue(Output) is { } file)
        {
            WriteFile(file, bytes);
        }
        else
        {
            terminal.Out.Write(Encoding.UTF8.GetString(bytes));
        }
    }

    public static void WriteFile(string file, byte[] bytes)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public static string ReadText(string file) => Encoding.UTF8.GetString(ReadBytes(file)).TrimStart('\uFEFF');

    public static byte[] ReadBytes(string file) => File.Exists(file) ? File.ReadAllBytes(file)
        : throw AuditRefusedException.Because("no-file", file, "파일이 없습니다. 경로를 확인하십시오.", "there is no such file; check the path");

    public static RefusedException Wrong(string option, string ko, string en) => RefusedException.Because("wrong-use", new Place(option, 0, 0), ko, en);

    private static Option<string> Text(string name, string help, string description) => new(name) { Description = description, HelpName = help };

    private Dictionary<string, object> FromOptions(ParseResult parsed)
    {
        var references = Pairs(parsed.GetValue(References), "--reference");
        var positive = Pairs(parsed.GetValue(Positive), "--positive");
        var groups = parsed.GetValue(GroupColumns)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var (name, _) in references.Where(r => !groups.Contains(r.Key)))
        {
            throw Wrong("--reference", $"'{name}'은(는) --groups 에 없습니다.", $"'{name}' is not among --groups");
        }
        var data = new Dictionary<string, object>();
        void Add(string key, string? column)
        {
            if (column is not null)
            {
                data[key] = positive.TryGetValue(key, out var yes) ? new { column, positive = yes } : column;
            }
        }
        Add("outcome", parsed.GetValue(Outcome));
        Add("decision", parsed.GetValue(Decision));
        Add("weight", parsed.GetValue(Weight));
        Add("count", parsed.GetValue(Count));
        if (parsed.GetValue(Score) is { } score)
        {
            data["score"] = parsed.GetValue(At) is { } at ? new { column = score, at } : score;
        }
        else if (parsed.GetValue(At) is not null)
        {
            throw Wrong("--at", "--score 와 함께 쓰십시오.", "give --score with it");
        }
        var decided = parsed.GetValue(Decision) is not null || parsed.GetValue(At) is not null;
        return new Dictionary<string, object>
        {
            ["audit"] = Path.GetFileNameWithoutExtension(parsed.GetValue(Data)!),
            ["data"] = data,
            ["groups"] = groups.Select(g => references.TryGetValue(g, out var r) ? (object)new { column = g, reference = r[0] } : g).ToList(),
            ["intersections"] = parsed.GetValue(Intersections),
            ["checks"] = decided ? Checks(parsed.GetValue(Outcome) is not null, references.Count == groups.Length) : [],
        };
    }

    private static readonly string[] WithOutcome = ["sel", "tpr", "fpr"];
    private static readonly string[] DecisionsOnly = ["sel"];

    /// <summary>Without a plan: four fifths, with the reference where every attribute has one, else between the extremes.</summary>
    private static List<object> Checks(bool outcome, bool referenced) =>
        [.. (outcome ? WithOutcome : DecisionsOnly).Select(metric => (object)new
        {
            metric, compare = "ratio", to = referenced ? "reference" : "extremes", at_least = 0.8, at_most = 1.25,
            reason = new { ko = "명령의 기본값(5분의 4)", en = "the command's default (four fifths)" },
        })];

    private static Dictionary<string, List<string>> Pairs(string[]? given, string option)
    {
        var pairs = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var pair in given ?? [])
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw Wrong(option, $"'{pair}'이(가) 있습니다. 이름=값으로 적으십시오.", $"found '{pair}'; write name=value");
            }
            (pairs.TryGetValue(pair[..at], out var values) ? values : pairs[pair[..at]] = []).Add(pair[(at + 1)..]);
        }
        return pairs;
    }

    /// <summary>Long reads say how far they are, once a second.</summary>
    private sealed class Shown(Terminal terminal, string file) : IProgress<double>
    {
        private long _last = Environment.TickCount64;

        public void Report(double value)
        {
            var (now, last) = (Environment.TickCount64, Interlocked.Read(ref _last));
            if (now - last > 1000 && Interlocked.CompareExchange(ref _last, now, last) == last)
            {
                terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {value * 100:0}%"));
            }
        }
    }
}
