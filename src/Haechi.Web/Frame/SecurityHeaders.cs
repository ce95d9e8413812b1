using Microsoft.AspNetCore.Http;

namespace Haechi.Web.Frame;

/// <summary>The headers that every answer carries, whatever route it comes from.</summary>
internal static class SecurityHeaders
{
    // No script at all: nothing to allow. Forms go to this server only.
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    // A file that somebody uploaded is handed on to be saved. Should a browser show it all the same, it shows it as a stranger that may do nothing.
    private const string OfFiles = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    // What the pages never use, a page that was tampered with shall not use either.
    private const string Nothing = "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()";

    public static void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Nothing;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.Vary = "Cookie, Accept-Language";
        if (http.Request.IsHttps)
        {
            // A year, with every name below this one (RFC 6797). Only over https, where it is believed.
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }
        http.Response.OnStarting(static state =>
        {
            var answer = (HttpResponse)state;
            if (answer.Headers.ContentDisposition.ToString().StartsWith("attachment", StringComparison.OrdinalIgnoreCase))
            {
                answer.Headers.ContentSecurityPolicy = OfFiles;
            }
            return Task.CompletedTask;
        }, http.Response);
    }
}
