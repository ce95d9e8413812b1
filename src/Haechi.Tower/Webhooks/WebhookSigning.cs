using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Haechi.Tower.Webhooks;

/// <summary>Secrets and signatures as Standard Webhooks has them: HMAC-SHA256 over <c>id.timestamp.body</c>, the secret as <c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
public static class WebhookSigning
{
    /// <summary>What a secret begins with.</summary>
    public const string Prefix = "whsec_";

    // As many bytes as the hash has: more would not be stronger.
    private const int Bytes = 32;

    /// <summary>A new secret.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The value of <c>webhook-signature</c>: one signature for each secret, with a blank between.</summary>
    /// <param name="message">The value of <c>webhook-id</c>.</param>
    /// <param name="seconds">The value of <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="body">The body, to the letter.</param>
    /// <param name="secrets">The secrets, the newest first.</param>
    public static string Sign(string message, long seconds, string body, IEnumerable<string> secrets)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{message}.{seconds}.{body}"));
        return string.Join(' ', secrets.Select(s => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(s[Prefix.Length..]), signed))));
    }
}
