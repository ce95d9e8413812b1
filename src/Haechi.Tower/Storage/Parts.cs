namespace Haechi.Tower.Storage;

/// <summary>Finds the parts that modules contribute, in the order of their names, so that a new module needs no list.</summary>
internal static class Parts
{
    public static IEnumerable<T> Of<T>() => typeof(Parts).Assembly.GetTypes()
        .Where(t => typeof(T).IsAssignableFrom(t) && t is { IsAbstract: false, IsInterface: false })
        .OrderBy(t => t.FullName, StringComparer.Ordinal).Select(t => (T)Activator.CreateInstance(t)!);
}
