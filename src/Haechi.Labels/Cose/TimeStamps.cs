using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Haechi.Labels.Keys;

namespace Haechi.Labels.Cose;

/// <summary>What a time stamp says.</summary>
/// <param name="Code">C2PA's status code for it.</param>
/// <param name="At">The time, when the stamp is good.</param>
/// <param name="Trusted">True when a trusted authority made it.</param>
internal sealed record StampedTime(string Code, DateTimeOffset? At, bool Trusted);

/// <summary>Checks RFC 3161 time stamps in a signature (C2PA 10.3.2.5 and 15.8).</summary>
internal static class TimeStamps
{
    /// <summary>What the signature's time stamp says; null when it has none.</summary>
    public static StampedTime? Check(CoseSign1 cose, ReadOnlyMemory<byte> claim, TrustAnchors trust)
    {
        if (cose.TimeStamps is not { } stamps)
        {
            return null;
        }
        if (stamps.Tokens.Count != 1)
        {
            return new StampedTime("timeStamp.malformed", null, false);
        }
        var payload = stamps.Second ? Cbor.Write(cose.Signature) : claim;
        return Check(stamps.Tokens[0], CoseSign1.Countersigned(cose.Protected, payload), trust);
    }

    /// <summary>What a token says about the bytes.</summary>
    public static StampedTime Check(byte[] bytes, byte[] about, TrustAnchors trust)
    {
        try
        {
            if (!Rfc3161TimestampToken.TryDecode(bytes, out var token, out _) && !Rfc3161TimestampToken.TryDecode(InAnswer(bytes), out token, out _))
            {
                return new StampedTime("timeStamp.malformed", null, false);
            }
            return Check(token, about, trust);
        }
        catch (Exception fault) when (fault is CryptographicException or AsnContentException)
        {
            return new StampedTime("timeStamp.malformed", null, false);
        }
    }

    /// <summary>The token within an authority's answer (RFC 3161, 2.4.2).</summary>
    public static ReadOnlyMemory<byte> InAnswer(ReadOnlyMemory<byte> answer)
    {
        var outer = new AsnReader(answer, AsnEncodingRules.BER).ReadSequence();
        outer.ReadEncodedValue();
        return outer.HasData ? outer.ReadEncodedValue() : ReadOnlyMemory<byte>.Empty;
    }

    private static StampedTime Check(Rfc3161TimestampToken token, byte[] about, TrustAnchors trust)
    {
        var info = token.TokenInfo;
        if (!CryptographicOperations.HashData(new HashAlgorithmName(info.HashAlgorithmId.FriendlyName?.ToUpperInvariant() ?? ""), about).AsSpan().SequenceEqual(info.GetMessageHash().Span))
        {
            return new StampedTime("timeStamp.mismatch", null, false);
        }
        if (!token.VerifySignatureForData(about, out var signer) || signer is null)
        {
            return new StampedTime("timeStamp.untrusted", null, false);
        }
        var chain = new List<X509Certificate2> { signer };
        chain.AddRange(token.AsSignedCms().Certificates.Where(c => c.Thumbprint != signer.Thumbprint));
        var inTime = info.Timestamp >= signer.NotBefore && info.Timestamp <= signer.NotAfter;
        var trusted = inTime && TrustAnchors.Leads(chain, trust.TimeStampers, info.Timestamp);
        return !inTime ? new StampedTime("timeStamp.outsideValidity", null, false) : new StampedTime(trusted ? "timeStamp.trusted" : "timeStamp.untrusted", info.Timestamp, trusted);
    }
}
