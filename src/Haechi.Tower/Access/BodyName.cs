using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>The name of the body (city or agency) that runs this tower; a setting.</summary>
public static class BodyName
{
    /// <summary>The key of the setting.</summary>
    public const string Key = "body";

    /// <summary>The name, or an empty text before the first set-up.</summary>
    public static async Task<LocalText> Of(TowerContext context)
    {
        var setting = await context.Set<Setting>().AsNoTracking().Where(s => s.Key == Key).Select(s => s.Value).FirstOrDefaultAsync();
        if (setting is null)
        {
            return LocalText.Empty;
        }
        using var json = JsonDocument.Parse(setting);
        var ko = json.RootElement.GetProperty("ko").GetString()!;
        return LocalText.Of(ko, json.RootElement.GetProperty("en").GetString() is { Length: > 0 } en ? en : ko);
    }
}
