using Haechi.Rules;
using Haechi.Tower.Common;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Frame;

/// <summary>The pages of one module. Found by this interface; needs a constructor without parameters.</summary>
public interface IPages
{
    /// <summary>Entries of the main navigation.</summary>
    public IReadOnlyList<NavItem> Navigation => [];

    /// <summary>Adds the routes. Use <see cref="Routes"/>, which adds sign-in and the antiforgery check.</summary>
    public void Map(IEndpointRouteBuilder routes);
}

/// <summary>An entry of the main navigation.</summary>
/// <param name="Order">Position.</param>
/// <param name="Path">Where it leads.</param>
/// <param name="Title">Its name.</param>
/// <param name="For">Who sees it.</param>
public sealed record NavItem(int Order, string Path, LocalText Title, Roles For = RoleSets.Insiders);
