namespace Haechi.Labels.Verifying;

/// <summary>Collects what is found.</summary>
internal sealed class Findings
{
    private readonly List<CredentialStatus> _all = [];

    public IReadOnlyList<CredentialStatus> All => _all;

    public void Holds(string code, string url) => _all.Add(new CredentialStatus(code, StatusKind.Success, url));

    public void Notes(string code, string url, string? why = null) => _all.Add(new CredentialStatus(code, StatusKind.Informational, url, why));

    public void Fails(string code, string url, string? why = null) => _all.Add(new CredentialStatus(code, StatusKind.Failure, url, why));
}
