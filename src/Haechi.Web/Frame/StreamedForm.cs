using Haechi.Tower.Common;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Haechi.Web.Frame;

/// <summary>A file of a form while it arrives.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="FileName">The name that the visitor's computer gave it, without folders.</param>
/// <param name="Body">Its bytes; read once.</param>
public sealed record ArrivingFile(string Field, string FileName, Stream Body);

/// <summary>
/// Reads a form with files section by section, so that a file of a gigabyte is never held in memory and a request without the token is refused before its files are read.
/// The token must be the first section, as <c>Token</c> at the top of a form makes it.
/// </summary>
public static class StreamedForm
{
    private const int LongestField = 64 * 1024;
    private const int MostFields = 500;

    /// <summary>Reads the form. <paramref name="onFile"/> gets every file that has a name, and may refuse it; fields that come after are not read then.</summary>
    /// <returns>The fields that are no files.</returns>
    public static async Task<Result<IReadOnlyDictionary<string, string>>> Read(HttpContext http, long limit, Func<ArrivingFile, Task<Refusal?>> onFile)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit + (1024 * 1024);
        }
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
        {
            return Refusal.Because("wrong-form", "파일을 담은 양식이 아닙니다. 페이지의 양식으로 보내 주십시오.", "this is no form with files; send the form of the page");
        }
        var reader = new MultipartReader(boundary, http.Request.Body) { HeadersLengthLimit = 16 * 1024 };
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            return await Sections(http, reader, fields, onFile) is { } refusal ? refusal : fields;
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            var megabytes = limit / 1024 / 1024;
            return Refusal.Because("too-large", $"파일이 {megabytes} MB를 넘습니다. 나누어 올려 주십시오.", $"the file is over {megabytes} MB; split it");
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            return Refusal.Because("broken-form", "전송이 중간에 끊겼습니다. 아무것도 저장하지 않았으니 다시 보내 주십시오.", "the form broke off on its way; nothing was kept, please send it again");
        }
    }

    private static async Task<Refusal?> Sections(HttpContext http, MultipartReader reader, Dictionary<string, string> fields, Func<ArrivingFile, Task<Refusal?>> onFile)
    {
        var trusted = false;
        while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
        {
            var disposition = section.GetContentDispositionHeader();
            var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value ?? "";
            if (disposition?.IsFileDisposition() != true)
            {
                fields[name] = await Text(section.Body, http.RequestAborted);
                if (!trusted && name == Token.Name)
                {
                    http.Request.Headers["RequestVerificationToken"] = fields[name];
                    trusted = await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
                }
            }
            if (!trusted || fields.Count > MostFields)
            {
                return Routes.Stale;
            }
            var fileName = Path.GetFileName((HeaderUtilities.RemoveQuotes(disposition?.FileNameStar ?? default).Value ?? HeaderUtilities.RemoveQuotes(disposition?.FileName ?? default).Value ?? "").Replace('\\', '/'));
            if (fileName.Length > 0 && await onFile(new ArrivingFile(name, fileName, section.Body)) is { } refusal)
            {
                return refusal;
            }
        }
        return trusted ? null : Routes.Stale;
    }

    private static async Task<string> Text(Stream body, CancellationToken stop)
    {
        var buffer = new byte[LongestField];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        return length < buffer.Length ? global::System.Text.Encoding.UTF8.GetString(buffer, 0, length)
            : throw new InvalidDataException("A field of the form is longer than 64 KB.");
    }
}
