using Haechi.Audit.Explaining;
using Haechi.Audit.Explaining.Changing;
using Haechi.Audit.Explaining.Sampling;
using Haechi.Audit.Explaining.Trees;
using Haechi.Audit.Explaining.Wording;
using Haechi.Rules;
using Haechi.Rules.Facts;
using LocalText = Haechi.Audit.LocalText;

namespace Haechi.Verbs;

/// <summary>What was found for the rows asked about. Any of the last parts is null when it was not asked for.</summary>
internal sealed record Explained(ExplainAsk Ask, IModel Model, string Format, FeatureLabels Labels, List<LocalText> Notes)
{
    public string Method { get; init; } = "";
    public FeatureMatrix? Rows { get; init; }
    public IReadOnlyList<int> Numbers { get; init; } = [];
    public double[] Answers { get; init; } = [];
    public Attributions? Parts { get; init; }
    public double Usual { get; init; }
    public DecisionReasons? Reasons { get; init; }
    public WantedAnswer? Wanted { get; init; }
    public CounterfactualSearch? Search { get; init; }
    public double? WholeLoss { get; init; }
    public IReadOnlyList<FeatureImportance>? Importance { get; init; }
    public IReadOnlyList<EffectPoint>? Effect { get; init; }

    public LocalText AnswerName => Labels.Answer(Ask.Answer, Model.Outputs);

    /// <summary>Features that a law protects and that are among the reasons of this decision.</summary>
    public IReadOnlyList<DecisionReason> Sensitive => [.. (Reasons?.Reasons ?? []).Where(r => r.Label.Sensitive)];
}

/// <summary>Does what <c>haechi audit explain</c> was asked.</summary>
internal static class AuditExplainRun
{
    private const int MostBackground = 100;

    /// <exception cref="RefusedException">The model, the data or the question cannot be used.</exception>
    public static int Run(ExplainAsk ask, Terminal terminal)
    {
        var labels = ask.Labels is null ? FeatureLabels.None : Need(FeatureLabels.Read(ask.Labels));
        var table = Table(ask.Data);
        var (model, format) = Model(ask, table);
        using var closing = model as IDisposable;
        var notes = new List<LocalText>();
        var rows = Rows(model, table, ask, labels, notes);
        var background = ask.Background is null ? rows : Rows(model, Table(ask.Background), ask, labels, notes);
        model = WithCover(model, background, notes);
        if (model is HttpModel)
        {
            // How many numbers it answers is known only once it has answered.
            model.Predict(rows.Only(0));
        }
        if (ask.Answer < 0 || ask.Answer >= model.Outputs)
        {
            throw Wrong("--answer", $"모형의 답은 {model.Outputs}개입니다. 0부터 셉니다.", $"the model gives {model.Outputs}, counted from 0");
        }
        var made = new Explained(ask, model, format, labels, notes);
        made = ask.Target is not null ? Importance(made, rows, Need(table.Column(ask.Target, labels)))
            : ask.Effect is not null ? Effect(made, rows)
            : Parts(made, rows, background);
        AuditExplainOutput.Deliver(made, terminal);
        return made.Search is { AlreadyMet: false, Found.Count: 0 } || made.Sensitive.Count > 0 ? Exit.Findings : Exit.Fine;
    }

    private static Explained Parts(Explained made, FeatureMatrix all, FeatureMatrix background)
    {
        var (ask, model) = (made.Ask, made.Model);
        if (ask.Row is { } row && (row < 1 || row > all.Rows))
        {
            throw Wrong("--row", $"{row}번 행은 없습니다. 1에서 {all.Rows} 사이여야 합니다.", $"there is no row {row}; expected 1 to {all.Rows}");
        }
        var rows = ask.Row is { } one ? all.Only(one - 1) : all;
        var (parts, method) = Attribute(ask, model, rows, background, made.Notes);
        var answers = model.Predict(rows);
        made = made with { Rows = rows, Parts = parts, Method = method, Answers = answers, Numbers = ask.Row is { } n ? [n] : [.. Enumerable.Range(1, rows.Rows)], Usual = rows.Rows == 0 ? double.NaN : Usual(model, parts, ask.Answer) };
        return ask.Row is null ? made : OneRow(made, rows, background);
    }

    private static Explained OneRow(Explained made, FeatureMatrix rows, FeatureMatrix background)
    {
        var (ask, model) = (made.Ask, made.Model);
        made = made with { Reasons = DecisionReasons.Of(made.Parts!, rows, 0, ask.Answer, made.Answers[ask.Answer], made.Usual, made.Labels) };
        if (ask.Actionable is null)
        {
            return made;
        }
        var threshold = ask.Threshold ?? (model is AdditiveModel { Link: not (Link.Logistic or Link.Softmax) } ? throw Wrong("--threshold", "이 모형의 답은 확률이 아닙니다. 결정이 갈리는 값을 주십시오.", "this model's answer is no probability; say where the decision turns") : 0.5);
        var wanted = new WantedAnswer(ask.Answer, threshold, ask.Wanted is { } side ? side == "at-least" : made.Answers[ask.Answer] < threshold);
        var search = Need(Counterfactuals.Find(model, rows.Row(0), background, Need(Actionable.Parse(ask.Actionable)), wanted, ask.MostChanges, model is HttpModel ? 20_000 : 500_000));
        return made with { Wanted = wanted, Search = search };
    }

