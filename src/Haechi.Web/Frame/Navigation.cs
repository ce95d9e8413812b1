namespace Haechi.Web.Frame;

/// <summary>The main navigation, gathered from all modules.</summary>
public sealed class Navigation
{
    private readonly IReadOnlyList<NavItem> _items = [.. WebParts.Of<IPages>().SelectMany(p => p.Navigation).OrderBy(i => i.Order)];

    /// <summary>What a visitor sees.</summary>
    public IEnumerable<NavItem> For(Visit visit) => _items.Where(i => visit.Actor.Is(i.For));

    /// <summary>True when the visitor is on the page or below it.</summary>
    public static bool IsHere(Visit visit, NavItem item)
    {
        var path = visit.Here.Split('?')[0];
        return path == item.Path || (item.Path != "/" && path.StartsWith(item.Path + "/", StringComparison.Ordinal));
    }

    /// <summary>The address of this page in the other language.</summary>
    public static string OtherLanguage(Visit visit) => $"/language/{(visit.Korean ? "en" : "ko")}?to={Uri.EscapeDataString(visit.Here)}";
}

internal static class WebParts
{
    public static IEnumerable<T> Of<T>() => typeof(WebParts).Assembly.GetTypes()
        .Where(t => typeof(T).IsAssignableFrom(t) && t is { IsAbstract: false, IsInterface: false })
        .OrderBy(t => t.FullName, StringComparer.Ordinal).Select(t => (T)Activator.CreateInstance(t)!);
}
