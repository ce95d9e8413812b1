using Haechi.Rules;

namespace Haechi.Tower.Register.Matching;

/// <summary>Why a column was taken for a field, in both languages.</summary>
internal static class MatchReasons
{
    public static LocalText Of(Evidence evidence, string by) => evidence switch
    {
        Evidence.SameName => LocalText.Of($"열 이름이 항목 이름 '{Short(by)}'와(과) 같습니다.", $"the header is the field's name '{Short(by)}'"),
        Evidence.LikeName => LocalText.Of($"열 이름이 항목 이름 '{Short(by)}'와(과) 비슷합니다.", $"the header is like the field's name '{Short(by)}'"),
        Evidence.Synonym => LocalText.Of("열 이름이 이 항목을 뜻하는 다른 말입니다.", "the header is another expression for this field"),
        Evidence.Content => LocalText.Of("칸의 내용이 이 항목에 들어갈 값과 맞습니다.", "the cells look like values of this field"),
        Evidence.Learned => LocalText.Of($"전에 '{Short(by)}' 열을 이 항목으로 정한 적이 있습니다.", $"the column '{Short(by)}' was taken for this field before"),
        Evidence.Order => LocalText.Of("열 이름이 비슷하고, 앞뒤 열의 순서가 항목의 순서와 같습니다.", "the header is similar, and the columns around it are in the order of the fields"),
        _ => Empty,
    };

    public static LocalText NotLike { get; } = LocalText.Of("이 열에 해당하는 항목을 찾지 못했습니다. 항목을 고르거나 등록부에 넣지 않기로 정하십시오.",
        "no field is near enough to this column; choose one, or leave the column out of the register");

    public static LocalText LearnedAsNone { get; } = LocalText.Of("전에 이런 열은 어느 항목도 아니라고 정했습니다.", "such a column was said to be none of the fields before");

    public static LocalText NoHeader { get; } = LocalText.Of("열 이름이 없고 내용만으로는 알 수 없습니다. 항목을 고르십시오.", "the column has no header and its cells do not tell; choose a field");

    public static LocalText NotSure(string field) => LocalText.Of($"'{field}'일 수 있으나 확실하지 않습니다. 확인하여 주십시오.", $"this may be '{field}', but it is not certain; please check");

    public static LocalText Taken(string field, string column) => LocalText.Of(
        $"'{field}' 항목에는 '{Short(column)}' 열이 더 잘 맞아 그 열을 연결했습니다.", $"the column '{Short(column)}' fits the field '{field}' better and was taken for it");

    private static LocalText Empty { get; } = LocalText.Empty;

    private static string Short(string text)
    {
        var clean = HeaderText.Clean(text);
        return clean.Length <= 60 ? clean : clean[..59] + "…";
    }
}
