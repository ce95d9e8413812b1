using System.Globalization;
using Haechi.Audit.Explaining.Trees;

namespace Haechi.Audit.Explaining.Reading;

/// <summary>Reads what XGBoost's <c>save_model("….json")</c> writes, 1.0 and later: gbtree, dart and gblinear.</summary>
/// <remarks>XGBoost keeps <c>base_score</c> on the scale of the answer; the margin begins with it taken back through the link.</remarks>
internal static class XgboostJson
{
    public static AdditiveModel Read(JsonPlace root)
    {
        var learner = root["learner"];
        var width = learner["learner_model_param"]["num_feature"].Whole();
        var names = Names(learner, width);
        var booster = learner["gradient_booster"];
        var head = new Head(names, Outputs(learner), LinkOf(learner["objective"]["name"]), Objective(learner), BaseScore(learner));
        return booster["name"].Text() switch
        {
            "gbtree" => Trees(booster["model"], head, null),
            "dart" => Trees(booster["gbtree"]["model"], head, booster["weight_drop"].Singles()),
            "gblinear" => Linear(booster["model"], head),
            var other => throw ModelRefused.NotRead(booster["name"].Where, $"'{other}' 방식은 읽지 않습니다. gbtree, dart, gblinear를 읽습니다.", $"the booster '{other}' is not read; gbtree, dart and gblinear are"),
        };
    }

    private sealed record Head(string[] Names, int Outputs, Link Link, string Objective, double[] BaseScore)
    {
        /// <summary>The margin with which an output begins.</summary>
        public double Margin(int output)
        {
            var score = BaseScore[BaseScore.Length == 1 ? 0 : output];
            return Objective switch
            {
                "binary:logistic" or "reg:logistic" => (float)Math.Log(score / (1 - score)),
                "count:poisson" or "reg:gamma" or "reg:tweedie" or "survival:cox" or "survival:aft" => (float)Math.Log(score),
                _ => score,
            };
        }
    }

    private static string[] Names(JsonPlace learner, int width)
    {
        if (width < 1 || width > FeatureLimit)
        {
            throw ModelRefused.Damaged(learner["learner_model_param"]["num_feature"].Where, $"특성의 수가 {width}입니다. 1에서 {FeatureLimit} 사이여야 합니다.", $"the number of features is {width}; expected 1 to {FeatureLimit}");
        }
        string[] names = learner.Find("feature_names")?.Texts() ?? [];
        if (names.Length == 0)
        {
            return Unnamed.Features(width);
        }
        return names.Length == width ? names
            : throw ModelRefused.Damaged(learner["feature_names"].Where, $"특성 이름은 {names.Length}개인데 특성은 {width}개입니다.", $"{names.Length} names for {width} features");
    }

    public const int FeatureLimit = 100_000;

    private static int Outputs(JsonPlace learner)
    {
        var head = learner["learner_model_param"];
        var outputs = Math.Max(1, head["num_class"].Whole());
        if (head.Find("num_target") is { } targets && targets.Whole() > 1)
        {
            throw ModelRefused.NotRead(targets.Where, "목표가 여럿인 모형은 읽지 않습니다.", "models with several targets are not read");
        }
        return outputs <= 10_000 ? outputs : throw head["num_class"].Wrong("10,000 이하의 수", "a number up to 10,000");
    }

    private static string Objective(JsonPlace learner) => learner["objective"]["name"].Text();

    private static Link LinkOf(JsonPlace objective) => objective.Text() switch
    {
        "binary:logistic" or "reg:logistic" => Link.Logistic,
        "multi:softprob" or "multi:softmax" => Link.Softmax,
        "count:poisson" or "reg:gamma" or "reg:tweedie" or "survival:cox" or "survival:aft" => Link.Exponential,
        "binary:hinge" => Link.Sign,
        "binary:logitraw" => Link.Identity,
        var other when other.StartsWith("reg:", StringComparison.Ordinal) || other.StartsWith("rank:", StringComparison.Ordinal) => Link.Identity,
        var other => throw ModelRefused.NotRead(objective.Where, $"목적 함수 '{other}'은(는) 알지 못하므로 답의 눈금을 정할 수 없습니다.", $"the objective '{other}' is not known, so the scale of its answers is not either"),
    };

    /// <summary>One number as text; since 3.1 also a list written as text.</summary>
    private static double[] BaseScore(JsonPlace learner)
    {
        var place = learner["learner_model_param"]["base_score"];
        var parts = place.Text().Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var outputs = Outputs(learner);
        var numbers = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !float.IsFinite(number))
            {
                throw place.Wrong("유한한 수", "a finite number");
            }
            numbers[i] = number;
        }
        return numbers.Length == 1 || numbers.Length == outputs ? numbers : throw place.Wrong($"수 하나 또는 {outputs}개", $"one number or {outputs}");
    }

    private static LinearModel Linear(JsonPlace model, Head head)
    {
        var weights = model["weights"].Singles();
        var (width, outputs) = (head.Names.Length, head.Outputs);
        if (weights.Length != (width + 1) * outputs)
        {
            throw ModelRefused.Damaged(model["weights"].Where, $"무게가 {weights.Length}개인데 {(width + 1) * outputs}개여야 합니다.", $"{weights.Length} weights; expected {(width + 1) * outputs}");
        }
        return new LinearModel
        {
            Format = "xgboost gblinear", Features = head.Names, Outputs = outputs, Link = head.Link, MissingAsZero = true,
            Weights = [.. Enumerable.Range(0, outputs).Select(o => Enumerable.Range(0, width).Select(f => (double)weights[(f * outputs) + o]).ToArray())],
            Intercepts = [.. Enumerable.Range(0, outputs).Select(o => weights[(width * outputs) + o] + head.Margin(o))],
        };
    }

    private static TreeEnsemble Trees(JsonPlace model, Head head, float[]? drop)
    {
        var trees = model["trees"].Items();
        var outputs = model["tree_info"].Wholes();
        if (outputs.Length != trees.Count || (drop is not null && drop.Length != trees.Count))
        {
            throw ModelRefused.Damaged(model["tree_info"].Where, $"나무는 {trees.Count}그루인데 그 목록의 길이가 다릅니다.", $"the lists about the {trees.Count} trees have another length");
        }
        var made = new DecisionTree[trees.Count];
        for (var i = 0; i < made.Length; i++)
        {
            if (outputs[i] < 0 || outputs[i] >= head.Outputs)
            {
                throw ModelRefused.Damaged($"{model["tree_info"].Where}[{i}]", $"출력 {outputs[i]}번은 없습니다.", $"there is no output {outputs[i]}");
            }
            made[i] = XgboostTree.Read(trees[i], head.Names.Length, outputs[i], drop?[i] ?? 1);
        }
        return new TreeEnsemble
        {
            Format = drop is null ? "xgboost gbtree" : "xgboost dart", Features = head.Names, Outputs = head.Outputs, Link = head.Link, Rounds = true, Trees = made,
            Base = [.. Enumerable.Range(0, head.Outputs).Select(head.Margin)], HasCover = made.All(t => t.Cover[0] > 0),
        };
    }
}
