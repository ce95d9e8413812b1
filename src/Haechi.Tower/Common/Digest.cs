using System.Security.Cryptography;
using System.Text;

namespace Haechi.Tower.Common;

/// <summary>The one way in which texts are fingerprinted.</summary>
public static class Digest
{
    /// <summary>SHA-256 of the text's UTF-8 bytes, in lower-case hex.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
