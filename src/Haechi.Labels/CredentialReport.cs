namespace Haechi.Labels;

/// <summary>How a file's content credential stands (C2PA 14.3).</summary>
public enum CredentialState
{
    /// <summary>There is none. That says nothing about who made the file or how.</summary>
    None,

    /// <summary>There is one, and it does not hold: the file or the credential was changed, or the credential was never right.</summary>
    Invalid,

    /// <summary>It holds, but nobody whom the verifier trusts vouches for the signer.</summary>
    Valid,

    /// <summary>It holds, and an authority whom the verifier trusts vouches for the signer.</summary>
    Trusted,
}

/// <summary>What kind of finding a status is.</summary>
public enum StatusKind
{
    /// <summary>Something that was checked and holds.</summary>
    Success,

    /// <summary>Something worth knowing that changes no state.</summary>
    Informational,

    /// <summary>Something that does not hold.</summary>
    Failure,
}

/// <summary>One finding.</summary>
/// <param name="Code">The code that the C2PA specification gives it (15.2), such as <c>assertion.dataHash.mismatch</c>; codes of our own begin with <c>haechi.</c>.</param>
/// <param name="Kind">Success, information or failure.</param>
/// <param name="Url">The address within the manifest store of what was looked at.</param>
/// <param name="Explanation">More about it in English, or null.</param>
public sealed record CredentialStatus(string Code, StatusKind Kind, string Url, string? Explanation = null);

/// <summary>An action that a claim tells of.</summary>
/// <param name="Action">The kind, such as <c>c2pa.created</c>.</param>
/// <param name="SourceType">IPTC's digital source type as an address, or null.</param>
/// <param name="Agent">The program or model that did it, or null.</param>
public sealed record ClaimedAction(string Action, string? SourceType, string? Agent);

/// <summary>One manifest as people read it.</summary>
/// <param name="Manifest">Its label.</param>
/// <param name="Active">True for the one that speaks of the file as it is; the others are its history.</param>
/// <param name="Version">The version of the claim, 1 or 2.</param>
/// <param name="Generator">The program that made the claim.</param>
/// <param name="Title">The title, or null.</param>
/// <param name="Actions">What it says was done.</param>
public sealed record CredentialClaim(string Manifest, bool Active, int Version, string Generator, string? Title, IReadOnlyList<ClaimedAction> Actions);

/// <summary>What a verifier found in a file.</summary>
/// <param name="Format">The format by content, such as <c>image/png</c>.</param>
/// <param name="State">How the credential stands.</param>
/// <param name="Statuses">All findings about the active manifest, and what is new about its ingredients.</param>
/// <param name="Signer">The organisation in the signer's certificate; null when there is none. Only <see cref="CredentialState.Trusted"/> says that the name is true.</param>
/// <param name="SignedAt">The time of a good time stamp; null when there is none.</param>
/// <param name="Claims">The manifests, the active one first.</param>
public sealed record CredentialReport(string Format, CredentialState State, IReadOnlyList<CredentialStatus> Statuses, string? Signer, DateTimeOffset? SignedAt, IReadOnlyList<CredentialClaim> Claims)
{
    /// <summary>The codes of what failed, each once.</summary>
    public IEnumerable<string> Failures => Codes(StatusKind.Failure);

    /// <summary>The codes of what is worth knowing, each once.</summary>
    public IEnumerable<string> Notes => Codes(StatusKind.Informational);

    private IEnumerable<string> Codes(StatusKind kind) => Statuses.Where(s => s.Kind == kind).Select(s => s.Code).Distinct();
}
