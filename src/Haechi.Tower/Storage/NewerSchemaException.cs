namespace Haechi.Tower.Storage;

/// <summary>The database was written by a newer program; going on could lose data.</summary>
public sealed class NewerSchemaException(int found, int known)
    : IOException($"The database has schema {found}, and this program knows up to {known}. Use the newer program, or restore a backup made before the upgrade.")
{
    /// <summary>The schema of the database.</summary>
    public int Found => found;

    /// <summary>The newest schema that this program knows.</summary>
    public int Known => known;
}
