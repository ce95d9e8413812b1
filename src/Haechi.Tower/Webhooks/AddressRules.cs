using System.Net;
using System.Net.Sockets;

namespace Haechi.Tower.Webhooks;

/// <summary>
/// Which addresses belong to the open internet. Everything else (this machine, the body's own network, what a cloud tells its machines) must not be reached by an address that somebody typed
/// into a form. After the registries of special-purpose addresses of IANA (RFC 6890).
/// </summary>
internal static class AddressRules
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Of IPv6 only 2000::/3 is given out at all; of that: Teredo and the other protocols of 2001::/23, documentation, and 6to4, which may lead to any IPv4 address.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>The address itself: an IPv4 address in the clothes of IPv6 (mapped, or RFC 6052's well-known prefix) is the IPv4 address.</summary>
    public static IPAddress Plain(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? address
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : Nat64.Contains(Bare(address)) ? new IPAddress(address.GetAddressBytes()[12..]) : Bare(address);

    /// <summary>True when it belongs to the open internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = Plain(address);
        return (plain.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(plain)) && !NotPublic.Any(n => n.Contains(plain));
    }

    // A scope names an interface of this machine and is no part of the address.
    private static IPAddress Bare(IPAddress address) => new(address.GetAddressBytes());
}
