using System.Globalization;

namespace Haechi.Audit.Explaining.Reading;

/// <summary>A LightGBM file is a row of blocks of <c>name=value</c> lines: the head, then one for each tree, until <c>end of trees</c>.</summary>
internal sealed class LightGbmBlocks(string file, TextReader text)
{
    private string? _ahead = text.ReadLine();

    /// <summary>The line last read, counted from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>True when the closing line was met.</summary>
    public bool Ended { get; private set; }

    /// <summary>The next block; null at the end of the trees or of the file.</summary>
    public LightGbmBlock? Next()
    {
        while (_ahead is { Length: 0 })
        {
            Advance();
        }
        if (_ahead is null || Ended)
        {
            return null;
        }
        if (_ahead == "end of trees")
        {
            Ended = true;
            return null;
        }
        var block = new LightGbmBlock(file, _ahead.StartsWith("Tree=", StringComparison.Ordinal) ? _ahead : "", Line);
        for (var first = true; _ahead is { Length: > 0 } && _ahead != "end of trees" && (first || !_ahead.StartsWith("Tree=", StringComparison.Ordinal)); first = false)
        {
            block.Add(_ahead, Line);
            Advance();
        }
        return block;
    }

    private void Advance()
    {
        _ahead = text.ReadLine();
        Line++;
    }
}

/// <summary>The lines of one block by name.</summary>
internal sealed class LightGbmBlock(string file, string title, int line)
{
    private readonly Dictionary<string, (string Value, int Line)> _lines = new(StringComparer.Ordinal);

    public string Where => title.Length == 0 ? $"{file}:{line}" : $"{file}:{line} {title}";

    public void Add(string text, int at)
    {
        var split = text.IndexOf('=', StringComparison.Ordinal);
        _lines[split < 0 ? text : text[..split]] = (split < 0 ? "" : text[(split + 1)..], at);
    }

    public bool Has(string name) => _lines.ContainsKey(name);

    public string? Find(string name) => _lines.TryGetValue(name, out var found) ? found.Value : null;

    public string At(string name) => _lines.TryGetValue(name, out var found) ? $"{file}:{found.Line} {name}" : Where;

    public int Whole(string name, int least, int most)
    {
        var text = Need(name);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : throw ModelRefused.Damaged(At(name), $"'{text}'이(가) 있습니다. {least}에서 {most} 사이의 정수여야 합니다.", $"found '{text}'; expected a whole number from {least} to {most}");
    }

    public int[] Wholes(string name, int? count) => [.. Numbers(name, count).Select(n => n == Math.Floor(n) && Math.Abs(n) <= int.MaxValue ? (int)n : throw Wrong(name, n.ToString(CultureInfo.InvariantCulture)))];

    public double[] Numbers(string name, int? count)
    {
        var parts = Need(name).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return count is { } expected && parts.Length != expected
            ? throw ModelRefused.Damaged(At(name), $"수가 {parts.Length}개인데 {expected}개여야 합니다.", $"has {parts.Length} numbers; expected {expected}")
            : [.. parts.Select(p => Number(name, p))];
    }

    /// <summary>LightGBM writes an unlimited threshold as <c>inf</c>.</summary>
    public double Number(string name, string text) =>
        text is "inf" or "-inf" ? (text == "inf" ? double.PositiveInfinity : double.NegativeInfinity)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number) ? number : throw Wrong(name, text);

    public ModelRefused Wrong(string name, string text) =>
        ModelRefused.Damaged(At(name), $"'{(text.Length > 40 ? text[..40] : text)}'은(는) 여기에 올 수 없습니다.", $"'{(text.Length > 40 ? text[..40] : text)}' cannot stand here");

    private string Need(string name) => Find(name) ?? throw ModelRefused.Damaged(Where, $"'{name}=' 줄이 없습니다.", $"the line '{name}=' is missing");
}
