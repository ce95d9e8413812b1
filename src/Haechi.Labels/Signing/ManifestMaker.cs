using System.Security.Cryptography;
using Haechi.Labels.Cose;
using Haechi.Labels.Jumbf;
using Haechi.Labels.Manifests;
using Haechi.Labels.Verifying;

namespace Haechi.Labels.Signing;

/// <summary>Makes a manifest store: history first, then a new manifest with a claim of version 2 (C2PA 10.3).</summary>
internal sealed class ManifestMaker(SignRequest request, Parent? parent)
{
    private const int Spare = 512;
    private const int RoomForToken = 12 * 1024;
    private readonly string _label = $"urn:c2pa:{Guid.NewGuid()}";
    private readonly string _instance = $"xmp:iid:{Guid.NewGuid()}";
    private readonly byte[] _head = CoseSign1.Head(request.Signer.Algorithm, request.Signer.Chain);

    /// <summary>What is reserved for the signature.</summary>
    private int Reserved => request.Signer.Chain.Sum(c => c.Length + 8) + 600 + Spare + (request.TimeStamp is null ? 0 : RoomForToken);

    /// <summary>A store of the length that the final one will have, unsigned.</summary>
    /// <param name="binding">Label and content of the binding.</param>
    /// <param name="odd">A byte more, for formats that want an even length.</param>
    public byte[] Draft((string Label, CborMap Content) binding, bool odd) => Store(binding, new byte[Reserved + (odd ? 1 : 0)]);

    /// <summary>The signed store.</summary>
    /// <exception cref="SigningException">The signature or the time stamp could not be had.</exception>
    public byte[] Sign((string Label, CborMap Content) binding, bool odd)
    {
        var claim = Claim(Assertions(binding));
        var signature = request.Signer.Sign(CoseSign1.Signed(_head, claim));
        var token = request.TimeStamp?.Invoke(CoseSign1.Countersigned(_head, Cbor.Write(signature)));
        var cose = CoseSign1.Write(_head, signature, token, Reserved + (odd ? 1 : 0)) ?? throw new SigningException($"the time stamp of {token?.Length} bytes does not fit");
        return Store(binding, cose);
    }

    private byte[] Store((string Label, CborMap Content) binding, byte[] cose)
    {
        var assertions = Assertions(binding);
        var manifest = JumbfWriter.Super(BoxTypes.Standard, _label,
            JumbfWriter.Super(BoxTypes.AssertionStore, JumbfUri.Assertions, assertions.Select(a => a.Box)),
            JumbfWriter.Cbor(BoxTypes.Claim, Manifests.Claim.LabelOfSecond, Claim(assertions)),
            JumbfWriter.Cbor(BoxTypes.Signature, JumbfUri.Signature, cose));
        return JumbfWriter.Super(BoxTypes.Store, "c2pa", parent?.Manifests ?? [], manifest);
    }

    private List<(string Label, byte[] Box)> Assertions((string Label, CborMap Content) binding)
    {
        var all = new List<(string Label, byte[] Box)>();
        void Add(string label, CborMap content) => all.Add((label, JumbfWriter.Cbor("cbor", label, Cbor.Write(content))));
        if (parent is not null)
        {
            Add(Parent.AssertionLabel, parent.Content);
        }
        Add(ActionStep.Label, new CborMap { ["actions"] = Actions(all) });
        Add(binding.Label, binding.Content);
        return all;
    }

    private byte[] Claim(List<(string Label, byte[] Box)> assertions)
    {
        var claim = new CborMap
        {
            ["instanceID"] = _instance, ["alg"] = "sha256", ["signature"] = JumbfUri.SignatureOf(_label),
            ["claim_generator_info"] = new CborMap { ["name"] = request.Generator.Name, ["version"] = request.Generator.Version },
            ["created_assertions"] = assertions.Select(a => (object?)Uri(a).ToCbor()).ToList(),
        };
        if (request.Title is { } title)
        {
            claim["dc:title"] = title;
        }
        return Cbor.Write(claim);
    }

    /// <summary>A file with a history was opened; one without was created. What was changed in an opened one is an action of its own.</summary>
    private List<object?> Actions(List<(string Label, byte[] Box)> before)
    {
        if (parent is null)
        {
            return [Action("c2pa.created", request.Source)];
        }
        var opened = new CborMap { ["action"] = "c2pa.opened" };
        opened["parameters"] = new CborMap { ["ingredients"] = new List<object?> { Uri(before[0]).ToCbor() } };
        return request.Source is null ? [opened] : [opened, Action(request.Source == SourceType.Generated ? "c2pa.published" : "c2pa.edited", request.Source)];
    }

    private CborMap Action(string kind, SourceType? source)
    {
        var action = new CborMap { ["action"] = kind };
        if (source is { } type)
        {
            action["digitalSourceType"] = DigitalSource.Address(type);
        }
        if (request.Agent is { } agent)
        {
            action["softwareAgent"] = new CborMap { ["name"] = agent };
        }
        return action;
    }

    private static HashedUri Uri((string Label, byte[] Box) assertion) =>
        new($"self#jumbf={JumbfUri.Assertions}/{assertion.Label}", SHA256.HashData(assertion.Box.AsSpan(8)), null);
}
