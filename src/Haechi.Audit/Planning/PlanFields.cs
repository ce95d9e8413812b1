using System.Globalization;

namespace Haechi.Audit.Planning;

/// <summary>Takes the keys of one mapping; what nobody asked for is a problem, because a mistyped key that is passed over is a rule that silently does nothing.</summary>
internal sealed class PlanFields
{
    private readonly Dictionary<string, (string Place, Node Value)> _left;
    private readonly List<AuditProblem> _problems;

    public PlanFields(Node node, List<AuditProblem> problems)
    {
        _problems = problems;
        Place = node.Place;
        _left = node is Fields fields ? fields.All.ToDictionary(f => f.Key, f => (f.Place, f.Value), StringComparer.Ordinal) : [];
        if (node is not Fields)
        {
            Problem("expected-mapping", node.Place, "이름: 값 꼴이어야 합니다.", "expected a mapping of names to values");
        }
    }

    public string Place { get; }

    public Node? Take(string key) => _left.Remove(key, out var found) ? found.Value : null;

    public bool Has(string key) => _left.ContainsKey(key);

    public string? Text(string key) => Take(key) switch
    {
        null => null,
        Scalar { Text: "" } => null,
        Scalar scalar => scalar.Text,
        var other => Wrong<string?>(other, key, "글", "a text"),
    };

    public string Required(string key)
    {
        if (Text(key) is { } text)
        {
            return text;
        }
        Problem("missing-key", Place, $"'{key}'이(가) 있어야 합니다.", $"'{key}' is missing");
        return "";
    }

    public double? Number(string key, double from, double to)
    {
        if (Take(key) is not { } node)
        {
            return null;
        }
        return node is Scalar s && double.TryParse(s.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
            ? number
            : Wrong<double?>(node, key, $"{from:R}부터 {to:R}까지의 수", $"a number from {from:R} to {to:R}");
    }

    public int Whole(string key, int otherwise, int from, int to) => (int?)Number(key, from, to) ?? otherwise;

    public T OneOf<T>(string key, T otherwise, params (string Word, T Value)[] words)
    {
        var node = Take(key);
        foreach (var (word, value) in words)
        {
            if (node is Scalar s && s.Text == word)
            {
                return value;
            }
        }
        return node is null ? otherwise : Wrong(node, key, string.Join(", ", words.Select(w => w.Word)) + " 가운데 하나", "one of " + string.Join(", ", words.Select(w => w.Word)), otherwise);
    }

    public IReadOnlyList<Node> List(string key) => Take(key) switch
    {
        null => [],
        Items items => items.All,
        var one => [one],
    };

    public IReadOnlyList<string>? Texts(string key)
    {
        if (!Has(key))
        {
            return null;
        }
        return [.. List(key).Select(n => n is Scalar s ? s.Text : Wrong(n, key, "글 목록", "a list of texts", ""))];
    }

    public LocalText Local(string key)
    {
        switch (Take(key))
        {
            case Scalar one:
                return LocalText.Same(one.Text);
            case Fields both:
                var fields = new PlanFields(both, _problems);
                var text = new LocalText(fields.Text("ko") ?? "", fields.Text("en") ?? "");
                fields.Done();
                return text.Ko.Length == 0 ? LocalText.Same(text.En) : text.En.Length == 0 ? LocalText.Same(text.Ko) : text;
            case null:
                return LocalText.Same("");
            case var other:
                return Wrong(other, key, "글 또는 {ko, en}", "a text or {ko, en}", LocalText.Same(""));
        }
    }

    /// <summary>Whatever was not taken is a problem.</summary>
    public void Done()
    {
        foreach (var (key, (place, _)) in _left)
        {
            Problem("unknown-key", place, $"'{key}'은(는) 여기서 쓰는 이름이 아닙니다.", $"'{key}' is not a key that is used here");
        }
    }

    public void Problem(string code, string place, string ko, string en) => _problems.Add(new AuditProblem(code, place, new LocalText(ko, en)));

    private T Wrong<T>(Node node, string key, string ko, string en, T otherwise = default!)
    {
        var found = node is Scalar s ? $"'{s.Text}'" : node is Items ? "[…]" : "{…}";
        Problem("wrong-value", node.Place, $"{key}: {found}이(가) 있습니다. {ko}이어야 합니다.", $"{key}: found {found}, expected {en}");
        return otherwise;
    }
}
