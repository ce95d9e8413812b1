using Haechi.Labels.Jumbf;

namespace Haechi.Labels.Manifests;

/// <summary>One manifest of a store: its claim, the claim's signature, its assertions (C2PA 11.1.4).</summary>
internal sealed class Manifest
{
    private readonly Dictionary<string, Superbox> _assertions;
    private readonly Dictionary<string, CborMap?> _read = [];

    private Manifest(Superbox box, Claim? claim, string? fault, ReadOnlyMemory<byte>? signature, Dictionary<string, Superbox> assertions) =>
        (Box, Claim, Fault, Signature, _assertions) = (box, claim, fault, signature, assertions);

    public Superbox Box { get; }

    public string Label => Box.Label;

    /// <summary>True for an update manifest: it speaks of what an earlier one bound.</summary>
    public bool IsUpdate => Box.Is(BoxTypes.Update);

    /// <summary>The claim; null when <see cref="Fault"/> says why not.</summary>
    public Claim? Claim { get; }

    /// <summary>The status code for a claim that is missing, comes twice or cannot be read.</summary>
    public string? Fault { get; }

    /// <summary>The bytes of the COSE signature, or null.</summary>
    public ReadOnlyMemory<byte>? Signature { get; }

    /// <summary>The labels of its assertions.</summary>
    public IEnumerable<string> Labels => _assertions.Keys;

    /// <summary>The algorithm of its hashes where an address names none.</summary>
    public string Algorithm => Claim?.Algorithm ?? "sha256";

    public Superbox? Assertion(string label) => _assertions.GetValueOrDefault(label);

    /// <summary>The assertions of a kind (any number, any version behind the point) that are kept as CBOR and can be read.</summary>
    public IEnumerable<(string Label, CborMap Content)> Of(params string[] kinds) =>
        from label in Labels where kinds.Contains(JumbfUri.WithoutInstance(label)) let content = Content(label) where content is not null select (label, content);

    /// <summary>An assertion's CBOR map; null when it has none or it cannot be read.</summary>
    public CborMap? Content(string label)
    {
        if (!_read.TryGetValue(label, out var map))
        {
            try
            {
                map = _assertions.GetValueOrDefault(label)?.Content("cbor") is { } bytes ? Cbor.Read(bytes) as CborMap : null;
            }
            catch (MalformedException)
            {
                map = null;
            }
            _read[label] = map;
        }
        return map;
    }

    public static Manifest Read(Superbox box)
    {
        var claims = box.Superboxes.Where(s => s.Is(BoxTypes.Claim)).ToList();
        var assertions = new Dictionary<string, Superbox>(StringComparer.Ordinal);
        foreach (var assertion in box.Superboxes.FirstOrDefault(s => s.Is(BoxTypes.AssertionStore))?.Superboxes ?? [])
        {
            if (!assertions.TryAdd(assertion.Label, assertion))
            {
                return new Manifest(box, null, "claim.malformed", null, []);
            }
        }
        var signature = box.Superboxes.FirstOrDefault(s => s.Is(BoxTypes.Signature))?.Content("cbor");
        var (claim, fault) = claims.Count switch { 0 => (null, "claim.missing"), 1 => ReadClaim(claims[0]), _ => ((Claim?)null, "claim.multiple") };
        return new Manifest(box, claim, fault, signature, assertions);
    }

    private static (Claim? Claim, string? Fault) ReadClaim(Superbox box)
    {
        try
        {
            if (box.Content("cbor") is not { } bytes)
            {
                return (null, "claim.missing");
            }
            var claim = new Claim(box.Label == Claim.LabelOfFirst ? 1 : 2, bytes, Cbor.ReadMap(bytes));
            return claim.HasWhatItNeeds ? (claim, null) : (null, "claim.malformed");
        }
        catch (MalformedException)
        {
            return (null, "claim.cbor.invalid");
        }
    }
}
