using Haechi.Labels.Keys;

namespace Haechi.Labels.Signing;

/// <summary>How a file came to be, in the words of the command.</summary>
public enum SourceType
{
    /// <summary>A model made it: IPTC <c>trainedAlgorithmicMedia</c>.</summary>
    Generated,

    /// <summary>Made of parts of which a model made some: IPTC <c>compositeWithTrainedAlgorithmicMedia</c>, created anew.</summary>
    Composite,

    /// <summary>Something that was there was changed with a model: IPTC <c>compositeWithTrainedAlgorithmicMedia</c>, with the original as parent.</summary>
    Edited,
}

/// <summary>What IPTC calls them (NewsCodes, digital source type).</summary>
public static class DigitalSource
{
    private const string Iptc = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    /// <summary>IPTC's address of the type.</summary>
    public static string Address(SourceType type) => Iptc + (type == SourceType.Generated ? "trainedAlgorithmicMedia" : "compositeWithTrainedAlgorithmicMedia");
}

/// <summary>What to say of a file, and who says it.</summary>
/// <param name="Signer">Who signs.</param>
/// <param name="Source">How the file came to be; null when nothing is said of it.</param>
/// <param name="Generator">The program that makes the claim: name and version.</param>
public sealed record SignRequest(IClaimSigner Signer, SourceType? Source, (string Name, string Version) Generator)
{
    /// <summary>The name or number of the AI system that made or changed it; null when it is not said. It is public: no personal data.</summary>
    public string? Agent { get; init; }

    /// <summary>A title; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Has a time stamp authority make a token over the bytes (RFC 3161), such as <see cref="TimeStampAuthority.Stamp"/>; null for no time stamp. It may throw <see cref="SigningException"/>.</summary>
    public Func<byte[], byte[]>? TimeStamp { get; init; }

    /// <summary>Whom to trust when an existing credential is judged before it becomes the parent.</summary>
    public TrustAnchors Trust { get; init; } = TrustAnchors.None;
}

/// <summary>What was done to a file.</summary>
/// <param name="Format">The media type by its content.</param>
/// <param name="Parent">How the credential stood that the file had; it is kept as the parent, and the new one records what was wrong with it.</param>
public sealed record Labelled(string Format, CredentialState Parent);
