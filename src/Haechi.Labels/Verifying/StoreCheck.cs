using Haechi.Labels.Carriers;
using Haechi.Labels.Cose;
using Haechi.Labels.Keys;
using Haechi.Labels.Manifests;

namespace Haechi.Labels.Verifying;

/// <summary>Checks a manifest store against its file: the active manifest, those that it came from, the binding (C2PA 15).</summary>
internal sealed class StoreCheck(ManifestStore store, TrustAnchors trust, DateTimeOffset now)
{
    private const int MostDepth = 64;
    private readonly Findings _findings = new();
    private readonly HashSet<string> _visited = [];
    /// <summary>Addresses that manifests nearer to the active one took out: a manifest cannot excuse itself, nor can one that nothing refers to.</summary>
    private readonly HashSet<string> _redacted = [];
    private readonly SignatureStep _signature = new(trust, now);

    /// <summary>The signer of the active manifest.</summary>
    public string? Signer { get; private set; }

    /// <summary>The time of its good time stamp.</summary>
    public DateTimeOffset? SignedAt { get; private set; }

    public CredentialReport Run(Stream file, Carrier carrier, ByteRange at)
    {
        (Signer, SignedAt) = Check(store.Active, 0);
        _findings.Known.Clear();
        Bind(file, carrier, at);
        return new CredentialReport(carrier.Format, StateOf(_findings.All), _findings.All, Signer, SignedAt, ClaimReading.Of(store));
    }

    /// <summary>The state that findings add up to (C2PA 14.3.5 and 14.3.6).</summary>
    public static CredentialState StateOf(IReadOnlyList<CredentialStatus> statuses)
    {
        bool Has(string code) => statuses.Any(s => s.Code == code && s.Kind == StatusKind.Success);
        var failures = statuses.Where(s => s.Kind == StatusKind.Failure).ToList();
        return !Has("claimSignature.validated") || failures.Any(f => f.Code != "signingCredential.untrusted") ? CredentialState.Invalid
            : failures.Count == 0 && Has("signingCredential.trusted") ? CredentialState.Trusted : CredentialState.Valid;
    }

    private (string? Signer, DateTimeOffset? At) Check(Manifest manifest, int depth)
    {
        _visited.Add(manifest.Label);
        var url = JumbfUri.Manifest(manifest.Label);
        if (manifest.Claim is not { } claim)
        {
            _findings.Fails(manifest.Fault!, url);
            return (null, null);
        }
        if (claim.Algorithm is { } named && HashNames.Find(named) is null)
        {
            _findings.Fails("algorithm.unsupported", url, named);
            return (null, null);
        }
        var signed = _signature.Check(manifest, _findings);
        AssertionStep.Check(manifest, _redacted, _findings);
        ActionStep.Check(manifest, _findings);
        var ingredients = Ingredient.Of(manifest).ToList();
        if (ingredients.Count(i => i.IsParent) > 1)
        {
            _findings.Fails("manifest.multipleParents", url);
        }
        Redact(manifest);
        ingredients.ForEach(i => Check(manifest, i, depth));
        return signed;
    }

    /// <summary>Takes note of what a manifest took out of others: never a binding, never what was done (C2PA 6.8).</summary>
    private void Redact(Manifest manifest)
    {
        foreach (var url in manifest.Claim!.Redacted.Where(r => JumbfUri.Split(r).Manifest is { } other && other != manifest.Label))
        {
            var kind = JumbfUri.WithoutInstance(JumbfUri.AssertionLabel(url) ?? "");
            if (kind.StartsWith("c2pa.hash.", StringComparison.Ordinal) || kind.StartsWith("c2pa.actions", StringComparison.Ordinal))
            {
                _findings.Fails(kind.StartsWith("c2pa.hash.", StringComparison.Ordinal) ? "assertion.dataHash.redacted" : "assertion.action.redacted", JumbfUri.Manifest(manifest.Label), url);
            }
            else
            {
                _redacted.Add(url);
            }
        }
    }

