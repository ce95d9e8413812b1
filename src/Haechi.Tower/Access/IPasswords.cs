namespace Haechi.Tower.Access;

/// <summary>Makes and checks hashes of passwords. The tower knows no web framework; whoever hosts it brings the hasher.</summary>
public interface IPasswords
{
    /// <summary>The hash to keep, with its salt and cost inside.</summary>
    public string Hash(string password);

    /// <summary>Whether the password belongs to the hash; <see cref="PasswordCheck.RightButOld"/> when it should be hashed anew because the cost has risen.</summary>
    public PasswordCheck Check(string hash, string password);
}

/// <summary>What a check of a password came to.</summary>
public enum PasswordCheck
{
    /// <summary>It is another one.</summary>
    Wrong,

    /// <summary>It is right.</summary>
    Right,

    /// <summary>It is right, and its hash is of an older kind.</summary>
    RightButOld,
}
