using Haechi.Rules;

namespace Haechi.Tower.Common;

/// <summary>How a check of the installation came out.</summary>
public enum CheckOutcome
{
    /// <summary>All is well.</summary>
    Fine,

    /// <summary>Worth knowing; nothing is broken.</summary>
    Note,

    /// <summary>Something is wrong and must be mended.</summary>
    Wrong,
}

/// <summary>One line of <c>haechi doctor</c>.</summary>
/// <param name="Name">A stable word for programs, such as <c>disk-space</c>.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Found">What was found.</param>
/// <param name="Next">What to do, or null.</param>
public sealed record CheckResult(string Name, CheckOutcome Outcome, LocalText Found, LocalText? Next = null)
{
    /// <summary>All is well.</summary>
    public static CheckResult Fine(string name, string ko, string en) => new(name, CheckOutcome.Fine, LocalText.Of(ko, en));

    /// <summary>Worth knowing.</summary>
    public static CheckResult Note(string name, string ko, string en, string? koNext = null, string? enNext = null) => new(name, CheckOutcome.Note, LocalText.Of(ko, en), koNext is null ? null : LocalText.Of(koNext, enNext ?? koNext));

    /// <summary>To be mended.</summary>
    public static CheckResult Wrong(string name, string ko, string en, string koNext, string enNext) => new(name, CheckOutcome.Wrong, LocalText.Of(ko, en), LocalText.Of(koNext, enNext));
}

/// <summary>What a module checks when an operator asks whether all is well. Found by registration; reads only.</summary>
public interface ICheckUp
{
    /// <summary>Looks.</summary>
    public Task<IReadOnlyList<CheckResult>> Look(CancellationToken stop);
}