    private static (Attributions Parts, string Method) Attribute(ExplainAsk ask, IModel model, FeatureMatrix rows, FeatureMatrix background, List<LocalText> notes)
    {
        var method = ask.Method != "auto" ? ask.Method : model switch { TreeEnsemble => "tree", LinearModel => "linear", _ => rows.Width <= SampledShap.MostExact ? "exact" : "kernel" };
        switch (method)
        {
            case "tree":
                return (TreeShap.Explain(model as TreeEnsemble ?? throw Wrong("--method tree", "나무 모형이 아닙니다.", "the model has no trees"), rows, Environment.ProcessorCount), method);
            case "linear":
                var linear = model as LinearModel ?? throw Wrong("--method linear", "선형 모형이 아닙니다.", "the model is not linear");
                return (linear.Explain(rows, LinearModel.Usual(background)), method);
            default:
                var usual = background.Spread(MostBackground);
                notes.Add(new($"모르는 특성의 값은 배경 {usual.Rows}행에서 가져왔습니다.", $"Values of features that are not known were taken from {usual.Rows} rows of background."));
                var plan = new SamplingPlan(method switch { "exact" => SamplingMethod.Exact, "permutation" => SamplingMethod.Permutation, _ => SamplingMethod.Kernel }, ask.Samples, ask.Seed);
                return (Need(SampledShap.Explain(model, rows, usual, plan)), method);
        }
    }

    /// <summary>The base on the scale that people see.</summary>
    private static double Usual(IModel model, Attributions parts, int output)
    {
        double[] bases = [.. Enumerable.Range(0, model.Outputs).Select(o => parts.Base(0, o))];
        if (parts.Scale == ExplainedScale.Margin)
        {
            ((AdditiveModel)model).ToScale(bases);
        }
        return bases[output];
    }

    private static Explained Importance(Explained made, FeatureMatrix rows, double[] outcomes)
    {
        var chance = made.Model is AdditiveModel { Link: Link.Logistic } && outcomes.All(o => o is 0 or 1);
        var (loss, features) = Need(PermutationImportance.Of(made.Model, rows, outcomes, made.Ask.Answer, chance ? Loss.Log : Loss.Squared, 10, made.Ask.Seed));
        return made with { Method = chance ? "permutation importance, log loss" : "permutation importance, squared loss", WholeLoss = loss, Importance = features };
    }

    private static Explained Effect(Explained made, FeatureMatrix rows)
    {
        var feature = made.Model.Features.ToList().IndexOf(made.Ask.Effect!);
        if (feature < 0)
        {
            throw Wrong("--effect", $"모형에 '{made.Ask.Effect}' 특성이 없습니다.", $"the model has no feature '{made.Ask.Effect}'");
        }
        var points = made.Ask.Curve == "pdp" ? FeatureEffects.PartialDependence(made.Model, rows, feature, output: made.Ask.Answer) : FeatureEffects.Accumulated(made.Model, rows, feature, output: made.Ask.Answer);
        return made with { Method = made.Ask.Curve, Effect = Need(points) };
    }

    private static (IModel Model, string Format) Model(ExplainAsk ask, FeatureTable table)
    {
        if (Uri.TryCreate(ask.Model, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            string[] features = [.. table.Headers.Where(h => h != ask.Target && !ask.Except.Contains(h))];
            return (new HttpModel(address, features, Environment.GetEnvironmentVariable("HAECHI_MODEL_TOKEN")), "http");
        }
        var model = Need(ModelFile.Read(ask.Model));
        return (model, model.Format);
    }

    private static FeatureMatrix Rows(IModel model, FeatureTable table, ExplainAsk ask, FeatureLabels labels, List<LocalText> notes)
    {
        string[] except = [.. ask.Except, .. ask.Target is null ? Array.Empty<string>() : [ask.Target]];
        var (rows, byPosition) = Need(table.Fit(model.Features, labels, except));
        if (byPosition)
        {
            notes.Add(new($"모형의 파일에 특성 이름이 없어, {table.File}의 열을 순서대로 맞추었습니다.", $"The model's file names no features: the columns of {table.File} were matched by position."));
        }
        return rows.Rows > 0 ? rows : throw Wrong(table.File, "행이 없습니다.", "has no rows");
    }

    /// <summary>Without counts in the file, the data say how usual each branch is; a report has to say so, since other data give other parts.</summary>
    private static IModel WithCover(IModel model, FeatureMatrix background, List<LocalText> notes)
    {
        if (model is not TreeEnsemble { HasCover: false } trees)
        {
            return model;
        }
        notes.Add(new($"파일에 학습 자료의 수가 없어, 배경 {background.Rows}행으로 가지마다 세었습니다.", $"The file carries no counts of its training rows: the branches were counted with {background.Rows} rows of background."));
        return trees.CoverFrom(background);
    }

    private static FeatureTable Table(string file)
    {
        var findings = new Findings();
        var read = Inventory.Read(file, findings);
        return read is null || findings.HasErrors ? throw new RefusedException(findings.All)
            : new FeatureTable(file, read.Headers, [.. read.Rows.Select(r => r.Line)], [.. read.Rows.Select(r => (IReadOnlyList<string>)r.Cells)]);
    }

    private static T Need<T>(ModelResult<T> result) => result.Problem is { } problem ? throw Wrong(problem.Where, problem.Message.Ko, problem.Message.En, problem.Code) : result.Value;

    private static RefusedException Wrong(string where, string ko, string en, string code = "wrong-use") => RefusedException.Because(code, new Place(where, 0, 0), ko, en);
}
