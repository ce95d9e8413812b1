using Haechi.Tower.Access;

namespace Haechi.Tower.Register.Importing;

/// <summary>Finds departments by the names that a file uses: without regard to case, width and space.</summary>
internal sealed class DepartmentNames
{
    private readonly Dictionary<(string? Parent, string Name), Department> _below = [];
    private readonly Dictionary<string, List<Department>> _byName = new(StringComparer.Ordinal);

    public DepartmentNames(IEnumerable<Department> departments)
    {
        foreach (var department in departments)
        {
            Add(department);
        }
    }

    public void Add(Department department)
    {
        foreach (var name in new[] { department.Name, department.NameEn }.OfType<string>().Select(Fold).Distinct(StringComparer.Ordinal))
        {
            _below.TryAdd((department.Parent, name), department);
            if (!_byName.TryGetValue(name, out var same))
            {
                _byName[name] = same = [];
            }
            same.Add(department);
        }
    }

    /// <summary>The department that a row means: the unit below its organisation, else the only one of the unit's name, else the organisation; null when there is none.</summary>
    public Department? Find(string? organisation, string? unit)
    {
        var above = organisation is null ? null : Top(organisation);
        if (unit is not null && _below.TryGetValue((above?.Id, Fold(unit)), out var exact))
        {
            return exact;
        }
        return unit is not null && _byName.TryGetValue(Fold(unit), out var same) && same.Count == 1 ? same[0] : above;
    }

    /// <summary>What would have to be made so that organisation and unit are found.</summary>
    public IEnumerable<(string? Above, string Name)> Missing(string? organisation, string? unit)
    {
        var above = organisation is null ? null : Top(organisation);
        if (organisation is not null && above is null)
        {
            yield return (null, organisation.Trim());
        }
        if (unit is not null && (organisation is not null || !_byName.ContainsKey(Fold(unit))) && (organisation is null || Fold(unit) != Fold(organisation))
            && (above is null && organisation is not null || !_below.ContainsKey((above?.Id, Fold(unit)))))
        {
            yield return (organisation?.Trim(), unit.Trim());
        }
    }

    private Department? Top(string organisation) => _below.TryGetValue((null, Fold(organisation)), out var top) ? top
        : _byName.TryGetValue(Fold(organisation), out var same) && same.Count == 1 ? same[0] : null;

    internal static string Fold(string name) => SearchText.Fold(name).Replace(" ", "", StringComparison.Ordinal);
}
