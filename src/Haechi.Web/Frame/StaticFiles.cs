using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Frame;

/// <summary>Style sheet and pictures, inside the program, under addresses that change with their content.</summary>
internal static class StaticFiles
{
    private static readonly Dictionary<string, (byte[] Bytes, string Address, string Type)> Files = Load();

    public static string Address(string file) => Files[file].Address;

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (bytes, address, type) in Files.Values)
        {
            routes.MapGet(address, (HttpContext http) =>
            {
                http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return Results.Bytes(bytes, type);
            }).WithMetadata(new RouteAccess(null));
        }
    }

    private static Dictionary<string, (byte[], string, string)> Load()
    {
        var assembly = typeof(StaticFiles).Assembly;
        const string Folder = "Haechi.Web.Assets.";
        return assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).ToDictionary(n => n[Folder.Length..], n =>
        {
            using var stream = assembly.GetManifestResourceStream(n)!;
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            var bytes = memory.ToArray();
            var file = n[Folder.Length..];
            var dot = file.LastIndexOf('.');
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..10];
            return (bytes, $"/assets/{file[..dot]}.{hash}{file[dot..]}", file[dot..] switch { ".css" => "text/css; charset=utf-8", ".svg" => "image/svg+xml", ".woff2" => "font/woff2", _ => "application/octet-stream" });
        });
    }
}
