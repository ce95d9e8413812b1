using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Web.Frame;

namespace Haechi.Web.Rulebooks;

/// <summary>Words of rules and facts that several pages use.</summary>
internal static class RuleWords
{
    public static string Stage(Visit visit, BookStage stage) => stage switch
    {
        BookStage.Enforced => visit.Say("시행", "enforced"),
        BookStage.Guideline => visit.Say("지침", "guideline"),
        BookStage.Framework => visit.Say("공포(틀)", "framework"),
        _ => visit.Say("아직 없음", "not begun"),
    };

    public static string Outcome(Visit visit, Outcome outcome) => outcome switch
    {
        Haechi.Rules.Outcome.Yes => visit.Say("예", "yes"),
        Haechi.Rules.Outcome.No => visit.Say("아니요", "no"),
        Haechi.Rules.Outcome.Review => visit.Say("사람이 검토", "for a person"),
        _ => visit.Say("모름", "unknown"),
    };

    /// <summary>What a class comes to. The words of the books themselves (HIGH, NOT ...) are for machines and exports.</summary>
    public static string Class(Visit visit, Outcome outcome) => outcome switch
    {
        Haechi.Rules.Outcome.Yes => visit.Say("해당", "yes"),
        Haechi.Rules.Outcome.No => visit.Say("해당 없음", "no"),
        _ => Outcome(visit, outcome),
    };

    /// <summary>The word of a class as people read it; a word that the class does not have is shown as it was declared.</summary>
    public static string Class(Visit visit, ClassWords? words, string word) => word switch
    {
        _ when words is null => word,
        _ when word == words.Yes => Class(visit, Haechi.Rules.Outcome.Yes),
        _ when word == words.No => Class(visit, Haechi.Rules.Outcome.No),
        _ when word == words.Review => Class(visit, Haechi.Rules.Outcome.Review),
        "unknown" => Class(visit, Haechi.Rules.Outcome.Unknown),
        _ => word,
    };

    /// <summary>What a book says of where it comes from, by the name of the line.</summary>
    public static string Source(Visit visit, string key) => key switch
    {
        "law" => visit.Say("법령", "Law"),
        "as_amended" => visit.Say("반영한 개정", "As amended"),
        "decree" => visit.Say("하위 법령", "Decree"),
        "language" => visit.Say("원문의 언어", "Language"),
        "note" => visit.Say("알림", "Note"),
        "data" => visit.Say("자료", "Data"),
        "read" => visit.Say("확인한 날", "Read on"),
        "fictional" => visit.Say("가상", "Fictional"),
        _ => key.Replace('_', ' '),
    };

    public static string Tag(Outcome outcome) => outcome switch
    {
        Haechi.Rules.Outcome.Yes => "tag tag-warn",
        Haechi.Rules.Outcome.Review => "tag tag-bad",
        Haechi.Rules.Outcome.Unknown => "tag tag-unknown",
        _ => "tag tag-calm",
    };

    public static string Strength(Modality modality) => modality.Word();

    /// <summary>The question as people are asked it.</summary>
    public static string Ask(Visit visit, BookSet set, string question) => set.IndexOfQuestion(question) is var i and >= 0 && !set.Questions[i].Ask.IsEmpty ? set.Questions[i].Ask.In(visit.Language) : question;

    /// <summary>A value as people read it.</summary>
    public static string Value(Visit visit, BookSet set, string question, FactValue? value)
    {
        var asked = set.IndexOfQuestion(question) is var i and >= 0 ? set.Questions[i] : null;
        return value switch
        {
            null => visit.Say("모름", "unknown"),
            BoolFact b => b.Value ? visit.Say("예", "yes") : visit.Say("아니요", "no"),
            DateFact d => visit.Day(d.Value),
            TextFact t => asked?.TitleOf(t.Value, visit.Language) ?? t.Value,
            SetFact s => s.Values.Count == 0 ? visit.Say("해당 없음", "none of them") : string.Join(", ", s.Values.Select(v => asked?.TitleOf(v, visit.Language) ?? v)),
            _ => value.Shown,
        };
    }

    public static string Rank(Visit visit, Rank rank) => rank switch
    {
        Haechi.Rules.Books.Rank.International => visit.Say("국제", "international"),
        Haechi.Rules.Books.Rank.National => visit.Say("국가", "national"),
        Haechi.Rules.Books.Rank.Province => visit.Say("시·도", "province"),
        Haechi.Rules.Books.Rank.City => visit.Say("시·군·구", "city"),
        _ => visit.Say("부서", "department"),
    };
}
