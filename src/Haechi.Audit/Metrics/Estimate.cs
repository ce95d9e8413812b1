namespace Haechi.Audit.Metrics;

/// <summary>
/// A figure with its interval, or the reason why there is none. It is never a silent 0: a group without a single positive case has no true positive rate.
/// </summary>
/// <param name="Value">The figure; NaN when it cannot be estimated, infinite only when <paramref name="NotEstimable"/> is <c>infinite</c>.</param>
/// <param name="Low">The lower end of the interval, or NaN when none is given.</param>
/// <param name="High">The upper end, or NaN.</param>
/// <param name="N">Rows of the group.</param>
/// <param name="Denominator">Rows that the figure is a share of.</param>
/// <param name="NotEstimable">Null, or a stable word from <see cref="Reasons"/>.</param>
public readonly record struct Estimate(double Value, double Low, double High, long N, long Denominator, string? NotEstimable)
{
    /// <summary>True when there is a figure.</summary>
    public bool IsKnown => NotEstimable is null;

    /// <summary>A figure without an interval.</summary>
    public static Estimate Of(double value, long n, long denominator) =>
        double.IsFinite(value) ? new(value, double.NaN, double.NaN, n, denominator, null) : None(Reasons.Undefined, n, denominator);

    /// <summary>No figure.</summary>
    public static Estimate None(string reason, long n, long denominator) => new(double.NaN, double.NaN, double.NaN, n, denominator, reason);
}

/// <summary>Why a figure could not be estimated.</summary>
public static class Reasons
{
    /// <summary>Nobody is in the denominator.</summary>
    public const string NoDenominator = "zero-denominator";

    /// <summary>Fewer rows in the denominator than the plan asks for.</summary>
    public const string TooFew = "below-minimum-size";

    /// <summary>Both rates are zero, so their ratio says nothing.</summary>
    public const string BothZero = "both-zero";

    /// <summary>A rate divided by zero.</summary>
    public const string Infinite = "infinite";

    /// <summary>One of the two figures compared is missing.</summary>
    public const string OtherMissing = "other-not-estimable";

    /// <summary>The group has only one kind of outcome.</summary>
    public const string OneClass = "one-class";

    /// <summary>The formula has no value for these counts.</summary>
    public const string Undefined = "undefined";

    /// <summary>There is only one group to compare.</summary>
    public const string OneGroup = "one-group";

    /// <summary>Cells that the figure needs are withheld to protect small groups.</summary>
    public const string Withheld = "withheld";

    /// <summary>What a reason says.</summary>
    public static LocalText Say(string reason) => reason switch
    {
        NoDenominator => new("분모가 0", "nobody in the denominator"),
        TooFew => new("분모가 최소 크기보다 작음", "denominator below the minimum size"),
        BothZero => new("두 비율이 모두 0", "both rates are zero"),
        Infinite => new("0으로 나눔", "divided by zero"),
        OtherMissing => new("비교할 값이 없음", "the other figure is missing"),
        OneClass => new("결과가 한 종류뿐", "only one kind of outcome"),
        Withheld => new("보호하려고 가린 칸이 있음", "cells withheld for protection"),
        OneGroup => new("집단이 하나뿐", "only one group"),
        _ => new("정의되지 않음", "undefined for these counts"),
    };
}
