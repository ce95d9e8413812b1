using System.Globalization;
using System.Net;
using Haechi.Tower.Common;
using Haechi.Tower.Webhooks;
using Haechi.Web.Demo;

namespace Haechi.Serving;

/// <summary>What <c>haechi serve</c> was asked to do, checked before anything is opened.</summary>
/// <param name="Demo">The demonstration.</param>
/// <param name="Folder">The data folder.</param>
/// <param name="Temporary">The folder is deleted at the end.</param>
/// <param name="Urls">Where to listen.</param>
/// <param name="Day">The day that the clock shows first, or null for the machine's.</param>
/// <param name="Open">True when others than this machine can reach it.</param>
internal sealed record ServePlan(bool Demo, string Folder, bool Temporary, string Urls, DateOnly? Day, bool Open)
{
    /// <summary>The PostgreSQL connection, or null for SQLite in the folder.</summary>
    public string? Postgres { get; init; }

    /// <summary>True: logs are lines of JSON.</summary>
    public bool JsonLog { get; init; }

    /// <summary>The file of the master key, or null.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The proxies in front that are believed.</summary>
    public IReadOnlyList<IPAddress> Proxies { get; init; } = [];

    /// <summary>Where webhooks may lead beside port 443 of the open internet.</summary>
    public IReadOnlyList<string> WebhookTargets { get; init; } = [];

    public const string DefaultUrls = "http://127.0.0.1:5080";
    public const string DefaultFolder = "haechi-data";

    public static Result<ServePlan> Make(bool demo, string? data, string? urls, string? clock, string? postgres = null, IReadOnlyList<string>? proxies = null, IReadOnlyList<string>? webhooks = null)
    {
        // Only this machine can open a demonstration, so its webhooks may stay on this machine too.
        string[] targets = [.. webhooks ?? [], .. demo ? ["localhost:*", "127.0.0.0/8:*", "[::1]:*"] : Array.Empty<string>()];
        if (Doors.Read(targets) is { Done: false, Refusals: var wrongTarget })
        {
            return Refused.Because<ServePlan>(wrongTarget);
        }
        if ((proxies ?? []).FirstOrDefault(p => !IPAddress.TryParse(p, out _)) is { } noAddress)
        {
            return Refusal.Because("wrong-use", $"'{noAddress}'은(는) IP 주소가 아닙니다. 프록시의 주소를 --proxy 127.0.0.1 처럼 적으십시오.", $"'{noAddress}' is no IP address; give the proxy's as in --proxy 127.0.0.1", "--proxy");
        }
        urls ??= DefaultUrls;
        if (Addresses(urls) is not { Done: true } addresses)
        {
            return Refused.Because<ServePlan>(Addresses(urls).Refusals);
        }
        var open = addresses.Value.Any(a => !IsLoopback(a));
        if (demo && open)
        {
            return Refusal.Because("open-demo", $"시연은 비밀번호 없이 들어가므로 이 컴퓨터의 주소(127.0.0.1, localhost)에서만 엽니다. '{urls}'은(는) 다른 컴퓨터에서도 닿습니다.",
                $"the demonstration needs no password, so it opens on addresses of this machine only (127.0.0.1, localhost); '{urls}' can be reached from elsewhere", "--urls");
        }
        if (clock is not null && !demo)
        {
            return Refusal.Because("clock", "--clock 은 --demo 와만 씁니다. 실제 등록부의 시각은 바꿀 수 없습니다.", "--clock works with --demo only; the time of a real register is never changed", "--clock");
        }
        if (demo && postgres is not null)
        {
            return Refusal.Because("demo-db", "시연은 자기 폴더만 씁니다. --db 와 HAECHI_DB를 빼십시오.", "the demonstration uses its own folder only; leave out --db and HAECHI_DB", "--db");
        }
        DateOnly? day = null;
        if (clock is not null)
        {
            if (!DateOnly.TryParseExact(clock, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) || read.Year is < 2026 or > 2032)
            {
                return Refusal.Because("wrong-use", $"'{clock}'은(는) 쓸 수 있는 날짜가 아닙니다. 2026-01-01부터 2032-12-31까지 YYYY-MM-DD로 적으십시오.", $"'{clock}' is not a usable date; write YYYY-MM-DD between 2026-01-01 and 2032-12-31", "--clock");
            }
            day = read;
        }
        var temporary = demo && data is null;
        var folder = Path.GetFullPath(temporary ? Path.Combine(Path.GetTempPath(), "haechi-demo-" + NewId.Next()) : data ?? DefaultFolder);
        return Mixed(demo, folder, ref day) is { } wrong ? wrong : new ServePlan(demo, folder, temporary, urls, day, open) { Postgres = postgres, Proxies = [.. (proxies ?? []).Select(IPAddress.Parse)], WebhookTargets = targets };
    }

    // The made-up and the real never share a folder, and a demonstration's clock never goes back before its own past.
    private static Refusal? Mixed(bool demo, string folder, ref DateOnly? day)
    {
        var marked = DemoFolder.IsDemo(folder);
        if (!demo)
        {
            return marked ? Refusal.Because("demo-folder", "이 폴더에는 시연 자료가 있습니다. --demo 로 열거나 --data 로 다른 폴더를 주십시오.", "this folder holds a demonstration; open it with --demo, or give another with --data", folder) : null;
        }
        if (!marked)
        {
            return Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()
                ? Refusal.Because("not-a-demo", "이 폴더는 비어 있지 않고 시연용도 아닙니다. 시연은 빈 폴더에만 채웁니다. --data 로 빈 폴더를 주거나 --data 를 빼십시오.",
                    "this folder is not empty and no demonstration; the demonstration fills empty folders only: give an empty one with --data, or leave --data out", folder) : null;
        }
        var last = DemoFolder.Day(folder);
        if (day is { } wanted && last is { } kept && wanted < kept)
        {
            return Refusal.Because("clock", $"이 시연은 이미 {kept:yyyy-MM-dd}까지 갔습니다. 그날이나 그 뒤를 적으십시오.", $"this demonstration has reached {kept:yyyy-MM-dd}; give that day or a later one", "--clock");
        }
        day ??= last;
        return null;
    }

    private static Result<List<Uri>> Addresses(string urls)
    {
        var read = new List<Uri>();
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Kestrel's own stand-ins for "every address" are no host names.
            var text = url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
            if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme != "http" || address.PathAndQuery != "/" || address.Host.Length == 0)
            {
                return Refusal.Because("wrong-urls", $"'{url}'에서 열 수 없습니다. http://127.0.0.1:5080 처럼 적으십시오. https는 앞단(리버스 프록시)에서 맡습니다.",
                    $"cannot listen at '{url}'; write it as http://127.0.0.1:5080; https is for a reverse proxy in front", "--urls");
            }
            read.Add(address);
        }
        return read.Count > 0 ? read : Refusal.Because("wrong-urls", "--urls 에 주소가 없습니다.", "--urls names no address", "--urls");
    }

    private static bool IsLoopback(Uri address) => address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
