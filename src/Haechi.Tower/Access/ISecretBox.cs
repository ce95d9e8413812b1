namespace Haechi.Tower.Access;

/// <summary>Closes a secret of the installation, such as the password of its mail account, so that the database alone does not give it away. Whoever hosts the tower brings it, with its keys.</summary>
public interface ISecretBox
{
    /// <summary>The secret as it may be stored.</summary>
    public string Close(string secret);

    /// <summary>The secret again, or null when the keys that closed it are gone.</summary>
    public string? Open(string closed);
}
