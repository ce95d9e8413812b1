using System.Text.Json;
using Haechi.Rules;
using Haechi.Web.Api;

namespace Haechi.Verbs;

/// <summary>Reads the API, of a server or of a register in this process. It can only read: there is no way to send anything.</summary>
internal interface IRegisterReads
{
    /// <summary>Reads an address below <c>/api/v1</c>.</summary>
    /// <exception cref="RefusedException">It was not answered, and why.</exception>
    public Task<JsonElement> Get(string address, CancellationToken stop);

    /// <summary>A page as a link.</summary>
    public string Link(string page);
}

/// <summary>Reads from a server.</summary>
internal sealed class ServerReads(ApiConnection api) : IRegisterReads
{
    public Task<JsonElement> Get(string address, CancellationToken stop) => api.Get<JsonElement>(address.TrimStart('/'), stop);

    public string Link(string page) => new Uri(api.Server, page.TrimStart('/')).AbsoluteUri;
}

/// <summary>Reads a register of this machine; links are paths, because no server is known.</summary>
internal sealed class InsideReads(ApiInside inside) : IRegisterReads
{
    public async Task<JsonElement> Get(string address, CancellationToken stop)
    {
        var (answer, problem) = await inside.Get(address, stop);
        return answer ?? throw new RefusedException([.. problem!.Reasons.Select(r => new Finding(Severity.Error, r.Code, new Place(r.Where ?? address, 0, 0), r.Message))]);
    }

    public string Link(string page) => page;
}
