namespace Haechi.Tower.Access;

/// <summary>A choice of the installation, as JSON: the body's name, its kind, installed books, mail, how days are counted.</summary>
public sealed class Setting
{
    /// <summary>The name of the setting.</summary>
    public required string Key { get; init; }

    /// <summary>The value as JSON.</summary>
    public required string Value { get; set; }
}
