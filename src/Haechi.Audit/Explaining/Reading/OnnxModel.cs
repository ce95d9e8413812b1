namespace Haechi.Audit.Explaining.Reading;

/// <summary>Finds the one operator of an ONNX graph that decides, with the scaling before it. Whatever else would change the answer refuses the file.</summary>
internal static class OnnxModel
{
    /// <summary>Operators that only give the answer another shape or name.</summary>
    private static readonly HashSet<string> Passing = ["ZipMap", "Identity", "Cast", "Reshape", "Flatten", "ArrayFeatureExtractor", "ArgMax", "Squeeze", "Constant"];

    public static AdditiveModel Read(byte[] bytes, string file)
    {
        var nodes = OnnxFile.Nodes(bytes, file);
        OnnxNode? deciding = null;
        OnnxNode? scaler = null;
        foreach (var node in nodes)
        {
            switch (node.Operator)
            {
                case "TreeEnsembleClassifier" or "TreeEnsembleRegressor" or "LinearClassifier" or "LinearRegressor":
                    deciding = deciding is null ? node : throw NotRead(node, file, "결정하는 마디가 둘 이상입니다.", "there is more than one operator that decides");
                    break;
                case "Scaler" when deciding is null && scaler is null:
                    scaler = node;
                    break;
                case "Normalizer" when deciding?.Operator == "LinearClassifier" && new OnnxFields(node, file).Text("norm", "MAX") == "L1":
                    break;
                default:
                    if (!Passing.Contains(node.Operator))
                    {
                        throw NotRead(node, file, "이 연산은 읽지 않습니다. 나무, 선형 모형과 그 앞의 Scaler를 읽습니다.", "this operator is not read; trees, linear models and a Scaler before them are");
                    }
                    break;
            }
        }
        if (deciding is null)
        {
            throw ModelRefused.NotRead(file, "나무나 선형 모형의 마디가 없습니다.", "has no operator for trees or a linear model");
        }
        var fields = new OnnxFields(deciding, file);
        return deciding.Operator.StartsWith("Tree", StringComparison.Ordinal)
            ? OnnxTrees.Read(fields, scaler is null ? null : NotScaled(scaler, file))
            : OnnxLinear.Read(fields, scaler is null ? null : new OnnxFields(scaler, file));
    }

    public static ModelRefused NotRead(OnnxNode node, string file, string ko, string en) => ModelRefused.NotRead($"{file}: {node.Operator} {node.Name}".TrimEnd(), ko, en);

    /// <summary>The thresholds of trees behind a scaler are on another scale than the rows; moving them would change what is equal in 32 bits.</summary>
    private static OnnxFields NotScaled(OnnxNode scaler, string file) =>
        throw NotRead(scaler, file, "나무 앞의 Scaler는 읽지 않습니다. 눈금을 바꾸기 전의 값으로 배운 나무를 주십시오.", "a Scaler before trees is not read; give trees that were trained on the values themselves");
}

/// <summary>The attributes of one operator, with refusals that name it.</summary>
internal sealed class OnnxFields(OnnxNode node, string file)
{
    public OnnxNode Node => node;

    public string Where(string name) => $"{file}: {node.Operator} {node.Name} {name}".Replace("  ", " ", StringComparison.Ordinal);

    public IReadOnlyList<float> Singles(string name) => Find(name)?.Singles ?? [];

    public IReadOnlyList<long> Wholes(string name) => Find(name)?.Wholes ?? [];

    public IReadOnlyList<string> Texts(string name) => Find(name)?.Texts ?? [];

    public string Text(string name, string otherwise) => Find(name)?.Text is { Length: > 0 } text ? text : otherwise;

    public long Whole(string name, long otherwise) => Find(name)?.Whole ?? otherwise;

    /// <summary>A list that has one entry for each of <paramref name="count"/> things.</summary>
    public IReadOnlyList<T> Same<T>(string name, IReadOnlyList<T> list, int count) => list.Count == count ? list
        : throw ModelRefused.Damaged(Where(name), $"길이가 {list.Count}인데 {count}이어야 합니다.", $"has {list.Count} entries; expected {count}");

    public ModelRefused Damaged(string name, string ko, string en) => ModelRefused.Damaged(Where(name), ko, en);

    public ModelRefused NotRead(string name, string ko, string en) => ModelRefused.NotRead(Where(name), ko, en);

    /// <summary>The link that a <c>post_transform</c> names.</summary>
    public Link Link() => Text("post_transform", "NONE") switch
    {
        "NONE" => Explaining.Link.Identity,
        "LOGISTIC" => Explaining.Link.Logistic,
        "SOFTMAX" => Explaining.Link.Softmax,
        var other => throw NotRead("post_transform", $"'{other}'은(는) 읽지 않습니다.", $"'{other}' is not read"),
    };

    private OnnxAttribute? Find(string name)
    {
        var found = node.Attributes.GetValueOrDefault(name) ?? node.Attributes.GetValueOrDefault(name + "_as_tensor");
        return found is { HasTensor: true } ? throw NotRead(name, "64비트 수로 적힌 나무는 읽지 않습니다. float로 내보내십시오.", "trees written with 64 bits are not read; export them as float") : found;
    }
}
