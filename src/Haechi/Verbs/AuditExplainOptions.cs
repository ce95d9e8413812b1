using System.CommandLine;
using Haechi.Rules;

namespace Haechi.Verbs;

/// <summary>What was asked of <c>haechi audit explain</c>.</summary>
internal sealed record ExplainAsk(string Model, string Data)
{
    public int? Row { get; init; }
    public string Method { get; init; } = "auto";
    public string? Background { get; init; }
    public string? Labels { get; init; }
    public int Answer { get; init; }
    public string? Actionable { get; init; }
    public double? Threshold { get; init; }
    public string? Wanted { get; init; }
    public int MostChanges { get; init; } = 3;
    public string? Target { get; init; }
    public string? Effect { get; init; }
    public string Curve { get; init; } = "ale";
    public IReadOnlyList<string> Except { get; init; } = [];
    public int Samples { get; init; } = 2048;
    public int Seed { get; init; } = 1;
    public string Format { get; init; } = "table";
    public string? Output { get; init; }
}

/// <summary>The options of the verb.</summary>
internal sealed class AuditExplainOptions
{
    private readonly Option<string> _model;
    private readonly Option<string> _data;
    private readonly Option<int?> _row;
    private readonly Option<string> _method;
    private readonly Option<string> _background;
    private readonly Option<string> _labels;
    private readonly Option<int?> _answer;
    private readonly Option<string> _actionable;
    private readonly Option<double?> _threshold;
    private readonly Option<string> _wanted;
    private readonly Option<int?> _changes;
    private readonly Option<string> _target;
    private readonly Option<string> _effect;
    private readonly Option<string> _curve;
    private readonly Option<string[]> _except;
    private readonly Option<int?> _samples;
    private readonly Option<int?> _seed;
    private readonly Option<string> _format;
    private readonly Option<string> _output;

    public AuditExplainOptions(Terminal terminal)
    {
        Option<T> Make<T>(string name, string help, string ko, string en, params string[] aliases) => new(name, aliases) { Description = terminal.Say(ko, en), HelpName = help };
        _model = Make<string>("--model", "FILE|URL", "모형: XGBoost JSON, LightGBM 글 파일, ONNX, 선형 JSON, 또는 http(s) 주소", "the model: XGBoost JSON, LightGBM text, ONNX, linear JSON, or an http(s) address", "-m");
        _data = Make<string>("--data", "FILE", "행이 든 표 (CSV, JSON)", "the table with the rows (CSV, JSON)", "-d");
        (_model.Required, _data.Required) = (true, true);
        _row = Make<int?>("--row", "N", "설명할 행, 1부터 (기본: 모든 행을 통틀어)", "the row to explain, from 1 (default: all rows together)");
        _method = Make<string>("--method", "auto|tree|linear|exact|permutation|kernel", "방법 (기본: 나무는 tree, 선형은 linear, 주소는 특성이 12개까지면 exact, 아니면 kernel)", "how (default: tree for trees, linear for linear models, for an address exact up to 12 features, else kernel)");
        _background = Make<string>("--background", "FILE", "보통이 무엇인지를 보이는 표 (기본: --data)", "a table that shows what is usual (default: --data)");
        _labels = Make<string>("--labels", "FILE", "특성의 한국어·영어 이름 (JSON)", "names of features in Korean and English (JSON)");
        _answer = Make<int?>("--answer", "N", "모형의 답이 여럿일 때 몇 번째, 0부터 (기본 0)", "which answer when the model gives several, from 0 (default 0)");
        _actionable = Make<string>("--actionable", "a,b[:up|down][:min..max]", "그 사람이 실제로 바꿀 수 있는 특성; --row와 함께", "features that the person can really change; with --row");
        _threshold = Make<double?>("--threshold", "T", "결정이 갈리는 값 (기본: 확률이면 0.5)", "where the decision turns (default: 0.5 for a probability)");
        _wanted = Make<string>("--wanted", "at-least|below", "바라는 쪽 (기본: 지금의 반대쪽)", "the side that is wanted (default: the other one)");
        _changes = Make<int?>("--most-changes", "N", "함께 바꿀 특성의 수 (기본 3)", "how many features may change together (default 3)");
        _target = Make<string>("--target", "COLUMN", "실제 결과의 열: 특성을 섞으면 오류가 얼마나 느는지 봄", "the column with what happened: by how much errors grow when a feature is shuffled");
        _effect = Make<string>("--effect", "FEATURE", "한 특성에 따라 답이 어떻게 바뀌는지 봄", "how the answer changes with one feature");
        _curve = Make<string>("--curve", "ale|pdp", "그 곡선의 종류 (기본 ale)", "which curve (default ale)");
        _except = Make<string[]>("--except", "COLUMN", "특성이 아닌 열. 여러 번 쓸 수 있음", "a column that is no feature; may be repeated");
        _samples = Make<int?>("--samples", "N", "kernel의 조합 수 또는 permutation의 순서 수 (기본 2048, permutation은 64)", "sets for kernel, or orders for permutation (default 2048; 64 for permutation)");
        _seed = Make<int?>("--seed", "N", "뽑기의 씨앗 (기본 1)", "seed of the draws (default 1)");
        _format = Make<string>("--format", "table|json|html", "출력 형식", "format of the output");
        _output = Make<string>("--output", "FILE", "결과를 쓸 파일 (기본: 표준 출력)", "file to write to (default: standard output)", "-o");
    }

    public IEnumerable<Option> All =>
        [_model, _data, _row, _method, _background, _labels, _answer, _actionable, _threshold, _wanted, _changes, _target, _effect, _curve, _except, _samples, _seed, _format, _output];

    /// <exception cref="RefusedException">A word or number is none of those allowed.</exception>
    public ExplainAsk Read(ParseResult parsed)
    {
        var method = Inputs.OneOf(parsed.GetValue(_method), "--method", "auto", "tree", "linear", "exact", "permutation", "kernel");
        var ask = new ExplainAsk(parsed.GetValue(_model)!, parsed.GetValue(_data)!)
        {
            Row = parsed.GetValue(_row), Method = method, Background = parsed.GetValue(_background), Labels = parsed.GetValue(_labels), Answer = parsed.GetValue(_answer) ?? 0,
            Actionable = parsed.GetValue(_actionable), Threshold = parsed.GetValue(_threshold), Wanted = parsed.GetValue(_wanted) is { } side ? Inputs.OneOf(side, "--wanted", "at-least", "below") : null,
            MostChanges = parsed.GetValue(_changes) ?? 3, Target = parsed.GetValue(_target), Effect = parsed.GetValue(_effect), Curve = Inputs.OneOf(parsed.GetValue(_curve), "--curve", "ale", "pdp"),
            Except = parsed.GetValue(_except) ?? [], Samples = parsed.GetValue(_samples) ?? (method == "permutation" ? 64 : 2048), Seed = parsed.GetValue(_seed) ?? 1,
            Format = Inputs.OneOf(parsed.GetValue(_format), "--format", "table", "json", "html"), Output = parsed.GetValue(_output),
        };
        return (ask.Actionable is not null && ask.Row is null) || (ask.Target is not null && ask.Effect is not null) || ((ask.Target ?? ask.Effect) is not null && ask.Row is not null)
            ? throw RefusedException.Because("wrong-use", new Place("haechi audit explain", 0, 0), "--actionable은 --row와 함께 씁니다. --target과 --effect는 하나만, --row 없이 씁니다.",
                "--actionable goes with --row; of --target and --effect give one, without --row")
            : ask;
    }
}
