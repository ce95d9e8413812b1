namespace Haechi.Audit;

/// <summary>One thing that stands in the way of an audit: what, where, what was expected, what to do next.</summary>
/// <param name="Code">A stable word for the kind of problem, such as <c>missing-column</c>.</param>
/// <param name="Place">A file with line and column, an option or a key of the plan.</param>
/// <param name="Message">What was found and expected.</param>
public sealed record AuditProblem(string Code, string Place, LocalText Message)
{
    /// <summary>The problem as one line.</summary>
    public string ToLine(string language) => $"{Place}: {(language == "ko" ? "오류" : "error")} {Code}: {Message.In(language)}";
}

/// <summary>Refused input: no figure was made from it.</summary>
public sealed class AuditRefusedException(IReadOnlyList<AuditProblem> problems) : Exception(string.Join('\n', problems.Select(p => p.ToLine("en"))))
{
    /// <summary>Everything that was wrong.</summary>
    public IReadOnlyList<AuditProblem> Problems { get; } = problems;

    /// <summary>A refusal with one reason.</summary>
    public static AuditRefusedException Because(string code, string place, string ko, string en) => new([new AuditProblem(code, place, new LocalText(ko, en))]);
}
