using System.Globalization;
using Haechi.Audit.Explaining.Reading;
using Haechi.Audit.Explaining.Wording;

namespace Haechi.Audit.Explaining;

/// <summary>A table of text, as read from a file: what a model's rows are made from.</summary>
/// <param name="File">The file, for refusals.</param>
/// <param name="Headers">The columns.</param>
/// <param name="Lines">The line of each row in the file.</param>
/// <param name="Rows">The cells.</param>
public sealed record FeatureTable(string File, IReadOnlyList<string> Headers, IReadOnlyList<int> Lines, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private static readonly HashSet<string> Missing = new(StringComparer.OrdinalIgnoreCase) { "", "NA", "NaN", "null", "none", "n/a" };

    /// <summary>The rows as a model takes them: columns found by name; by position only when the model's file has no names and the numbers agree.</summary>
    /// <param name="features">The model's features.</param>
    /// <param name="labels">Words for values, which are read back into numbers.</param>
    /// <param name="except">Columns that are no features: an outcome, an id.</param>
    /// <returns>The rows and whether they were matched by position; or why not, with line and column.</returns>
    public ModelResult<(FeatureMatrix Rows, bool ByPosition)> Fit(IReadOnlyList<string> features, FeatureLabels labels, params IReadOnlyList<string> except)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        return ModelResult<(FeatureMatrix, bool)>.Of(() =>
        {
            var (columns, byPosition) = Columns(features, except);
            if ((long)Rows.Count * features.Count > 200_000_000)
            {
                throw ModelRefused.Unfit(File, "값이 2억 개를 넘습니다. 나누어 설명하십시오.", "has more than 200 million values; explain it in parts");
            }
            var values = new double[Rows.Count * features.Count];
            for (var row = 0; row < Rows.Count; row++)
            {
                for (var feature = 0; feature < columns.Length; feature++)
                {
                    values[(row * columns.Length) + feature] = Number(row, columns[feature], labels.Of(features[feature]));
                }
            }
            return (new FeatureMatrix(features, values), byPosition);
        });
    }

    /// <summary>The numbers of one column.</summary>
    public ModelResult<double[]> Column(string header, FeatureLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return ModelResult<double[]>.Of(() =>
        {
            var column = Find(header) ?? throw ModelRefused.Unfit(File, $"'{header}' 열이 없습니다. 있는 열: {string.Join(", ", Headers.Take(30))}", $"has no column '{header}'; it has {string.Join(", ", Headers.Take(30))}");
            return [.. Enumerable.Range(0, Rows.Count).Select(row => Number(row, column, labels.Of(header)))];
        });
    }

    private (int[] Columns, bool ByPosition) Columns(IReadOnlyList<string> features, IReadOnlyList<string> except)
    {
        int?[] found = [.. features.Select(Find)];
        if (found.All(c => c is not null))
        {
            return ([.. found.Select(c => c!.Value)], false);
        }
        int[] rest = [.. Enumerable.Range(0, Headers.Count).Where(i => !except.Contains(Headers[i]))];
        if (Unnamed.Are(features) && rest.Length == features.Count)
        {
            return (rest, true);
        }
        var absent = string.Join(", ", features.Where((_, i) => found[i] is null).Take(10));
        throw Unnamed.Are(features)
            ? ModelRefused.Unfit(File, $"모형의 파일에는 특성 이름이 없고 특성은 {features.Count}개인데, 열은 {rest.Length}개입니다. 순서대로 {features.Count}개의 열을 주십시오.", $"the model's file names no features and has {features.Count}; the data have {rest.Length} columns. Give {features.Count} columns in the model's order")
            : ModelRefused.Unfit(File, $"모형이 묻는 열이 없습니다: {absent}", $"columns that the model asks for are missing: {absent}");
    }

    private int? Find(string header)
    {
        for (var i = 0; i < Headers.Count; i++)
        {
            if (Headers[i] == header)
            {
                return i;
            }
        }
        return null;
    }

    private double Number(int row, int column, FeatureLabel label)
    {
        var text = column < Rows[row].Count ? Rows[row][column].Trim() : "";
        if (Missing.Contains(text))
        {
            return double.NaN;
        }
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }
        foreach (var (value, word) in label.Values)
        {
            if (word.Ko == text || word.En == text)
            {
                return value;
            }
        }
        var shown = text.Length > 40 ? text[..40] + "…" : text;
        throw ModelRefused.Unfit($"{File}:{Lines[row]} {Headers[column]}", $"'{shown}'은(는) 수가 아닙니다. 글로 된 값은 --labels 파일의 values에 번호와 함께 적으십시오.", $"'{shown}' is not a number; words for values belong into 'values' of the --labels file, with their numbers");
    }
}
