namespace Haechi.Labels;

/// <summary>Why something was not done: what was wrong, where, what was expected and what to do next.</summary>
/// <param name="Code">A stable word for the kind of problem, such as <c>format-unknown</c>.</param>
/// <param name="Where">The file, or the part of it.</param>
/// <param name="Ko">The message in Korean.</param>
/// <param name="En">The message in English.</param>
public sealed record LabelProblem(string Code, string Where, string Ko, string En)
{
    /// <summary>The message in <paramref name="language"/>: Korean for <c>ko</c>, else English.</summary>
    public string In(string language) => language == "ko" ? Ko : En;

    /// <summary>The problem as one line: <c>where: code: message</c>.</summary>
    public string ToLine(string language) => $"{Where}: {Code}: {In(language)}";
}

/// <summary>Either a value or the problem that prevented it. Faults of disk and system are exceptions instead.</summary>
/// <typeparam name="T">What is there when it was done.</typeparam>
public sealed class LabelResult<T>
{
    private readonly T? _value;

    private LabelResult(T? value, LabelProblem? problem) => (_value, Problem) = (value, problem);

    /// <summary>Why there is no value; null when there is one.</summary>
    public LabelProblem? Problem { get; }

    /// <summary>True when there is a value.</summary>
    public bool Done => Problem is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none: <see cref="Problem"/> was not looked at.</exception>
    public T Value => Problem is null ? _value! : throw new InvalidOperationException(Problem.ToLine("en"));

    /// <summary>A result with a value of an interface type, which nothing converts to implicitly.</summary>
    internal static LabelResult<T> Of(T value) => new(value, null);

    /// <summary>A result with a value.</summary>
    public static implicit operator LabelResult<T>(T value) => new(value, null);

    /// <summary>A result without one.</summary>
    public static implicit operator LabelResult<T>(LabelProblem problem) => new(default, problem);
}

/// <summary>Bytes that are not what they claim to be. It never leaves the engine: it becomes a <see cref="LabelProblem"/> or a status code.</summary>
internal sealed class MalformedException(string code, string ko, string en) : Exception(en)
{
    public string Code { get; } = code;

    /// <summary>True when the code is one that the specification has for a credential that is there and does not hold.</summary>
    public bool IsStatus { get; init; }

    public LabelProblem At(string where) => new(Code, where, ko, Message);
}
