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

/// <summary>A script failed. All that ran with it was rolled back, so the schema is the one from before.</summary>
public sealed class MigrationFailedException(SchemaScript script, Exception cause) : IOException($"Script {script.Name} failed; the schema is the one from before: {cause.Message}", cause)
{
    /// <summary>The script.</summary>
    public SchemaScript Script => script;
}

/// <summary>The PostgreSQL server is older than any that the tests run on.</summary>
public sealed class OldPostgresException(int found, int oldest) : IOException($"PostgreSQL {found / 10_000} is older than {oldest / 10_000}.")
{
    /// <summary>The server's version as it writes it, such as 150004.</summary>
    public int Found => found;

    /// <summary>The oldest version that is taken.</summary>
    public int Oldest => oldest;
}
