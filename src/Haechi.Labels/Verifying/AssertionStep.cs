using Haechi.Labels.Cose;
using Haechi.Labels.Manifests;

namespace Haechi.Labels.Verifying;

/// <summary>Checks that the assertions are those that the claim names, all of them and no others (C2PA 15.10.3).</summary>
internal static class AssertionStep
{
    private static readonly string[] Bindings = ["c2pa.hash.data", "c2pa.hash.boxes", "c2pa.hash.bmff", "c2pa.hash.bmff.v2", "c2pa.hash.bmff.v3", "c2pa.hash.collection.data"];

    /// <summary>Labels of the assertions that bind a manifest to its file.</summary>
    public static IEnumerable<string> BindingsOf(Manifest manifest) => manifest.Labels.Where(l => Bindings.Contains(JumbfUri.WithoutInstance(l)));

    public static void Check(Manifest manifest, IReadOnlySet<string> redacted, Findings findings)
    {
        var undeclared = manifest.Labels.ToHashSet(StringComparer.Ordinal);
        foreach (var uri in manifest.Claim!.Assertions)
        {
            var url = JumbfUri.Absolute(uri.Url, manifest.Label);
            if (JumbfUri.Split(url).Manifest != manifest.Label)
            {
                findings.Fails("assertion.outsideManifest", url);
            }
            else if (JumbfUri.AssertionLabel(url) is not { } label)
            {
                findings.Fails("assertion.hashedURI.mismatch", url, "the address names no assertion");
            }
            else if (!redacted.Contains(url))
            {
                undeclared.Remove(label);
                Check(manifest, uri, url, label, findings);
            }
            else
            {
                undeclared.Remove(label);
            }
        }
        foreach (var label in undeclared)
        {
            findings.Fails("assertion.undeclared", JumbfUri.Assertion(manifest.Label, label));
        }
        foreach (var url in manifest.Claim.Redacted.Select(r => JumbfUri.Absolute(r, manifest.Label)).Where(r => JumbfUri.Split(r).Manifest == manifest.Label))
        {
            findings.Fails("assertion.selfRedacted", url);
        }
    }

    private static void Check(Manifest manifest, HashedUri uri, string url, string label, Findings findings)
    {
        if (manifest.Assertion(label) is not { } box)
        {
            findings.Fails("assertion.missing", url);
        }
        else if (HashNames.Find(uri.Algorithm ?? manifest.Algorithm) is null)
        {
            findings.Fails("algorithm.unsupported", url);
        }
        else if (HashNames.Matches(uri.Algorithm ?? manifest.Algorithm, box.Hashed.Span, uri.Hash))
        {
            findings.Holds("assertion.hashedURI.match", url);
        }
        else
        {
            findings.Fails("assertion.hashedURI.mismatch", url);
        }
    }
}
