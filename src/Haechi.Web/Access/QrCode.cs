using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using QRCoder;

namespace Haechi.Web.Access;

/// <summary>Draws a QR code as a picture inside the page: one path, no script, nothing fetched, so that the secret in it goes nowhere else.</summary>
internal static class QrCode
{
    /// <summary>The drawing, with its edge of light and a name for those who do not see it.</summary>
    public static MarkupString Draw(string text, string name)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (rows[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x},{y}h1v1h-1z");
                }
            }
        }
        var label = global::System.Net.WebUtility.HtmlEncode(name);
        return new MarkupString(string.Create(CultureInfo.InvariantCulture,
            $"<svg class=\"qr\" role=\"img\" aria-label=\"{label}\" viewBox=\"0 0 {rows.Count} {rows.Count}\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#000\" d=\"{path}\"/></svg>"));
    }
}
