using System.Xml.Linq;
using Haechi.Tower.Access.Keys;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Haechi.Web.Access.Keys;

/// <summary>Gives the framework its ring of keys from the database.</summary>
internal sealed class KeyRepository(ProtectionKeys keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.All().Select(XElement.Parse)];

    // The framework asks for this synchronously, on a thread of the pool that has no context to wait for.
    public void StoreElement(XElement element, string friendlyName) => keys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting)).GetAwaiter().GetResult();
}
