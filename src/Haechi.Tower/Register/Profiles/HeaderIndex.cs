using System.Globalization;
using System.Text.RegularExpressions;
using Haechi.Rules.Facts;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Finds a profile's columns among the headers of a table: by the exact header, else without regard to case and space, else by an alias.</summary>
internal sealed partial class HeaderIndex
{
    private readonly Dictionary<string, int> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _folded = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> _headers;

    public HeaderIndex(IReadOnlyList<string> headers)
    {
        _headers = headers;
        for (var i = 0; i < headers.Count; i++)
        {
            _exact.TryAdd(headers[i], i);
            var folded = Folded.Of(headers[i]);
            // Two columns that differ only in case or space are told apart by their exact headers alone.
            _folded[folded] = _folded.ContainsKey(folded) ? -1 : i;
        }
    }

    /// <summary>The index of a header, or -1.</summary>
    public int Of(string header) => _exact.TryGetValue(header, out var exact) ? exact : _folded.GetValueOrDefault(Folded.Of(header), -1);

    /// <summary>The index of a profile's column, or -1.</summary>
    public int Of(ProfileColumn column)
    {
        foreach (var name in column.Aliases.Prepend(column.Header))
        {
            if (Of(name) is var index and >= 0)
            {
                return index;
            }
        }
        return -1;
    }

    /// <summary>Every column of a repeating one, in the order of their numbers: <c>risk_name</c>, <c>risk_name#2</c>, <c>risk_name_3</c>, <c>risk_name*</c>.</summary>
    public IReadOnlyList<int> AllOf(ProfileColumn column)
    {
        var names = column.Aliases.Prepend(column.Header).Select(Folded.Of).ToHashSet(StringComparer.Ordinal);
        var found = new List<(int Number, int Index)>();
        for (var i = 0; i < _headers.Count; i++)
        {
            var header = Folded.Of(_headers[i]);
            var numbered = Numbered().Match(header);
            if (names.Contains(header))
            {
                found.Add((1, i));
            }
            else if (numbered.Success && names.Contains(numbered.Groups["name"].Value))
            {
                var digits = numbered.Groups["n"].Value;
                found.Add((digits.Length == 0 ? 1 : int.Parse(digits, CultureInfo.InvariantCulture), i));
            }
        }
        return [.. found.OrderBy(f => f.Number).ThenBy(f => f.Index).Select(f => f.Index)];
    }

    [GeneratedRegex(@"^(?<name>.+?)(?:\*?[#_ .-](?<n>\d{1,3})|\*)$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Numbered();
}
