using Haechi.Tower.Common;

namespace Haechi.Tower.Access;

/// <summary>
/// What a password must be: long, not one that many people have, and not made of the login or the name of this program. No rule on kinds of characters and no expiry, which lead to worse passwords (NIST SP 800-63B, section 3.1.1).
/// </summary>
public static class PasswordRule
{
    /// <summary>The least number of characters.</summary>
    public const int Shortest = 12;

    /// <summary>The largest number of characters; more would only cost time to hash.</summary>
    public const int Longest = 200;

    private const int LeastKinds = 5;

    /// <summary>How much must be left when the words that everybody here could guess are taken out.</summary>
    private const int LeastOwn = 8;

    /// <summary>Words that whoever guesses at this tower tries first; the login is added to them.</summary>
    private static readonly string[] Near = ["haechi", "해치", "administrator", "관리자", "password", "비밀번호"];

    /// <summary>Null when the password may be used; else why not.</summary>
    public static Refusal? Check(string password, string login) =>
        password.Length < Shortest ? Weak($"비밀번호는 {Shortest}자 이상이어야 합니다. 낱말 몇 개를 이어 쓰면 외우기 쉽습니다.", $"a password has at least {Shortest} characters; several words in a row are easy to remember")
        : password.Length > Longest ? Weak($"비밀번호는 {Longest}자까지 쓸 수 있습니다.", $"a password has at most {Longest} characters")
        : password.Contains(login, StringComparison.OrdinalIgnoreCase) ? Weak("비밀번호에 아이디를 넣을 수 없습니다. 다른 말로 바꾸십시오.", "a password must not contain the login; choose other words")
        : password.Distinct().Count() < LeastKinds ? Weak("같은 글자만 되풀이한 비밀번호는 쓸 수 없습니다.", "a password of a few repeated characters is too easy to guess")
        : CommonPasswords.IsLike(password) ? Weak("많은 사람이 쓰다가 새어 나간 비밀번호입니다. 관계없는 낱말 몇 개를 이어 다른 것을 만드십시오.", "this password, or nearly this one, is in lists of leaked passwords; make another from a few unrelated words")
        : Near.Aggregate(password, (left, word) => left.Replace(word, "", StringComparison.OrdinalIgnoreCase)).Trim().Length < LeastOwn
            ? Weak("이 시스템과 관계된 말에 몇 글자만 더한 비밀번호는 쓸 수 없습니다.", "a word about this tower with a few characters more is too easy to guess")
        : null;

    private static Refusal Weak(string ko, string en) => Refusal.Because("weak-password", ko, en, "password");
}
