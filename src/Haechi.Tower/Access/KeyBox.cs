using Haechi.Tower.Common;
using Haechi.Tower.Journal.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Access;

/// <summary>The installation's protection keys for the ledger's signing keys. A verb has none, and signs nothing.</summary>
internal sealed class KeyBox(IEnumerable<ISecretBox> boxes) : IKeyBox
{
    private readonly ISecretBox? _box = boxes.FirstOrDefault();

    public string? Close(string secret) => _box?.Close(secret);

    public string? Open(string closed) => _box?.Open(closed);
}

internal sealed class KeyBoxModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<IKeyBox, KeyBox>();
}
