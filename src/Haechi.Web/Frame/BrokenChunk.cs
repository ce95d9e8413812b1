using Microsoft.AspNetCore.Http;

namespace Haechi.Web.Frame;

/// <summary>
/// A chunk whose size is no number that anybody could send (RFC 9112, section 7.1). The server adds the digits up with a check for overflow and lets that exception out as it is; what was sent is
/// broken all the same, and no fault of the program.
/// </summary>
internal static class BrokenChunk
{
    /// <summary>True when reading the body failed for that reason; whoever read it may have wrapped the exception.</summary>
    public static bool Is(HttpContext http, Exception fault) => http.Request.Headers.TransferEncoding.Count > 0
        && fault.GetBaseException() is OverflowException size && size.StackTrace?.Contains("Http1ChunkedEncodingMessageBody", StringComparison.Ordinal) == true;
}
