namespace Haechi.Labels.Verifying;

/// <summary>Collects what is found.</summary>
internal sealed class Findings
{
    private readonly List<CredentialStatus> _all = [];

    public IReadOnlyList<CredentialStatus> All => _all;

    /// <summary>
    /// What those who took an ingredient in already said of it, code and address: it is nothing new (C2PA 15.11.3). Only what stands nearer to the active manifest may say so, hence this grows on the way.
    /// </summary>
    public HashSet<(string Code, string Url)> Known { get; } = [];

    public void Holds(string code, string url) => Add(new CredentialStatus(code, StatusKind.Success, url));

    public void Notes(string code, string url, string? why = null) => Add(new CredentialStatus(code, StatusKind.Informational, url, why));

    public void Fails(string code, string url, string? why = null) => Add(new CredentialStatus(code, StatusKind.Failure, url, why));

    private void Add(CredentialStatus status)
    {
        if (!Known.Contains((status.Code, status.Url)))
        {
            _all.Add(status);
        }
    }
}
