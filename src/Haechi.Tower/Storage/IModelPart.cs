using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Storage;

/// <summary>The tables of one module. Found by this interface; needs a constructor without parameters.</summary>
public interface IModelPart
{
    /// <summary>Describes the tables.</summary>
    public void Build(ModelBuilder model);
}
