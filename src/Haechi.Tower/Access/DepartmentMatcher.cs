using System.Text;

namespace Haechi.Tower.Access;

/// <summary>Finds the department that a cell means: by its name in either language, folded, by the names on the way down to it, or by an alias that the body keeps.</summary>
public sealed class DepartmentMatcher
{
    private readonly Dictionary<string, string?> _byName = new(StringComparer.Ordinal);

    /// <summary>A matcher over departments that are not closed, and other names for them: alias to id.</summary>
    public DepartmentMatcher(IEnumerable<Department> departments, IReadOnlyDictionary<string, string>? aliases = null)
    {
        var open = departments.Where(d => !d.Closed).ToDictionary(d => d.Id);
        foreach (var department in open.Values)
        {
            var way = department.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(open.GetValueOrDefault).OfType<Department>().ToList();
            for (var from = 0; from < way.Count; from++)
            {
                Add(string.Concat(way.Skip(from).Select(d => d.Name)), department.Id);
                Add(string.Concat(way.Skip(from).Select(d => d.NameEn ?? d.Name)), department.Id);
            }
        }
        foreach (var (alias, id) in aliases ?? new Dictionary<string, string>())
        {
            _byName[Fold(alias)] = id;
        }
    }

    /// <summary>The department's id; null when none is meant, or more than one could be.</summary>
    public string? Find(string cell) => _byName.GetValueOrDefault(Fold(cell));

    /// <summary>True when the name fits several departments, so that a person must say which.</summary>
    public bool IsAmbiguous(string cell) => _byName.TryGetValue(Fold(cell), out var id) && id is null;

    /// <summary>The form in which names are compared: letters and digits only, composed, in one width and case.</summary>
    public static string Fold(string name)
    {
        var whole = string.Concat(name.EnumerateRunes().Where(r => r != Rune.ReplacementChar));
        return string.Concat(whole.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit)).ToLowerInvariant();
    }

    private void Add(string name, string id)
    {
        var folded = Fold(name);
        _byName[folded] = folded.Length == 0 || (_byName.TryGetValue(folded, out var other) && other != id) ? null : id;
    }
}
