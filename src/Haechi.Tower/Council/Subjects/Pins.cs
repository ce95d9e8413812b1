using System.Globalization;
using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Council.Contracts;

namespace Haechi.Tower.Council.Subjects;

/// <summary>What the council's own subjects have in common.</summary>
internal static class Pins
{
    public static Refusal Gone(SubjectPin pin) => new("pin-gone", LocalText.Of($"결정이 근거로 삼은 판({pin.Kind} {pin.Thing}, {pin.Version})이 없거나 그때의 내용과 다릅니다.", $"the version on which the decision rests ({pin.Kind} {pin.Thing}, {pin.Version}) is gone, or is not what it was"), pin.Thing,
        LocalText.Of("보관된 결정 카드의 바이트를 보십시오. 삭제 기록이 있는지 확인하십시오.", "read the bytes of the card that were kept, and see whether it was erased."));

    /// <summary>A value as it is held: ids of values stay ids, and the page that shows the card says them in words.</summary>
    public static LocalText Raw(FactValue value, string? english = null) => value switch
    {
        BoolFact b => LocalText.Same(b.Value ? "true" : "false"),
        NumberFact n => LocalText.Same(n.Value.ToString(CultureInfo.InvariantCulture)),
        DateFact d => CouncilWords.Day(d.Value),
        SetFact s => LocalText.Same(string.Join(", ", s.Values.Order(StringComparer.Ordinal))),
        TextFact t => english is { Length: > 0 } ? LocalText.Of(t.Value, english) : LocalText.Same(t.Value),
        ListFact l => LocalText.Same(l.Records.Count.ToString(CultureInfo.InvariantCulture)),
        _ => LocalText.Same(""),
    };

    public static LocalText Joined(IReadOnlyList<LocalText> texts) => LocalText.Of(string.Join(", ", texts.Select(t => t.In("ko"))), string.Join(", ", texts.Select(t => t.In("en"))));
}
