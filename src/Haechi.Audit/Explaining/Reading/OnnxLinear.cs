namespace Haechi.Audit.Explaining.Reading;

/// <summary>LinearClassifier and LinearRegressor of ai.onnx.ml, with a Scaler folded in: w·((x - offset)·scale) is linear in x.</summary>
internal static class OnnxLinear
{
    public static LinearModel Read(OnnxFields fields, OnnxFields? scaler)
    {
        var weights = fields.Singles("coefficients");
        var classes = fields.Node.Operator == "LinearClassifier" ? Classes(fields) : (int)Math.Clamp(fields.Whole("targets", 1), 1, 10_000);
        var sets = classes;
        if (classes == 0 || weights.Count == 0 || weights.Count % sets != 0)
        {
            throw fields.Damaged("coefficients", $"계수 {weights.Count}개를 {sets}개 출력으로 나눌 수 없습니다.", $"{weights.Count} coefficients cannot be shared among {sets} outputs");
        }
        var width = weights.Count / sets;
        var intercepts = fields.Singles("intercepts") is { Count: > 0 } given ? fields.Same("intercepts", given, sets) : [.. new float[sets]];
        var (offset, scale) = Scaling(scaler, width);
        var own = new double[sets][];
        var starts = new double[sets];
        for (var set = 0; set < sets; set++)
        {
            own[set] = [.. Enumerable.Range(0, width).Select(f => weights[(set * width) + f] * scale[f])];
            starts[set] = intercepts[set] - Enumerable.Range(0, width).Sum(f => own[set][f] * offset[f]);
        }
        return Made(fields, own, starts, width);
    }

    /// <summary>Two mirrored outputs of a yes or no model are one: the second, which is the yes.</summary>
    private static LinearModel Made(OnnxFields fields, double[][] weights, double[] starts, int width)
    {
        var link = fields.Link();
        var mirrored = weights.Length == 2 && link == Link.Logistic && weights[0].Zip(weights[1]).All(p => p.First == -p.Second) && starts[0] == -starts[1];
        return new LinearModel
        {
            Format = "onnx linear", Features = Unnamed.Features(width), Link = link, Outputs = mirrored ? 1 : weights.Length, Weights = mirrored ? [weights[1]] : weights,
            Intercepts = mirrored ? [starts[1]] : starts,
        };
    }

    /// <summary>One set of coefficients stands for the yes of two classes.</summary>
    private static int Classes(OnnxFields fields)
    {
        var labels = Math.Max(fields.Wholes("classlabels_ints").Count, fields.Texts("classlabels_strings").Count);
        return fields.Singles("intercepts").Count == 1 && labels == 2 ? 1 : labels;
    }

    private static (IReadOnlyList<double> Offset, IReadOnlyList<double> Scale) Scaling(OnnxFields? scaler, int width)
    {
        IReadOnlyList<double> Of(string name, double otherwise)
        {
            var given = scaler?.Singles(name) ?? [];
            return given.Count switch
            {
                0 => [.. Enumerable.Repeat(otherwise, width)],
                1 => [.. Enumerable.Repeat((double)given[0], width)],
                _ => [.. scaler!.Same(name, given, width).Select(v => (double)v)],
            };
        }
        return (Of("offset", 0), Of("scale", 1));
    }
}
