using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Register;

namespace Haechi.Web.Register;

/// <summary>
/// A part of a system's first page that another module fills, such as its class. It is short; what is long has a page of its own, which <c>SystemHead</c> lists. Register it with <c>services.AddSingleton&lt;ISystemPanel, …&gt;()</c> in the module's <c>IWebModule</c>. The component gets
/// the parameter <c>Panel</c> of type <see cref="PanelView"/> and may load what it needs while it is rendered.
/// </summary>
public interface ISystemPanel
{
    /// <summary>Position among the panels of the first page.</summary>
    public int Order { get; }

    /// <summary>The word in addresses and for jumps within the page: lower-case letters.</summary>
    public string Key { get; }

    /// <summary>The heading.</summary>
    public LocalText Title { get; }

    /// <summary>The Razor component.</summary>
    public Type Component { get; }
}

/// <summary>What a panel is shown for.</summary>
/// <param name="Seen">The system as it was at the moment.</param>
/// <param name="At">The moment.</param>
/// <param name="IsNow">True when nothing but the newest state is shown, so that forms make sense.</param>
public sealed record PanelView(SeenSystem Seen, Moment At, bool IsNow);
