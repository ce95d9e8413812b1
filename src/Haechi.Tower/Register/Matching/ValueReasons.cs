using Haechi.Rules;

namespace Haechi.Tower.Register.Matching;

/// <summary>Why a cell was taken for a value, in both languages.</summary>
internal static class ValueReasons
{
    public static LocalText Blank { get; } = LocalText.Of("빈칸입니다. 아직 답이 없는 것으로 둡니다.", "the cell is blank: nothing has been answered yet");

    public static LocalText NotApplicable { get; } = LocalText.Of("'해당 없음'이라고 적혀 있습니다. '아니요'와는 다릅니다.", "the cell says 'not applicable', which is not a no");

    public static LocalText Nothing { get; } = LocalText.Of("'없음'이라고 적혀 있습니다.", "the cell says 'none'");

    public static LocalText Open { get; } = LocalText.Of("아직 정해지지 않았다고 적혀 있습니다. 모름으로 둡니다.", "the cell says that it is not known yet; it stays unknown");

    public static LocalText Kept { get; } = LocalText.Of("자유롭게 적는 항목이므로 적힌 대로 둡니다.", "the field takes any text, so the cell is kept as written");

    public static LocalText Same { get; } = LocalText.Of("정해진 값과 같습니다(번호, 대소문자, 문장부호는 보지 않았습니다).", "the same as an allowed value, apart from letter, case and punctuation");

    public static LocalText Label { get; } = LocalText.Of("정해진 값의 짧은 이름입니다.", "the short name of an allowed value");

    public static LocalText Letter { get; } = LocalText.Of("정해진 값의 기호만 적혀 있습니다.", "only the letter of an allowed value is written");

    public static LocalText Cut { get; } = LocalText.Of("정해진 값의 앞부분입니다.", "the beginning of an allowed value");

    public static LocalText YesOrNo { get; } = LocalText.Of("예 또는 아니요를 뜻하는 말입니다.", "a word for yes or no");

    public static LocalText WithNote { get; } = LocalText.Of("앞의 말은 정해진 값이고 그 뒤는 덧붙인 설명입니다.", "the first words are an allowed value; the rest is a note");

    public static LocalText Alike { get; } = LocalText.Of("정해진 값과 낱말이나 철자가 비슷합니다.", "words or spelling are like those of an allowed value");

    public static LocalText Affirms { get; } = LocalText.Of("물은 것을 부정하지 않고 설명하고 있습니다. 확인이 필요합니다.", "the text describes what was asked and denies nothing; please check");

    public static LocalText Usual { get; } = LocalText.Of("비슷한 값이 없습니다. 이 항목에서 그런 값은 지금까지 대개 이렇게 처리되었습니다.", "nothing is like it; this is what such values of the field were mostly given as so far");

    public static LocalText Nowhere { get; } = LocalText.Of("정해진 값 가운데 비슷한 것이 없습니다. 값을 고르거나 비워 두십시오.", "no allowed value is like it; choose one or leave it unanswered");

    public static LocalText TooUncertain { get; } = LocalText.Of("어느 값인지 확실하지 않습니다. 아래에서 고르거나 비워 두십시오.", "it is not certain which value is meant; choose one or leave it unanswered");

    public static LocalText Learned(string recoded) => LocalText.Of($"전에 '{recoded}'(으)로 처리한 값과 같거나 비슷합니다.", $"the same as, or like, a value that was given as '{recoded}' before");

    public static LocalText Members(int count) => LocalText.Of($"여러 값을 적은 칸입니다({count}개). 하나씩 대조했습니다.", $"the cell lists {count} values; each was compared by itself");

    public static LocalText MembersUnread(IReadOnlyList<string> unread) => LocalText.Of(
        $"여러 값 가운데 어느 값인지 알 수 없는 것이 있습니다: {string.Join(", ", unread.Select(u => $"'{u}'"))}. 그 값을 고르십시오.",
        $"some of the values listed are not recognised: {string.Join(", ", unread.Select(u => $"'{u}'"))}; choose what they mean");
}
