using Haechi.Tower.Access;
using Haechi.Tower.Common;

namespace Haechi.Web.Frame;

/// <summary>What one request knows of its visitor. Components inject it.</summary>
public sealed class Visit(TowerClock clock)
{
    private Actor? _bounded;

    /// <summary><c>ko</c> or <c>en</c>.</summary>
    public string Language { get; internal set; } = "ko";

    /// <summary>True in Korean.</summary>
    public bool Korean => Language == "ko";

    /// <summary>Who is signed in, or null.</summary>
    public Account? Account { get; internal set; }

    /// <summary>The session, also one whose sign-in still lacks a step; or null.</summary>
    public Tower.Access.Sessions.UserSession? Session { get; internal set; }

    /// <summary>Whose session it is, although a step may be missing; or null. Nothing may be shown or done on the strength of this alone.</summary>
    public Account? Person { get; internal set; }

    /// <summary>Who acts; throws when nobody is signed in, which <see cref="Routes"/> prevents.</summary>
    public Actor Actor => _bounded ?? Account?.ToActor() ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>Acts as an account within the bounds of a token.</summary>
    internal void Become(Account account, Actor bounded) => (Account, _bounded) = (account, bounded);

    /// <summary>Acts as somebody who has no account here: the person at the command line.</summary>
    internal void Become(Actor actor) => _bounded = actor;

    /// <summary>The path and query, for links that come back here.</summary>
    public string Here { get; internal set; } = "/";

    /// <summary>The antiforgery token for forms.</summary>
    public string Token { get; internal set; } = "";

    /// <summary>The name of the body that runs this tower, in the visitor's language.</summary>
    public string Body { get; internal set; } = "";

    /// <summary>True when this is a demonstration.</summary>
    public bool Demo { get; internal set; }

    /// <summary>The clock.</summary>
    public TowerClock Clock => clock;

    /// <summary>One of two texts, by language.</summary>
    public string Say(string ko, string en) => Korean ? ko : en;

    /// <summary>A text in the visitor's language.</summary>
    public string Say(Haechi.Rules.LocalText text) => text.In(Language);

    /// <summary>A provision in the visitor's language: law is cited in Korean, and in English by its articles.</summary>
    public string? Cite(string? provision) => Haechi.Rules.Citation.In(provision, Language);

    /// <summary>A day as people read it: 2026. 11. 22. in Korean, 22 Nov 2026 in English.</summary>
    public string Day(DateOnly day) => day.ToString(Korean ? "yyyy. M. d." : "d MMM yyyy", global::System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>An instant as people read it, in Korean time.</summary>
    public string Time(long micros)
    {
        var local = TowerClock.InKorea(micros);
        return Day(DateOnly.FromDateTime(local.DateTime)) + local.ToString(" HH:mm", global::System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A number with separators.</summary>
    public static string Count(long number) => number.ToString("N0", global::System.Globalization.CultureInfo.InvariantCulture);
}
