using System.Globalization;
using System.Text.Json;
using Haechi.Audit.Explaining.Reading;

namespace Haechi.Audit.Explaining.Wording;

/// <summary>What a feature is called by people.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">What its numbers count; empty when nothing.</param>
/// <param name="Values">Words for single values, by number: 0 is "none", 1 is "one or more".</param>
/// <param name="Sensitive">True for what a law protects; a report says when such a feature was among the reasons.</param>
public sealed record FeatureLabel(LocalText Name, LocalText Unit, IReadOnlyDictionary<double, LocalText> Values, bool Sensitive)
{
    /// <summary>A label for a feature of which nothing else is known.</summary>
    public static FeatureLabel Plain(string name) => new(LocalText.Same(name), LocalText.Same(""), new Dictionary<double, LocalText>(), false);

    /// <summary>A value in words.</summary>
    public LocalText Say(double value)
    {
        if (double.IsNaN(value))
        {
            return new("적혀 있지 않음", "not recorded");
        }
        var number = Numbers.Say(value);
        return Values.TryGetValue(value, out var word) ? word : new(number + Spaced(Unit.Ko), number + Spaced(Unit.En));
    }

    private static string Spaced(string unit) => unit.Length == 0 ? "" : unit == "%" ? unit : " " + unit;
}

/// <summary>The small dictionary of a model: its features and its answer in Korean and English. JSON; see docs/explaining.md.</summary>
/// <param name="Features">Labels by the feature's name in the model.</param>
/// <param name="Answers">What the model's answers are called, by output; empty when not said.</param>
public sealed record FeatureLabels(IReadOnlyDictionary<string, FeatureLabel> Features, IReadOnlyList<LocalText> Answers)
{
    /// <summary>No labels: features are called as the model calls them.</summary>
    public static FeatureLabels None { get; } = new(new Dictionary<string, FeatureLabel>(), []);

    /// <summary>The label of a feature.</summary>
    public FeatureLabel Of(string feature) => Features.TryGetValue(feature, out var label) ? label : FeatureLabel.Plain(feature);

    /// <summary>What an answer is called.</summary>
    public LocalText Answer(int output, int outputs) => output < Answers.Count ? Answers[output]
        : outputs == 1 ? new("모형의 값", "the model's answer") : new($"{output}번 출력의 값", $"answer {output}");

    /// <summary>Reads a file of labels.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ModelResult<FeatureLabels> Read(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return ModelResult<FeatureLabels>.Of(() =>
        {
            try
            {
                using var document = JsonDocument.Parse(File.ReadAllBytes(file));
                var root = JsonPlace.Root(document, file);
                var features = root["features"].Value.ValueKind == JsonValueKind.Object ? root["features"] : throw root["features"].Wrong("객체", "an object");
                return new FeatureLabels(
                    features.Value.EnumerateObject().ToDictionary(p => p.Name, p => Label(features[p.Name], p.Name), StringComparer.Ordinal),
                    root.Find("answers") is { } answers ? [.. answers.Items().Select(Text)] : []);
            }
            catch (InvalidOperationException)
            {
                throw ModelRefused.Damaged(file, "글자가 UTF-8이 아니거나, 객체가 아닌 것이 있습니다.", "has text that is not UTF-8, or something that is no object");
            }
            catch (JsonException damaged)
            {
                throw ModelRefused.Damaged($"{file}:{damaged.LineNumber + 1}:{damaged.BytePositionInLine + 1}", "JSON으로 읽을 수 없습니다.", "is no JSON here");
            }
        });
    }

    private static FeatureLabel Label(JsonPlace label, string name) => new(
        label.Find("ko") is null && label.Find("en") is null ? LocalText.Same(name) : Text(label), label.Find("unit") is { } unit ? Text(unit) : LocalText.Same(""),
        label.Find("values") is { } values ? values.Value.EnumerateObject().ToDictionary(p => Number(values, p.Name), p => Text(values[p.Name])) : [],
        label.Find("sensitive") is { Value.ValueKind: JsonValueKind.True });

    private static double Number(JsonPlace values, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw values[text].Wrong($"수인 이름 ('{text}' 대신)", $"a number for a name instead of '{text}'");

    /// <summary>One text for both languages, or one for each.</summary>
    private static LocalText Text(JsonPlace place) => place.Value.ValueKind == JsonValueKind.String ? LocalText.Same(place.Text()) : new(place["ko"].Text(), place["en"].Text());
}

/// <summary>Numbers as people read them, the same in every culture.</summary>
internal static class Numbers
{
    public static string Say(double value) => Math.Abs(value) is >= 1e15 or (> 0 and < 1e-4) ? value.ToString("0.###e0", CultureInfo.InvariantCulture) : value.ToString("#,0.####", CultureInfo.InvariantCulture);

    public static string Signed(double value) => value.ToString("+0.####;-0.####;0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + "%";
}
