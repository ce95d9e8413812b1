using Haechi.Rules;
using Haechi.Tower.Rulebooks;

namespace Haechi.Tower.Duties;

/// <summary>One thing that speaks against a deployment.</summary>
/// <param name="Code">A stable word for programs, such as <c>duty-open</c>.</param>
/// <param name="Blocks">True when it refuses in this environment; else it is a warning.</param>
/// <param name="Message">What is so.</param>
/// <param name="Next">What to do next.</param>
/// <param name="Link">The page of the tower on which to do it, from its root.</param>
/// <param name="Provision">The provision, or null.</param>
/// <param name="Rule">The rule of a book, or null.</param>
/// <param name="Duty">The id of the duty in the tower, or null when it is none or was not opened yet.</param>
public sealed record GateReason(string Code, bool Blocks, LocalText Message, LocalText Next, string Link, string? Provision = null, string? Rule = null, string? Duty = null);

/// <summary>The system that was asked about, pinned to the version whose facts were used.</summary>
public sealed record GateSystem(string Id, int Number, string Name, int Version, string? State, string? Department);

/// <summary>May this system be deployed to this environment now?</summary>
/// <param name="Asked">The system as it was asked for.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Production">True when the environment counts as production.</param>
/// <param name="Allowed">The answer.</param>
/// <param name="System">The system, or null when it is not in the register.</param>
/// <param name="Reasons">What speaks against it, what refuses first.</param>
/// <param name="Books">The books by which it was decided, each with version and hash.</param>
/// <param name="Day">The legal day.</param>
/// <param name="At">The instant, in UTC microseconds.</param>
/// <param name="Glass">The glass that was broken for it, or null.</param>
public sealed record GateAnswer(
    string Asked, string Environment, bool Production, bool Allowed, GateSystem? System, IReadOnlyList<GateReason> Reasons, IReadOnlyList<BookPin> Books, DateOnly Day, long At, GlassBroken? Glass = null);

/// <summary>A deployment that was allowed in spite of refusals.</summary>
/// <param name="Duty">The duty to account for it.</param>
/// <param name="DueAt">By when, in UTC microseconds.</param>
public sealed record GlassBroken(string Duty, long DueAt);
