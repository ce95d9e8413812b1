namespace Haechi.Ledger;

/// <summary>Why something was not accepted: what was wrong, where, what was expected and what to do next.</summary>
/// <param name="Code">A stable word for the kind of problem, such as <c>root-differs</c>.</param>
/// <param name="Where">The file, entry or line.</param>
/// <param name="Ko">The message in Korean.</param>
/// <param name="En">The message in English.</param>
public sealed record LedgerProblem(string Code, string Where, string Ko, string En)
{
    /// <summary>The message in <paramref name="language"/>: Korean for <c>ko</c>, else English.</summary>
    public string In(string language) => language == "ko" ? Ko : En;

    /// <summary>The problem as one line: <c>where: code: message</c>.</summary>
    public string ToLine(string language) => $"{Where}: {Code}: {In(language)}";
}

/// <summary>Either a value or the problem that prevented it. Faults of disk and system are exceptions instead.</summary>
/// <typeparam name="T">What is there when it was done.</typeparam>
public sealed class LedgerResult<T>
{
    private readonly T? _value;

    private LedgerResult(T? value, LedgerProblem? problem) => (_value, Problem) = (value, problem);

    /// <summary>Why there is no value; null when there is one.</summary>
    public LedgerProblem? Problem { get; }

    /// <summary>True when there is a value.</summary>
    public bool Done => Problem is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none: <see cref="Problem"/> was not looked at.</exception>
    public T Value => Problem is null ? _value! : throw new InvalidOperationException(Problem.ToLine("en"));

    /// <summary>A result with a value of an interface type, which nothing converts to implicitly.</summary>
    internal static LedgerResult<T> Of(T value) => new(value, null);

    /// <summary>A result with a value.</summary>
    public static implicit operator LedgerResult<T>(T value) => new(value, null);

    /// <summary>A result without one.</summary>
    public static implicit operator LedgerResult<T>(LedgerProblem problem) => new(default, problem);
}
