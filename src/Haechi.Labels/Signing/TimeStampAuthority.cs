using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace Haechi.Labels.Signing;

/// <summary>A time stamp authority reached over HTTP (RFC 3161, 3.4). It learns a hash and nothing else.</summary>
/// <param name="address">Where it answers.</param>
/// <param name="http">The connection; its time limit applies.</param>
public sealed class TimeStampAuthority(Uri address, HttpClient http)
{
    private const int LargestAnswer = 64 * 1024;

    /// <summary>The token over the bytes, in DER.</summary>
    /// <exception cref="SigningException">It was not reached, refused, or answered something else.</exception>
    public byte[] Stamp(byte[] bytes)
    {
        var nonce = RandomNumberGenerator.GetBytes(8);
        nonce[0] &= 0x7F;
        var asked = Rfc3161TimestampRequest.CreateFromData(bytes, HashAlgorithmName.SHA256, nonce: nonce, requestSignerCertificates: true);
        using var content = new ByteArrayContent(asked.Encode());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        var answer = Exchange.Post(http, address, content, LargestAnswer, "the time stamp authority");
        try
        {
            return asked.ProcessResponse(answer, out _).AsSignedCms().Encode();
        }
        catch (CryptographicException fault)
        {
            throw new SigningException($"the time stamp authority {address.Host} gave no good token: {fault.Message}", fault);
        }
    }
}

/// <summary>A request whose answer is bounded.</summary>
internal static class Exchange
{
    public static byte[] Post(HttpClient http, Uri address, HttpContent content, int largest, string whom, string? token = null)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
            if (token is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }
            using var answer = http.Send(request, HttpCompletionOption.ResponseHeadersRead);
            return answer.IsSuccessStatusCode ? Bounded(answer.Content.ReadAsStream(), largest, whom)
                : throw new SigningException($"{whom} {address.Host} answered {(int)answer.StatusCode}");
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
        {
            throw new SigningException($"{whom} {address.Host} was not reached: {fault.Message}", fault);
        }
    }

    public static byte[] Bounded(Stream stream, int largest, string whom)
    {
        var bytes = new byte[largest + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length <= largest ? bytes[..length] : throw new SigningException($"{whom} answered more than {largest} bytes");
    }
}
