using System.Security.Cryptography;

namespace Haechi.Tower.Common;

/// <summary>Ids that can be read aloud and stand in an address: no vowels, no look-alikes, 60 bits of chance.</summary>
public static class NewId
{
    private const string Letters = "23456789bcdfghjkmnpqrstvwxyz";

    /// <summary>A new id of 12 characters.</summary>
    public static string Next() => RandomNumberGenerator.GetString(Letters, 12);
}
