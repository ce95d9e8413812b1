using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Haechi.Rules.Facts;

namespace Haechi.Tower.Register.Profiles;

/// <summary>An id in its source.</summary>
/// <param name="Scheme">The numbering.</param>
/// <param name="Id">The id, unique among the rows of one file.</param>
/// <param name="Derived">True when the source gave none, or gave it to several rows, and it was made from the content.</param>
public sealed record RowId(string Scheme, string Id, bool Derived);

/// <summary>
/// Gives each row the id of its source. Where the source gives none, the id is made from the organisation, the unit and the name, with a number among rows that are equal in these;
/// where it gives one to several rows, it is made from the id and these. The number follows the content of the rows, so that the same file, and the same rows in another order,
/// have the same ids.
/// </summary>
internal sealed class RowIds
{
    private const int DigitsOfHash = 16;

    private readonly BoundProfile _bound;
    private readonly IReadOnlyList<ProfileRow> _rows;

    private RowIds(BoundProfile bound, IReadOnlyList<ProfileRow> rows) => (_bound, _rows) = (bound, rows);

    /// <summary>The rows without an id of their own, when the source has ids.</summary>
    public List<int> Blank { get; } = [];

    /// <summary>Ids that several rows have, with their lines.</summary>
    public List<(string Id, IReadOnlyList<int> Lines)> Repeated { get; } = [];

    public RowId[] Ids { get; private set; } = [];

    public static RowIds Of(BoundProfile bound, IReadOnlyList<ProfileRow> rows)
    {
        var ids = new RowIds(bound, rows);
        ids.Ids = ids.Make();
        return ids;
    }

    private RowId[] Make()
    {
        var scheme = _bound.Profile.Ids.Scheme;
        var made = new RowId[_rows.Count];
        var byGiven = Enumerable.Range(0, _rows.Count).GroupBy(i => Given(_rows[i]), StringComparer.Ordinal);
        foreach (var group in byGiven)
        {
            List<int> rows = [.. group];
            if (group.Key.Length > 0 && rows.Count == 1)
            {
                made[rows[0]] = new RowId(scheme, group.Key, false);
                continue;
            }
            if (group.Key.Length > 0)
            {
                Repeated.Add((group.Key, [.. rows.Select(r => _rows[r].Line)]));
            }
            else if (_bound.IdColumns.Count > 0)
            {
                Blank.AddRange(rows.Select(r => _rows[r].Line));
            }
            foreach (var (row, derived) in Derived(group.Key, rows))
            {
                made[row] = new RowId(scheme, derived, true);
            }
        }
        return made;
    }

    /// <summary>The id that the row gives itself; empty when a part of it is blank.</summary>
    private string Given(ProfileRow row)
    {
        var parts = _bound.IdColumns.Select(c => row[c].Trim()).ToList();
        return parts.Count == 0 || parts.Any(Folded.IsBlank) ? "" : string.Join('/', parts);
    }

    private IEnumerable<(int Row, string Id)> Derived(string given, List<int> rows)
    {
        foreach (var equal in rows.GroupBy(r => Content(_rows[r]), StringComparer.Ordinal))
        {
            var number = 0;
            foreach (var row in equal.OrderBy(r => Hash(string.Join('\u001F', _rows[r].Cells)), StringComparer.Ordinal))
            {
                number++;
                var suffix = number == 1 ? "" : "." + number.ToString(CultureInfo.InvariantCulture);
                yield return (row, $"{given}~{Hash(equal.Key)[..DigitsOfHash]}{suffix}");
            }
        }
    }

    private string Content(ProfileRow row) =>
        string.Join('\u001F', new[] { _bound.Organisation, _bound.Unit, _bound.Name }.Select(c => Folded.Of(row[c])));

    private static string Hash(string text)
    {
        // Half of a surrogate pair has no UTF-8 form; the bytes of the characters always exist.
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(text)));
    }
}
