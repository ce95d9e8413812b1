using Haechi.Labels.Manifests;

namespace Haechi.Labels.Verifying;

/// <summary>Checks what a claim of version 2 says was done (C2PA 15.10.3.2.2): it begins with "created" or "opened", and what was opened is there.</summary>
internal static class ActionStep
{
    public const string Label = "c2pa.actions.v2";
    private static readonly string[] Labels = ["c2pa.actions", Label];
    private static readonly string[] First = ["c2pa.created", "c2pa.opened"];
    private static readonly string[] NeedIngredients = ["c2pa.opened", "c2pa.placed", "c2pa.removed"];

    /// <summary>The actions of a manifest, with the assertion that tells of each.</summary>
    public static IEnumerable<(string Label, int Index, CborMap Action)> Of(Manifest manifest) =>
        manifest.Of(Labels).SelectMany(a => a.Content.Maps("actions").Select((action, i) => (a.Label, i, action)));

    public static void Check(Manifest manifest, Findings findings)
    {
        if (manifest.Claim!.Version < 2)
        {
            return;
        }
        var first = manifest.Claim.Assertions.Select(a => JumbfUri.AssertionLabel(a.Url)).FirstOrDefault(l => l is not null && Labels.Contains(JumbfUri.WithoutInstance(l)));
        var actions = Of(manifest).ToList();
        if (!manifest.IsUpdate && !actions.Any(a => a.Label == first && a.Index == 0 && First.Contains(a.Action.Text("action"))))
        {
            findings.Fails("assertion.action.malformed", JumbfUri.Manifest(manifest.Label), "the first action is neither created nor opened");
        }
        foreach (var (label, index, action) in actions)
        {
            Check(manifest, action, isFirst: index == 0 && label == first, JumbfUri.Assertion(manifest.Label, label), findings);
        }
        foreach (var (label, content) in manifest.Of(Labels).Where(a => a.Content.List("actions") is not { Count: > 0 }))
        {
            findings.Fails("assertion.action.malformed", JumbfUri.Assertion(manifest.Label, label), "there is no action in it");
        }
    }

    private static void Check(Manifest manifest, CborMap action, bool isFirst, string url, Findings findings)
    {
        var kind = action.Text("action");
        if (string.IsNullOrEmpty(kind) || (!isFirst && First.Contains(kind)))
        {
            findings.Fails("assertion.action.malformed", url, "an action without name, or a second beginning");
        }
        if (!NeedIngredients.Contains(kind))
        {
            return;
        }
        var parameters = action.Map("parameters");
        var named = (parameters?.List("ingredients") ?? [parameters?.GetValueOrDefault("ingredient")]).Select(HashedUri.Read).OfType<HashedUri>().ToList();
        var found = named.Select(u => JumbfUri.AssertionLabel(u.Url)).Select(l => Ingredient.Of(manifest).FirstOrDefault(i => i.Label == l)).ToList();
        if (kind == "c2pa.opened" && (found.Count != 1 || found[0] is not { IsParent: true }))
        {
            findings.Fails("assertion.action.ingredientMismatch", url, "what was opened is no parent ingredient of this manifest");
        }
        else if (kind == "c2pa.placed" && (found.Count == 0 || found.Any(i => i?.Map.Text("relationship") != "componentOf")))
        {
            findings.Fails("assertion.action.ingredientMismatch", url, "what was placed is no component of this manifest");
        }
        else if (kind == "c2pa.removed" && named.Count == 0)
        {
            findings.Fails("assertion.action.ingredientMismatch", url, "it names nothing that was removed");
        }
    }
}
