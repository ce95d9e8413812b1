using System.Globalization;
using System.Text.Json;

namespace Haechi.Audit.Explaining.Reading;

/// <summary>A value inside a JSON file together with its path, so that every refusal names the place.</summary>
internal readonly record struct JsonPlace(JsonElement Value, string File, string Path)
{
    public string Where => Path.Length == 0 ? File : $"{File}: {Path}";

    public static JsonPlace Root(JsonDocument document, string file) => new(document.RootElement, file, "");

    public JsonPlace this[string name] => Find(name) ?? throw ModelRefused.Damaged(Where, $"'{name}'이(가) 없습니다.", $"'{name}' is missing");

    public JsonPlace? Find(string name) =>
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var found) ? new(found, File, Path.Length == 0 ? name : $"{Path}.{name}") : null;

    public IReadOnlyList<JsonPlace> Items()
    {
        Need(JsonValueKind.Array, "목록", "a list");
        var (file, path) = (File, Path);
        return [.. Value.EnumerateArray().Select((item, i) => new JsonPlace(item, file, $"{path}[{i}]"))];
    }

    public IReadOnlyList<JsonPlace> Fields()
    {
        Need(JsonValueKind.Object, "객체", "an object");
        var (file, path) = (File, Path);
        return [.. Value.EnumerateObject().Select(p => new JsonPlace(p.Value, file, path.Length == 0 ? p.Name : $"{path}.{p.Name}"))];
    }

    public string Text()
    {
        Need(JsonValueKind.String, "글", "a text");
        return Value.GetString()!;
    }

    public double Number() => Value.ValueKind switch
    {
        JsonValueKind.Number when Value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        JsonValueKind.String when double.TryParse(Value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => throw Wrong("유한한 수", "a finite number"),
    };

    public int Whole()
    {
        var number = Number();
        return number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : throw Wrong("정수", "a whole number");
    }

    public int[] Wholes() => [.. Items().Select(i => i.Whole())];

    /// <summary>Numbers with the 32 bits in which they were written. An empty text stands for NaN (<see cref="BareNumbers"/>).</summary>
    public float[] Singles() => [.. Items().Select(i => i.Value.ValueKind == JsonValueKind.String && i.Value.GetString()!.Length == 0 ? float.NaN : (float)i.Number())];

    public string[] Texts() => [.. Items().Select(i => i.Text())];

    public ModelRefused Wrong(string ko, string en)
    {
        var found = Value.ValueKind is JsonValueKind.Undefined ? "" : Value.GetRawText();
        var shown = found.Length > 40 ? found[..40] + "…" : found;
        return ModelRefused.Damaged(Where, $"{ko}이어야 하는데 {shown} 이(가) 있습니다.", $"expected {en}, found {shown}");
    }

    private void Need(JsonValueKind kind, string ko, string en)
    {
        if (Value.ValueKind != kind)
        {
            throw Wrong(ko, en);
        }
    }
}
