using Haechi.Rules;

namespace Haechi.Tower.Register.Profiles;

/// <summary>What an export lost, or left for people to do.</summary>
public enum LossKind
{
    /// <summary>The profile has no column for the fact.</summary>
    NoColumn,

    /// <summary>A column of the source that is no fact of the register; its cells stay with the source's own row.</summary>
    RawOnly,

    /// <summary>A class of another regime: it would be a new decision, so it is not carried over.</summary>
    Reclassification,

    /// <summary>The profile has no word, or a wider one, for the value.</summary>
    Narrowed,

    /// <summary>The text was cut to the column's limit.</summary>
    Shortened,

    /// <summary>The day is known more exactly than the column says.</summary>
    LessExact,

    /// <summary>Records of a list were joined or left out.</summary>
    Joined,

    /// <summary>The cell was taken from a fact that is only near in meaning.</summary>
    Near,

    /// <summary>The source's cell was erased by law.</summary>
    Erased,
}

/// <summary>One thing that an export lost.</summary>
/// <param name="System">The system's id as given to the writer.</param>
/// <param name="Kind">What kind of loss.</param>
/// <param name="What">The fact, the field of a list, or the source's column.</param>
/// <param name="Column">The profile's column that is concerned, or null.</param>
public sealed record Loss(string System, LossKind Kind, string What, string? Column)
{
    /// <summary>For people; made when it is asked for, because an export can have a hundred thousand.</summary>
    public LocalText Message => LossTexts.Of(Kind, What, Column);
}

/// <summary>Losses of one kind put together.</summary>
/// <param name="Kind">What kind of loss.</param>
/// <param name="What">The fact, the field of a list, or the source's column.</param>
/// <param name="Column">The profile's column that is concerned, or null.</param>
/// <param name="Systems">The systems, in the order of the export.</param>
public sealed record LossSummary(LossKind Kind, string What, string? Column, IReadOnlyList<string> Systems)
{
    /// <summary>For people.</summary>
    public LocalText Message => LossTexts.Of(Kind, What, Column);

    /// <summary>For people who know the fact by another name than its id.</summary>
    public LocalText MessageOf(LocalText what) => LocalText.Of(LossTexts.Of(Kind, what.In("ko"), Column).In("ko"), LossTexts.Of(Kind, what.In("en"), Column).In("en"));
}

/// <summary>A required column that stays blank because the fact is unknown.</summary>
/// <param name="System">The system's id as given to the writer.</param>
/// <param name="Column">The column.</param>
public sealed record MissingCell(string System, string Column)
{
    /// <summary>For people.</summary>
    public LocalText Message => LocalText.Of($"필수 열 '{Column}'에 적을 사실이 없습니다. 사실을 채우거나 직접 판단하여 적으십시오.",
        $"no fact fills the required column '{Column}'; answer its question, or decide and write it");
}

internal static class LossTexts
{
    public static LocalText Of(LossKind kind, string what, string? column) => kind switch
    {
        LossKind.NoColumn => LocalText.Of($"'{what}'을(를) 적을 열이 없어 내보내지 않았습니다.", $"there is no column for '{what}', so it was left out"),
        LossKind.RawOnly => LocalText.Of($"원래 자료의 '{what}' 열은 등록부의 사실이 아니어서 옮기지 않았습니다. 원래 칸은 그대로 보관합니다.",
            $"the source's column '{what}' is no fact of the register and was not carried over; its cell is kept"),
        LossKind.Reclassification => LocalText.Of($"'{what}'은(는) 다른 체계의 분류입니다. 옮겨 적으면 새로운 판단이 되므로 옮기지 않았습니다.",
            $"'{what}' is a class of another regime; to carry it over would be a new decision, so it was not done"),
        LossKind.Narrowed => LocalText.Of($"'{column}' 열에는 '{what}'의 값을 그대로 적을 말이 없어 넓은 말로 적거나 비웠습니다.", $"the column '{column}' has no exact word for the value of '{what}'; a wider word or a blank stands there"),
        LossKind.Shortened => LocalText.Of($"'{what}'이(가) '{column}' 열의 글자 수를 넘어 줄였습니다.", $"'{what}' was cut to the limit of the column '{column}'"),
        LossKind.LessExact => LocalText.Of($"'{column}' 열은 '{what}'의 날짜를 덜 정확하게 적습니다.", $"the column '{column}' gives the day of '{what}' less exactly"),
        LossKind.Joined => LocalText.Of($"'{what}'의 여러 기록을 '{column}' 열 하나에 모으거나 일부만 적었습니다.", $"several records of '{what}' were joined in, or left out of, the column '{column}'"),
        LossKind.Erased => LocalText.Of($"'{column}' 열의 칸은 법에 따라 지워져 비어 있습니다.", $"the cell under '{column}' was erased by law and is blank"),
        _ => LocalText.Of($"'{column}' 열에는 뜻이 가까운 '{what}'을(를) 적었습니다. 확인하십시오.", $"the column '{column}' was filled from '{what}', which is only near in meaning; check it"),
    };
}
