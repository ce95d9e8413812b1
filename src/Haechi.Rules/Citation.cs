using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Haechi.Rules;

/// <summary>
/// Citations of Korean law for readers of English. Books cite as the law itself does (제35조제1항제2호가목); in English that is <c>Art. 35(1) subpara. 2(a)</c>, with the units named as the
/// Korea Legislation Research Institute names them: 조 article, 항 paragraph, 호 subparagraph, 목 item. What is not known stays as it was written: a citation is never guessed.
/// </summary>
public static partial class Citation
{
    // The letters of items (목), in their order in the law.
    private const string Items = "가나다라마바사아자차카타파하";

    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["인공지능 발전과 신뢰 기반 조성 등에 관한 기본법"] = "AI Basic Act", ["인공지능기본법"] = "AI Basic Act", ["공공AI법"] = "Public AI Act", ["공공인공지능법"] = "Public AI Act",
        ["인공지능 및 데이터 기반 행정 활성화에 관한 법률"] = "Public AI Act", ["정보통신융합법"] = "ICT Convergence Act", ["개인정보 보호법"] = "Personal Information Protection Act", ["민법"] = "Civil Act",
        ["행정기본법"] = "General Act on Public Administration", ["공직선거법"] = "Public Official Election Act", ["관공서의 공휴일에 관한 규정"] = "Decree on Public Holidays", ["공휴일에 관한 법률"] = "Act on Public Holidays",
        ["공공기록물 관리에 관한 법률"] = "Public Records Management Act", ["고영향 판단 가이드라인"] = "high-impact guideline", ["투명성 가이드라인"] = "transparency guideline", ["안전성 고시"] = "safety notice", ["안전성 가이드라인"] = "safety guideline",
        ["지원데스크 사례집"] = "help desk's casebook", ["시행령"] = "Decree", ["시행규칙"] = "Rule", ["대통령령"] = "Presidential Decree", ["법률"] = "Act", ["조례"] = "Ordinance", ["규칙"] = "Rule", ["규정"] = "Regulation",
        ["고시"] = "Notice", ["지침"] = "Guideline", ["부칙"] = "Addenda", ["별표"] = "Annex", ["단서"] = "proviso", ["본문"] = "main clause", ["공포"] = "promulgated", ["최종 개정"] = "last amended", ["개정"] = "amended", ["사례"] = "case",
        ["인공지능"] = "AI", ["가상"] = "fictional", ["하늘시"] = "Haneul City", ["영"] = "Decree", ["및"] = "and", ["에너지 편"] = "energy part", ["보건의료 편"] = "health care part", ["철도 편"] = "railway part",
        ["대출 심사 편"] = "loan part", ["도로 교통 편"] = "road traffic part", ["의료기기 편"] = "medical device part",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Regex Word = new($"(?<![가-힣])({string.Join('|', Words.Keys.OrderByDescending(k => k.Length).Select(Regex.Escape))})(?![가-힣])", RegexOptions.CultureInvariant);

    /// <summary>A citation for a reader.</summary>
    /// <param name="cite">As a book or a form writes it; null gives null.</param>
    /// <param name="language"><c>en</c> puts Korean provisions into English; any other language leaves them.</param>
    public static string? In(string? cite, string language)
    {
        if (cite is null || language != "en" || !Hangul().IsMatch(cite))
        {
            return cite;
        }
        var text = Numbered().Replace(cite, m => $"No. {m.Groups[1].Value}");
        text = Span().Replace(text, " to ").Replace("까지", "", StringComparison.Ordinal);
        text = Article().Replace(text, m => $"Art. {Number(m, 1, 2, "-")}{Braced(m, 3)}{(m.Groups[4].Success ? $" subpara. {Number(m, 4, 5, "-")}" : "")}{Item(m, 6)}");
        text = Part().Replace(text, m => $"{(m.Groups[3].Value == "항" ? "para." : m.Groups[3].Value == "호" ? "subpara." : m.Groups[3].Value == "장" ? "Ch." : "Sec.")} {Number(m, 1, 2, "-")}{Item(m, 4)}");
        text = Lone().Replace(text, m => $"item ({Letter(m.Groups[1].Value)})");
        text = Day().Replace(text, m => DateOnly.TryParseExact(m.Value, "yyyy.M.d.", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToString("d MMM yyyy", CultureInfo.InvariantCulture) : m.Value);
        text = Year().Replace(text, "$1");
        text = Word.Replace(text, m => Words[m.Value]);
        return Bracket().Replace(text, " (");
    }

    private static string Number(Match match, int whole, int branch, string between) => match.Groups[whole].Value + (match.Groups[branch].Success ? between + match.Groups[branch].Value : "");

    private static string Braced(Match match, int group) => match.Groups[group].Success ? $"({match.Groups[group].Value})" : "";

    private static string Item(Match match, int group) => match.Groups[group].Success ? $"({Letter(match.Groups[group].Value)})" : "";

    private static char Letter(string item) => (char)('a' + Items.IndexOf(item, StringComparison.Ordinal));

    [GeneratedRegex("[가-힣]")]
    private static partial Regex Hangul();

    // The numbers of laws themselves: 법률 제21392호.
    [GeneratedRegex(@"(?<=(?:법률|대통령령|총리령|부령|고시|훈령|예규) )제([0-9]+(?:-[0-9]+)?)호")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"부터\s*")]
    private static partial Regex Span();

    [GeneratedRegex("제([0-9]+)조(?:의([0-9]+))?(?:제([0-9]+)항)?(?:제([0-9]+)호(?:의([0-9]+))?)?(?:([가나다라마바사아자차카타파하])목)?")]
    private static partial Regex Article();

    [GeneratedRegex("제([0-9]+)(?:의([0-9]+))?(항|호|장|절)(?:([가나다라마바사아자차카타파하])목)?")]
    private static partial Regex Part();

    [GeneratedRegex("(?<![가-힣])([가나다라마바사아자차카타파하])목")]
    private static partial Regex Lone();

    [GeneratedRegex(@"[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}\.")]
    private static partial Regex Day();

    [GeneratedRegex("([0-9]{4})년")]
    private static partial Regex Year();

    // Korean sets no space before a bracket; English does.
    [GeneratedRegex(@"(?<=[A-Za-z]{2})\((?=[A-Za-z0-9]{2})")]
    private static partial Regex Bracket();
}
