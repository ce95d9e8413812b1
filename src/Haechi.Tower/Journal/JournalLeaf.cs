using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haechi.Tower.Common;

namespace Haechi.Tower.Journal;

/// <summary>
/// What the ledger shows of an act: kind, time, roles, thing, books, outcome, and a commitment to the rest. No account, no name, no free text. The commitment is
/// SHA-256(salt ‖ document); once the salt is gone nobody can try out what the document may have said.
/// </summary>
public static class JournalLeaf
{
    /// <summary>The length of a salt.</summary>
    public const int SaltLength = 32;

    /// <summary>The outcome of an act that was done.</summary>
    public const string Well = "done";

    // Things that stand for a person: the leaf gives the kind and keeps the id to itself.
    private static readonly HashSet<string> Persons = new(["account", "session", "person", "contact"], StringComparer.Ordinal);
    private const int LongestId = 80;

    /// <summary>The entry of an act with its leaf.</summary>
    public static JournalEntry Entry(Actor actor, long at, string act, string subject, object detail, string outcome = Well, IEnumerable<string>? books = null)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var text = CanonicalJson.Of(detail);
        var leaf = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["v"] = 1, ["type"] = act, ["time"] = Time(at), ["actor"] = RolesOf(actor), ["subject"] = Public(subject), ["outcome"] = outcome,
            ["commitment"] = Convert.ToBase64String(Commit(salt, Document(actor.Account, subject, text, actor.Token))),
        };
        if (books?.Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } pins)
        {
            leaf["books"] = pins;
        }
        return new JournalEntry { At = at, Account = actor.Account, Token = actor.Token, Act = act, Subject = subject, Detail = text, Salt = salt, Leaf = Encoding.UTF8.GetBytes(CanonicalJson.Of(leaf)) };
    }

    /// <summary>The canonical document that the commitment covers: account, detail, the whole subject, and the token when the account acted by one.</summary>
    public static string Document(string account, string subject, string detail, string? token) =>
        $"{{\"account\":{CanonicalJson.Text(account)},\"detail\":{detail},\"subject\":{CanonicalJson.Text(subject)}{(token is null ? "" : $",\"token\":{CanonicalJson.Text(token)}")}}}";

    /// <summary>SHA-256 over salt and document.</summary>
    public static byte[] Commit(byte[] salt, string document) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(document)]);

    /// <summary>True when document and salt of the entry are there and are those that its leaf was made with.</summary>
    public static bool Opens(JournalEntry entry)
    {
        if (entry.Salt is null)
        {
            return false;
        }
        using var leaf = JsonDocument.Parse(entry.Leaf);
        return leaf.RootElement.GetProperty("commitment").GetString() == Convert.ToBase64String(Commit(entry.Salt, Document(entry.Account, entry.Subject, entry.Detail, entry.Token)));
    }

    /// <summary>The subject as the public may see it: of persons the kind only, and no id that could be a text.</summary>
    internal static string Public(string subject)
    {
        var (kind, id) = subject.Split(':', 2) is [var first, var rest] ? (first, rest) : (subject, "");
        return id.Length == 0 || Persons.Contains(kind) || id.Length > LongestId || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/') ? Kind(kind) : $"{kind}:{id}";
    }

    private static string Kind(string kind) => kind.Length is > 0 and <= LongestId && kind.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? kind : "thing";

    private static string[] RolesOf(Actor actor) =>
        actor.Account == Actor.Program.Account ? ["program"] : actor.Account == Actor.Terminal.Account ? ["terminal"]
            : [.. Enum.GetValues<Roles>().Where(r => r != Roles.None && actor.Roles.HasFlag(r)).Select(r => r.ToString().ToLowerInvariant()).Order(StringComparer.Ordinal)];

    private static string Time(long at) => TowerClock.InKorea(at).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
