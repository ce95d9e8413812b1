using Haechi.Labels.Manifests;

namespace Haechi.Labels.Verifying;

/// <summary>Manifests as people read them.</summary>
internal static class ClaimReading
{
    private const int Most = 100;

    /// <summary>The manifests, the active one first.</summary>
    public static IReadOnlyList<CredentialClaim> Of(ManifestStore store) =>
    [
        .. store.Manifests.Reverse().Take(Most).Where(m => m.Claim is not null).Select(m =>
            new CredentialClaim(m.Label, m == store.Active, m.Claim!.Version, m.Claim.Generator, m.Claim.Title, [.. ActionStep.Of(m).Take(Most).Select(a => Of(a.Action))])),
    ];

    private static ClaimedAction Of(CborMap action) => new(action.Text("action") ?? "", action.Text("digitalSourceType"),
        action.Map("softwareAgent")?.Text("name") ?? action.Text("softwareAgent"));
}
