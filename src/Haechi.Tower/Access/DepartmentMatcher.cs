using System.Text;

namespace Haechi.Tower.Access;

/// <summary>Finds the department that a cell means: by its name in either language, folded, by the names on the way down to it, or by an alias that the body keeps.</summary>
public sealed class DepartmentMatcher
{
    private readonly Dictionary<string, string?> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<(string? Parent, string Name), Department> _below = [];
    private readonly Dictionary<string, Department> _open = new(StringComparer.Ordinal);

    /// <summary>A matcher over departments that are not closed, and other names for them: alias to id.</summary>
    public DepartmentMatcher(IEnumerable<Department> departments, IReadOnlyDictionary<string, string>? aliases = null)
    {
        foreach (var department in departments.Where(d => !d.Closed))
        {
            _open[department.Id] = department;
        }
        foreach (var department in _open.Values)
        {
            Enter(department);
        }
        foreach (var (alias, id) in aliases ?? new Dictionary<string, string>())
        {
            _byName[Fold(alias)] = id;
        }
    }

    /// <summary>The department's id; null when none is meant, or more than one could be.</summary>
    public string? Find(string cell) => _byName.GetValueOrDefault(Fold(cell));

    /// <summary>The department that a row means: the unit below its organisation, else the only one of the unit's name, else the organisation; null when there is none.</summary>
    public Department? Find(string? organisation, string? unit)
    {
        var above = organisation is null ? null : Top(organisation);
        return unit is not null && _below.TryGetValue((above?.Id, Fold(unit)), out var exact) ? exact
            : unit is not null && Find(unit) is { } id ? _open[id] : above;
    }

    /// <summary>What would have to be made so that organisation and unit are found.</summary>
    public IEnumerable<(string? Above, string Name)> Missing(string? organisation, string? unit)
    {
        var above = organisation is null ? null : Top(organisation);
        if (organisation is not null && above is null)
        {
            yield return (null, organisation.Trim());
        }
        if (unit is null)
        {
            yield break;
        }
        var known = organisation is null ? _byName.ContainsKey(Fold(unit)) : Fold(unit) == Fold(organisation) || (above is not null && _below.ContainsKey((above.Id, Fold(unit))));
        if (!known)
        {
            yield return (organisation?.Trim(), unit.Trim());
        }
    }

    /// <summary>True when the name fits several departments, so that a person must say which.</summary>
    public bool IsAmbiguous(string cell) => _byName.TryGetValue(Fold(cell), out var id) && id is null;

    /// <summary>Takes in a department that was just made.</summary>
    public void Add(Department department)
    {
        _open[department.Id] = department;
        Enter(department);
    }

    /// <summary>The form in which names are compared: letters and digits only, composed, in one width and case.</summary>
    public static string Fold(string name)
    {
        var whole = string.Concat(name.EnumerateRunes().Where(r => r != Rune.ReplacementChar));
        return string.Concat(whole.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit)).ToLowerInvariant();
    }

    private Department? Top(string organisation) => _below.TryGetValue((null, Fold(organisation)), out var top) ? top : Find(organisation) is { } id ? _open[id] : null;

    private void Enter(Department department)
    {
        var way = department.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(_open.GetValueOrDefault).OfType<Department>().ToList();
        for (var from = 0; from < way.Count; from++)
        {
            Name(string.Concat(way.Skip(from).Select(d => d.Name)), department.Id);
            Name(string.Concat(way.Skip(from).Select(d => d.NameEn ?? d.Name)), department.Id);
        }
        foreach (var name in new[] { department.Name, department.NameEn }.OfType<string>())
        {
            _below.TryAdd((department.Parent, Fold(name)), department);
        }
    }

    private void Name(string name, string id)
    {
        var folded = Fold(name);
        _byName[folded] = folded.Length == 0 || (_byName.TryGetValue(folded, out var other) && other != id) ? null : id;
    }
}
