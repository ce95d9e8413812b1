using Haechi.Rules;

namespace Haechi.Tower.Common;

/// <summary>
/// Why something was not done: a value, not a fault (law 4 of the house). The message says what was wrong and what was expected; <paramref name="Next"/> says what to do.
/// </summary>
/// <param name="Code">A stable word for programs, such as <c>not-found</c>.</param>
/// <param name="Message">For people, in Korean and English.</param>
/// <param name="Where">The field, row or thing that is meant, or null.</param>
/// <param name="Next">What to do next, or null.</param>
/// <param name="Provision">The provision on which the refusal rests, or null.</param>
public sealed record Refusal(string Code, LocalText Message, string? Where = null, LocalText? Next = null, string? Provision = null)
{
    /// <summary>A refusal with its two texts.</summary>
    public static Refusal Because(string code, string ko, string en, string? where = null) => new(code, LocalText.Of(ko, en), where);

    /// <summary>Nothing with this id.</summary>
    public static Refusal NotFound(string ko, string en, string id) =>
        new("not-found", LocalText.Of($"{ko} '{id}'을(를) 찾지 못했습니다.", $"there is no {en} '{id}'"), id);

    /// <summary>One line for a terminal or log.</summary>
    public string ToLine(string language) =>
        (Where is null ? "" : Where + ": ") + Message.In(language) + (Provision is null ? "" : $" ({Provision})") + (Next is null ? "" : " " + Next.In(language));
}

/// <summary>What a command came to: a value, or the reasons why there is none.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed class Result<T>
{
    private Result(T? value, IReadOnlyList<Refusal> refusals) => (Value, Refusals) = (value, refusals);

    /// <summary>The value; read it only when <see cref="Done"/>.</summary>
    public T? Value { get; }

    /// <summary>The reasons; empty when <see cref="Done"/>.</summary>
    public IReadOnlyList<Refusal> Refusals { get; }

    /// <summary>True when there is a value.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    public bool Done => Refusals.Count == 0;

    /// <summary>A value.</summary>
    public static implicit operator Result<T>(T value) => new(value, []);

    /// <summary>A refusal.</summary>
    public static implicit operator Result<T>(Refusal refusal) => new(default, [refusal]);

    // An interface converts to nothing implicitly, so a list needs this door.
    internal static Result<T> OfValue(T value) => new(value, []);

    internal static Result<T> OfRefusals(IReadOnlyList<Refusal> refusals) =>
        new(default, refusals.Count > 0 ? refusals : throw new ArgumentException("at least one refusal is needed", nameof(refusals)));
}

/// <summary>Makes results that carry several refusals.</summary>
public static class Refused
{
    /// <summary>A result with these refusals, at least one.</summary>
    public static Result<T> Because<T>(IReadOnlyList<Refusal> refusals) => Result<T>.OfRefusals(refusals);

    /// <summary>A result with a value whose type is an interface, such as a list.</summary>
    public static Result<T> Not<T>(T value) => Result<T>.OfValue(value);
}

/// <summary>The result of a command that returns nothing.</summary>
public readonly record struct Done
{
    /// <summary>It was done.</summary>
    public static Result<Done> Well { get; } = default(Done);
}
