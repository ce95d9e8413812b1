namespace Haechi.Labels.Manifests;

/// <summary>What a file was made from (C2PA 18.14), in any of its three versions.</summary>
internal sealed record Ingredient(string Label, CborMap Map)
{
    public const string LabelOfThird = "c2pa.ingredient.v3";
    private static readonly string[] Labels = ["c2pa.ingredient", "c2pa.ingredient.v2", LabelOfThird];

    public bool IsThird => JumbfUri.WithoutInstance(Label) == LabelOfThird;

    public bool IsParent => Map.Text("relationship") == "parentOf";

    public bool IsInput => Map.Text("relationship") == "inputTo";

    /// <summary>The manifest that it brought with it, or null.</summary>
    public HashedUri? Manifest => HashedUri.Read(Map.GetValueOrDefault("activeManifest") ?? Map.GetValueOrDefault("c2pa_manifest"));

    public HashedUri? Signature => HashedUri.Read(Map.GetValueOrDefault("claimSignature"));

    /// <summary>True when it says how its manifest was judged when it was taken in.</summary>
    public bool HasResults => Map.ContainsKey("validationResults");

    public static IEnumerable<Ingredient> Of(Manifest manifest) => manifest.Of(Labels).Select(i => new Ingredient(i.Label, i.Content));

    private static readonly string[] Kinds = ["success", "informational", "failure"];

    /// <summary>Code and address of every status that was recorded when it was taken in.</summary>
    public IEnumerable<(string Code, string Url)> Recorded()
    {
        var manifest = Manifest is { } uri ? JumbfUri.Split(uri.Url).Manifest : null;
        IEnumerable<CborMap> In(CborMap? results) => results is null ? [] : Kinds.SelectMany(k => results.Maps(k));
        var results = Map.Map("validationResults");
        var all = results is null ? Map.Maps("validationStatus")
            : In(results.Map("activeManifest")).Concat(results.Maps("ingredientDeltas").SelectMany(d => In(d.Map("validationDeltas"))));
        return from status in all
               let code = status.Text("code")
               let url = status.Text("url")
               where code is not null && url is not null
               select (code, manifest is null ? url : JumbfUri.Absolute(url, manifest));
    }
}
