using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Access.Contracts;

/// <summary>Told of changes in the tree of departments, in their transaction. Modules above keep what they derive from names and paths, or object to a closing.</summary>
public interface IDepartmentWatch
{
    /// <summary>These departments have another name or place now; the rows are saved.</summary>
    public Task Changed(WriteScope scope, IReadOnlyList<string> departments);

    /// <summary>Why the department may not be closed; empty when it may.</summary>
    public Task<IReadOnlyList<Refusal>> MayClose(TowerContext context, string department);
}
