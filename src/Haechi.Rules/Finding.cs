namespace Haechi.Rules;

/// <summary>A place in a source file. Lines and columns count from 1; 0 means that the whole file is meant.</summary>
public readonly record struct Place(string File, int Line, int Column)
{
    /// <inheritdoc />
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    /// <summary>The book is usable, and something should be mended.</summary>
    Warning,

    /// <summary>The book is refused.</summary>
    Error,
}

/// <summary>One thing that a check found: what, where, what was expected, and what to do.</summary>
/// <param name="Severity">Whether the book is refused.</param>
/// <param name="Code">A stable word for the kind of finding, such as <c>unknown-name</c>.</param>
/// <param name="Place">File, line and column.</param>
/// <param name="Message">What was found and expected, in Korean and English.</param>
public sealed record Finding(Severity Severity, string Code, Place Place, LocalText Message)
{
    /// <summary>The finding as one line: <c>file:line:column: severity code: message</c>.</summary>
    public string ToLine(string language) =>
        $"{Place}: {Word(language)} {Code}: {Message.In(language)}";

    private string Word(string language) => (Severity, language) switch
    {
        (Severity.Error, "ko") => "오류",
        (Severity.Warning, "ko") => "주의",
        (Severity.Error, _) => "error",
        _ => "warning",
    };
}

/// <summary>Collects findings while a book is read and checked.</summary>
public sealed class Findings
{
    private readonly List<Finding> _all = [];

    /// <summary>Everything found so far, in the order of finding.</summary>
    public IReadOnlyList<Finding> All => _all;

    /// <summary>True when one of them refuses the book.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Adds a refusal.</summary>
    public void Error(string code, Place place, string ko, string en)
    {
        HasErrors = true;
        _all.Add(new Finding(Severity.Error, code, place, LocalText.Of(ko, en)));
    }

    /// <summary>Adds a warning.</summary>
    public void Warning(string code, Place place, string ko, string en) =>
        _all.Add(new Finding(Severity.Warning, code, place, LocalText.Of(ko, en)));

    /// <summary>Adds everything that another collection holds.</summary>
    public void AddAll(Findings other)
    {
        HasErrors |= other.HasErrors;
        _all.AddRange(other._all);
    }
}

/// <summary>Refused input: nothing of it was used. Carries every finding, not only the first.</summary>
public sealed class RefusedException(IReadOnlyList<Finding> findings)
    : Exception(string.Join('\n', findings.Select(f => f.ToLine("en"))))
{
    /// <summary>What was wrong and where.</summary>
    public IReadOnlyList<Finding> Findings { get; } = findings;

    /// <summary>A refusal with one reason.</summary>
    public static RefusedException Because(string code, Place place, string ko, string en) =>
        new([new Finding(Severity.Error, code, place, LocalText.Of(ko, en))]);
}