    private void Check(Manifest manifest, Ingredient ingredient, int depth)
    {
        var url = JumbfUri.Assertion(manifest.Label, ingredient.Label);
        if (ingredient.Manifest is not { } uri)
        {
            if (!ingredient.IsInput)
            {
                _findings.Notes("ingredient.unknownProvenance", url);
            }
            return;
        }
        if (ingredient.IsThird && !ingredient.HasResults)
        {
            _findings.Fails("assertion.ingredient.malformed", url, "it has a manifest and no results of its validation");
        }
        if (store.Find(JumbfUri.Split(uri.Url).Manifest) is not { } from)
        {
            _findings.Fails("ingredient.manifest.missing", uri.Url);
            return;
        }
        _findings.Known.UnionWith(ingredient.Recorded().Where(r => JumbfUri.Split(r.Url).Manifest is { } about && !_visited.Contains(about)));
        Compare(ingredient, from, uri);
        // A manifest that many point to is looked at once; a chain that never ends, not at all.
        if (!_visited.Contains(from.Label) && depth < MostDepth)
        {
            Check(from, depth + 1);
        }
    }

    private void Compare(Ingredient ingredient, Manifest from, HashedUri uri)
    {
        var algorithm = uri.Algorithm ?? from.Algorithm;
        var redacted = _redacted.Any(r => JumbfUri.Split(r).Manifest == from.Label);
        if (HashNames.Matches(algorithm, from.Box.Hashed.Span, uri.Hash))
        {
            _findings.Holds("ingredient.manifest.validated", uri.Url);
        }
        else if (redacted && ingredient.Signature is { } signature)
        {
            var box = from.Box.Find(JumbfUri.Signature);
            if (box is not null && HashNames.Matches(signature.Algorithm ?? from.Algorithm, box.Hashed.Span, signature.Hash))
            {
                _findings.Holds("ingredient.claimSignature.validated", uri.Url);
            }
            else
            {
                _findings.Fails("ingredient.claimSignature.mismatch", uri.Url);
            }
        }
        else if (!redacted && from.Claim is { } claim && !HashNames.Matches(algorithm, claim.Bytes.Span, uri.Hash))
        {
            // Before version 1.3 the hash was that of the claim alone.
            _findings.Fails("ingredient.manifest.mismatch", uri.Url);
        }
    }

    private void Bind(Stream file, Carrier carrier, ByteRange at)
    {
        var bound = store.Active;
        for (var i = 0; bound.IsUpdate && i < MostDepth; i++)
        {
            if (AssertionStep.BindingsOf(bound).Any() || Ingredient.Of(bound).Where(g => g.IsParent).ToList() is not [{ Manifest: { } uri }] || store.Find(JumbfUri.Split(uri.Url).Manifest) is not { } parent)
            {
                _findings.Fails("manifest.update.invalid", JumbfUri.Manifest(bound.Label));
                return;
            }
            bound = parent;
        }
        var bindings = AssertionStep.BindingsOf(bound).ToList();
        if (bindings.Count != 1)
        {
            _findings.Fails(bindings.Count == 0 ? "claim.hardBindings.missing" : "assertion.multipleHardBindings", JumbfUri.Manifest(bound.Label));
            return;
        }
        var url = JumbfUri.Assertion(bound.Label, bindings[0]);
        if (bound.Content(bindings[0]) is not { } binding)
        {
            _findings.Fails("assertion.cbor.invalid", url);
        }
        else if (BmffHash.Is(JumbfUri.WithoutInstance(bindings[0])))
        {
            BmffHash.Check(binding, JumbfUri.WithoutInstance(bindings[0]), bound.Algorithm, file, url, _findings);
        }
        else if (JumbfUri.WithoutInstance(bindings[0]) == DataHash.Label)
        {
            DataHash.Check(binding, bound.Algorithm, file, at, bound != store.Active, url, _findings);
        }
        else
        {
            _findings.Fails("algorithm.unsupported", url, "this version does not check this kind of binding");
        }
    }
}
