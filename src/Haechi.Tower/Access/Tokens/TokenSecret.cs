using System.Security.Cryptography;
using System.Text;

namespace Haechi.Tower.Access.Tokens;

/// <summary>
/// The form of a token's secret: <c>haechi_</c>, 32 characters of chance, and 5 that check them. Programs that look for secrets in published code know it by the beginning, and a slip of the hand is
/// seen without asking the database.
/// </summary>
internal static class TokenSecret
{
    public const string Prefix = "haechi_";
    private const string Letters = "23456789bcdfghjkmnpqrstvwxyz";
    private const int Random = 32;
    private const int Checked = 5;

    public static string Next() => Secrets.Next() is var chance ? Prefix + chance + Check(chance) : "";

    /// <summary>True when the text can be a token at all.</summary>
    public static bool HasForm(string text) =>
        text.Length == Prefix.Length + Random + Checked && text.StartsWith(Prefix, StringComparison.Ordinal) && text[^Checked..] == Check(text[Prefix.Length..^Checked]);

    private static string Check(string chance)
    {
        var sum = SHA256.HashData(Encoding.UTF8.GetBytes(Prefix + chance));
        return string.Create(Checked, sum, (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = Letters[from[i] % Letters.Length];
            }
        });
    }
}
