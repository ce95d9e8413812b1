namespace Haechi.Labels.Manifests;

/// <summary>An address and the hash of what stands there (C2PA 8.4.2).</summary>
internal sealed record HashedUri(string Url, byte[]? Hash, string? Algorithm)
{
    public static HashedUri? Read(object? value) => value is CborMap map && map.Text("url") is { } url ? new HashedUri(url, map.Bytes("hash"), map.Text("alg")) : null;

    public CborMap ToCbor() => new() { ["url"] = Url, ["hash"] = Hash! };
}

/// <summary>What a manifest claims, and who said so (C2PA 10.2): versions 1 and 2 are read, version 2 is written.</summary>
internal sealed record Claim(int Version, ReadOnlyMemory<byte> Bytes, CborMap Map)
{
    public const string LabelOfFirst = "c2pa.claim";
    public const string LabelOfSecond = "c2pa.claim.v2";

    public string? Algorithm => Map.Text("alg");

    public string? SignatureUrl => Map.Text("signature");

    public string? Title => Map.Text("dc:title");

    /// <summary>The assertions that the signer made or gathered.</summary>
    public IReadOnlyList<HashedUri> Assertions { get; } = [.. new[] { "assertions", "created_assertions", "gathered_assertions" }
        .SelectMany(k => Map.List(k) ?? []).Select(HashedUri.Read).OfType<HashedUri>()];

    /// <summary>Addresses of assertions that were taken out of other manifests.</summary>
    public IReadOnlyList<string> Redacted => [.. (Map.List("redacted_assertions") ?? []).OfType<string>()];

    /// <summary>The program that made the claim: name and version.</summary>
    public string Generator => (Map.Map("claim_generator_info") ?? Map.Maps("claim_generator_info").FirstOrDefault()) is { } info && info.Text("name") is { } name
        ? (info.Text("version") is { } version ? $"{name} {version}" : name) : Map.Text("claim_generator") ?? "";

    /// <summary>True when the fields that every claim of its version needs are there.</summary>
    public bool HasWhatItNeeds => SignatureUrl is not null && Map.ContainsKey("instanceID")
        && (Version == 1 ? Map.ContainsKey("assertions") : Map.ContainsKey("created_assertions") && Map.Map("claim_generator_info")?.Text("name") is not null);
}
