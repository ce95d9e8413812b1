namespace Haechi.Labels.Manifests;

/// <summary>Addresses within a manifest store (C2PA 8.3), such as <c>self#jumbf=/c2pa/urn:c2pa:…/c2pa.assertions/c2pa.actions.v2</c>.</summary>
internal static class JumbfUri
{
    private const string Scheme = "self#jumbf=";
    private const string Root = "/c2pa/";

    public const string Assertions = "c2pa.assertions";
    public const string Signature = "c2pa.signature";

    public static string Manifest(string manifest) => Scheme + Root + manifest;

    public static string SignatureOf(string manifest) => $"{Scheme}{Root}{manifest}/{Signature}";

    public static string Assertion(string manifest, string label) => $"{Scheme}{Root}{manifest}/{Assertions}/{label}";

    /// <summary>The manifest and the rest of the path; the manifest is null when the address is relative.</summary>
    public static (string? Manifest, string Path) Split(string url)
    {
        var path = url.StartsWith(Scheme, StringComparison.Ordinal) ? url[Scheme.Length..] : url;
        if (!path.StartsWith(Root, StringComparison.Ordinal))
        {
            return (null, path);
        }
        var parts = path[Root.Length..].Split('/', 2);
        return (parts[0], parts.Length > 1 ? parts[1] : "");
    }

    /// <summary>The label of the assertion that the address names, or null.</summary>
    public static string? AssertionLabel(string url) =>
        Split(url).Path is var path && path.StartsWith(Assertions + "/", StringComparison.Ordinal) ? path[(Assertions.Length + 1)..] : null;

    /// <summary>The address from the root, when it stands in this manifest.</summary>
    public static string Absolute(string url, string manifest) => Split(url) is (null, var path) ? $"{Scheme}{Root}{manifest}/{path}" : url;

    /// <summary>A label without the number that tells two of a kind apart: <c>c2pa.ingredient.v3__2</c> is <c>c2pa.ingredient.v3</c>.</summary>
    public static string WithoutInstance(string label)
    {
        var at = label.LastIndexOf("__", StringComparison.Ordinal);
        return at > 0 && at + 2 < label.Length && label.AsSpan(at + 2).IndexOfAnyExceptInRange('0', '9') < 0 ? label[..at] : label;
    }
}
