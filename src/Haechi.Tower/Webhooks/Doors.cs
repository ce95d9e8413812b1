using System.Globalization;
using System.Net;
using Haechi.Rules;
using Haechi.Tower.Common;

namespace Haechi.Tower.Webhooks;

/// <summary>
/// Where messages may go: to port 443 of the open internet, and wherever else the operator lets them (<c>haechi serve --webhook-to</c>), because the networks of cities are often private ones. Not a
/// choice on a page: else whoever takes over an administrator's account could look around in the body's own network.
/// </summary>
public sealed class Doors
{
    private const int Https = 443;
    private const int LongestAddress = 500;
    private readonly IReadOnlyList<Door> _doors;

    private Doors(IReadOnlyList<Door> doors) => _doors = doors;

    /// <summary>What one entry opens.</summary>
    /// <param name="Host">A name, or null.</param>
    /// <param name="Network">Addresses, or null.</param>
    /// <param name="Port">The port; 0 for any.</param>
    private sealed record Door(string? Host, IPNetwork? Network, int Port)
    {
        public bool Fits(int port) => Port == 0 || Port == port;
    }

    /// <summary>Reads entries: <c>NAME</c>, <c>ADDRESS</c> or <c>NETWORK/BITS</c>, each with <c>:PORT</c> or <c>:*</c> when it is not 443; IPv6 in brackets then.</summary>
    public static Result<Doors> Read(IEnumerable<string> entries)
    {
        var doors = new List<Door>();
        foreach (var entry in entries.Select(e => e.Trim()))
        {
            if (ReadOne(entry) is not { } door)
            {
                return new Refusal("wrong-use", LocalText.Of($"'{entry}'은(는) 이름, IP 주소, 주소 범위가 아닙니다.", $"'{entry}' is no name, address or range of addresses"), "--webhook-to",
                    LocalText.Of("hooks.haneul.example, 10.20.0.0/16, hooks.haneul.example:8443, [fd00::]/8:* 처럼 적으십시오.", "write it as hooks.haneul.example, 10.20.0.0/16, hooks.haneul.example:8443 or [fd00::]/8:*."));
            }
            doors.Add(door);
        }
        return new Doors(doors);
    }

    /// <summary>Null when the address may be asked for as it is written; whether it may be reached, its name's addresses say.</summary>
    public Refusal? Refuses(string text)
    {
        if (text.Length > LongestAddress || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Host.Length == 0)
        {
            return Refusal.Because("wrong-url", $"https:// 로 시작하는 전체 주소를 {LongestAddress}자까지 적으십시오. 예: https://hooks.haneul.example/haechi", $"give a whole address that begins with https://, at most {LongestAddress} characters, such as https://hooks.haneul.example/haechi", "url");
        }
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            return Refusal.Because("wrong-url", "주소에 계정이나 '#'을 적지 마십시오. 보낸 쪽은 서명으로 확인합니다.", "leave accounts and '#' out of the address; the receiver knows the sender by the signature", "url");
        }
        if (url.Scheme == "http" && !(IsLoopback(url) && _doors.Any(d => d.Fits(url.Port) && (d.Host == url.IdnHost || d.Network is not null))))
        {
            return Refusal.Because("wrong-url", "https:// 주소만 씁니다. http://는 운영자가 이 컴퓨터 안의 주소를 허용했을 때만 됩니다.", "only https:// is used; http:// works on this machine only, when the operator allowed it", "url");
        }
        return url.Port == Https || _doors.Any(d => d.Fits(url.Port) && (d.Network is not null || d.Host == Name(url.IdnHost))) ? null
            : new Refusal("wrong-url", LocalText.Of($"{url.Port}번 포트로는 보내지 않습니다.", $"nothing is sent to port {url.Port}"), "url",
                LocalText.Of("443번 포트를 쓰거나, 운영자에게 haechi serve --webhook-to 로 허용해 달라고 하십시오.", "use port 443, or ask the operator to allow it with haechi serve --webhook-to."));
    }

    /// <summary>True when a message for this name and port may go to this address.</summary>
    public bool Let(string host, int port, IPAddress address)
    {
        var plain = AddressRules.Plain(address);
        return (port == Https && AddressRules.IsPublic(plain)) || _doors.Any(d => d.Fits(port) && (d.Host == Name(host) || d.Network?.Contains(plain) == true));
    }

    private static bool IsLoopback(Uri url) => Name(url.IdnHost) == "localhost" || (IPAddress.TryParse(url.IdnHost, out var ip) && IPAddress.IsLoopback(AddressRules.Plain(ip)));

    private static string Name(string host) => host.TrimEnd('.').ToLowerInvariant();

    private static Door? ReadOne(string entry)
    {
        var (place, port) = Split(entry);
        if (port is null)
        {
            return null;
        }
        if (IPAddress.TryParse(place, out var ip))
        {
            var plain = AddressRules.Plain(ip);
            return new Door(null, new IPNetwork(plain, plain.GetAddressBytes().Length * 8), port.Value);
        }
        return IPNetwork.TryParse(place, out var network) ? new Door(null, network, port.Value)
            : !place.Contains('/', StringComparison.Ordinal) && Uri.CheckHostName(place) == UriHostNameType.Dns ? new Door(Name(place), null, port.Value) : null;
    }

    /// <summary>The place without brackets, and its port: 443 when none is given, 0 for <c>*</c>, null when it is none.</summary>
    private static (string Place, int? Port) Split(string entry)
    {
        var bracket = entry.IndexOf(']', StringComparison.Ordinal);
        var colon = entry.IndexOf(':', Math.Max(0, bracket));
        // IPv6 without brackets has colons of its own, and so no port.
        var hasPort = colon >= 0 && (bracket >= 0 || entry.LastIndexOf(':') == colon);
        var place = (hasPort ? entry[..colon] : entry).Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        var text = hasPort ? entry[(colon + 1)..] : "443";
        return (place, text == "*" ? 0 : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? port : null);
    }
}

/// <summary>Finds the addresses of a name.</summary>
public interface IAddressBook
{
    /// <summary>The addresses, at least one.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name has none.</exception>
    public Task<IPAddress[]> Find(string host, CancellationToken stop);
}

internal sealed class DnsAddressBook : IAddressBook
{
    public Task<IPAddress[]> Find(string host, CancellationToken stop) => Dns.GetHostAddressesAsync(host, stop);
}
