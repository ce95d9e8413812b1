using System.Globalization;
using Haechi.Rules;

namespace Haechi.Tower.Register.Tables;

/// <summary>Collects problems. A file with a million ragged rows does not make a million messages: of each kind the first are kept and the rest counted.</summary>
internal sealed class ProblemList
{
    private const int OfOneKind = 50;

    private readonly List<TableProblem> _problems = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Add(string code, string? where, string ko, string en)
    {
        var count = _counts[code] = _counts.GetValueOrDefault(code) + 1;
        if (count <= OfOneKind)
        {
            _problems.Add(new TableProblem(code, LocalText.Of(ko, en), where));
        }
    }

    public IReadOnlyList<TableProblem> All() =>
        [.. _problems, .. _counts.Where(c => c.Value > OfOneKind).Select(c => new TableProblem(c.Key, More(c.Value - OfOneKind)))];

    private static LocalText More(int rest)
    {
        var n = rest.ToString("N0", CultureInfo.InvariantCulture);
        return LocalText.Of($"같은 문제가 {n}건 더 있습니다.", $"the same was found {n} more times");
    }
}
