using Haechi.Labels.Carriers;
using Haechi.Labels.Jumbf;
using Haechi.Labels.Manifests;

namespace Haechi.Labels.Signing;

/// <summary>What a file was before it was labelled: its manifests are kept, with how they were judged (C2PA 18.14 and 10.4).</summary>
internal sealed class Parent
{
    private const string Label = Ingredient.LabelOfThird;

    private Parent(byte[] manifests, CborMap content, CredentialState state) => (Manifests, Content, State) = (manifests, content, state);

    /// <summary>The manifests, byte for byte as they were, to be put before the new one.</summary>
    public byte[] Manifests { get; }

    /// <summary>The assertion about it.</summary>
    public CborMap Content { get; }

    /// <summary>The parent of what is edited or carries a credential; null when there is neither.</summary>
    /// <exception cref="MalformedException">The credential cannot be read, so that it could not be kept.</exception>
    public static Parent? Of(Stream file, Carrier carrier, SignRequest request, DateTimeOffset now)
    {
        if (carrier.Find(file) is not { } found)
        {
            return request.Source == SourceType.Edited ? new Parent([], new CborMap { ["relationship"] = "parentOf", ["dc:format"] = carrier.Format }, CredentialState.None) : null;
        }
        var store = ManifestStore.Read(found.Bytes);
        var active = store.Active;
        var report = ContentCredentials.Check(file, carrier, found, request.Trust, now);
        var content = new CborMap
        {
            ["relationship"] = "parentOf", ["dc:format"] = carrier.Format,
            ["activeManifest"] = new HashedUri(JumbfUri.Manifest(active.Label), Hash(active.Box), null).ToCbor(),
            ["validationResults"] = Results(report, active.Label),
        };
        if (active.Box.Find(JumbfUri.Signature) is { } signature)
        {
            content["claimSignature"] = new HashedUri(JumbfUri.SignatureOf(active.Label), Hash(signature), null).ToCbor();
        }
        return new Parent([.. store.Manifests.SelectMany(m => m.Box.Raw.ToArray())], content, report.State);
    }

    /// <summary>How its credential stood.</summary>
    public CredentialState State { get; }

    /// <summary>The label of the assertion.</summary>
    public static string AssertionLabel => Label;

    private static byte[] Hash(Superbox box) => System.Security.Cryptography.SHA256.HashData(box.Hashed.Span);

    private static CborMap Results(CredentialReport report, string active)
    {
        List<object?> Of(StatusKind kind, bool own) =>
            [.. report.Statuses.Where(s => s.Kind == kind && own == (JumbfUri.Split(s.Url).Manifest == active)).Select(s => new CborMap { ["code"] = s.Code, ["url"] = s.Url })];
        CborMap All(bool own) => new() { ["success"] = Of(StatusKind.Success, own), ["informational"] = Of(StatusKind.Informational, own), ["failure"] = Of(StatusKind.Failure, own) };
        var deltas = report.Statuses.Any(s => JumbfUri.Split(s.Url).Manifest != active)
            ? new List<object?> { new CborMap { ["ingredientAssertionURI"] = JumbfUri.Manifest(active), ["validationDeltas"] = All(own: false) } } : [];
        return new CborMap { ["activeManifest"] = All(own: true), ["ingredientDeltas"] = deltas };
    }
}
