namespace Haechi.Audit.Explaining;

/// <summary>Why a model, its data or a question about them was refused: what was wrong, where, what was expected and what to do.</summary>
/// <param name="Code">A stable word for the kind of problem, such as <c>model-damaged</c>.</param>
/// <param name="Where">The file and the place in it: a line, or a path such as <c>trees[3].left_children[5]</c>.</param>
/// <param name="Message">The sentence, in Korean and English.</param>
public sealed record ModelProblem(string Code, string Where, LocalText Message)
{
    /// <summary>The problem as one line: <c>where: code: message</c>.</summary>
    public string ToLine(string language) => $"{Where}: {Code}: {Message.In(language)}";
}

/// <summary>Either a value or the problem that prevented it.</summary>
/// <typeparam name="T">What is there when it was done.</typeparam>
public sealed class ModelResult<T>
{
    private readonly T? _value;

    private ModelResult(T? value, ModelProblem? problem) => (_value, Problem) = (value, problem);

    /// <summary>Why there is no value; null when there is one.</summary>
    public ModelProblem? Problem { get; }

    /// <summary>True when there is a value.</summary>
    public bool Done => Problem is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none: <see cref="Problem"/> was not looked at.</exception>
    public T Value => Problem is null ? _value! : throw new InvalidOperationException(Problem.ToLine("en"));

    /// <summary>Does the work, and turns a refusal inside it into a value.</summary>
    internal static ModelResult<T> Of(Func<T> work)
    {
        try
        {
            return new(work(), null);
        }
        catch (ModelRefused refused)
        {
            return new(default, refused.Problem);
        }
    }
}

/// <summary>Carries a refusal out of nested readers; never leaves the engine.</summary>
internal sealed class ModelRefused(ModelProblem problem) : Exception(problem.ToLine("en"))
{
    public ModelProblem Problem { get; } = problem;

    /// <summary>The file is not what its format says.</summary>
    public static ModelRefused Damaged(string where, string ko, string en) => new(new("model-damaged", where, new(ko, en)));

    /// <summary>The file is sound, and holds something that this reader does not explain.</summary>
    public static ModelRefused NotRead(string where, string ko, string en) => new(new("model-not-read", where, new(ko, en)));

    /// <summary>The data do not fit the model.</summary>
    public static ModelRefused Unfit(string where, string ko, string en) => new(new("data-do-not-fit", where, new(ko, en)));

    /// <summary>What was asked for cannot be done.</summary>
    public static ModelRefused Asked(string where, string ko, string en) => new(new("wrong-use", where, new(ko, en)));
}
