using Haechi.Rules;
using Haechi.Tower.Duties;

namespace Haechi.Web.Api.Shapes;

/// <summary>One thing that speaks against a deployment.</summary>
/// <param name="Code">A stable word for programs.</param>
/// <param name="Blocks">True when it refuses; else a warning.</param>
/// <param name="Message">What is so.</param>
/// <param name="Next">What to do next.</param>
/// <param name="Link">The page on which to do it, from the tower's root.</param>
/// <param name="Provision">The provision.</param>
/// <param name="Rule">The rule of a book.</param>
/// <param name="Duty">The duty's id.</param>
public sealed record GateReasonShape(string Code, bool Blocks, LocalText Message, LocalText Next, string Link, string? Provision, string? Rule, string? Duty);

/// <summary>The system, pinned to the version whose facts were used.</summary>
public sealed record GateSystemShape(string Id, string Number, string Name, int Version, string? State);

/// <summary>A book by which it was decided.</summary>
public sealed record GateBookShape(string Id, string Version, string Hash);

/// <summary>Glass that was broken: the duty to account for it, and by when.</summary>
public sealed record GlassShape(string Duty, Instant Due);

/// <summary>May this system be deployed to this environment now?</summary>
/// <param name="Allowed">The answer.</param>
/// <param name="Asked">The system as it was asked for.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Production">True when it counts as production.</param>
/// <param name="System">The system; null when it is not in the register.</param>
/// <param name="Reasons">What speaks against it, what refuses first.</param>
/// <param name="Books">The books by which it was decided.</param>
/// <param name="On">The legal day.</param>
/// <param name="At">The instant.</param>
/// <param name="BrokenGlass">The glass that was broken for it.</param>
public sealed record GateShape(
    bool Allowed, string Asked, string Environment, bool Production, GateSystemShape? System, IReadOnlyList<GateReasonShape> Reasons, IReadOnlyList<GateBookShape> Books, DateOnly On, Instant At, GlassShape? BrokenGlass)
{
    /// <summary>The answer as the API and the command show it.</summary>
    public static GateShape Of(GateAnswer a) => new(
        a.Allowed, a.Asked, a.Environment, a.Production, a.System is { } s ? new GateSystemShape(s.Id, SystemShape.NumberOf(s.Number), s.Name, s.Version, s.State) : null,
        [.. a.Reasons.Select(r => new GateReasonShape(r.Code, r.Blocks, r.Message, r.Next, r.Link, r.Provision, r.Rule, r.Duty))], [.. a.Books.Select(b => new GateBookShape(b.Id, b.Version, b.Hash))], a.Day, new Instant(a.At),
        a.Glass is { } g ? new GlassShape(g.Duty, new Instant(g.DueAt)) : null);
}

/// <summary>Which environments count as production.</summary>
public sealed record GateSettingsShape(IReadOnlyList<string> Production);
