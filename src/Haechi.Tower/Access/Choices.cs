using System.Text.Json;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>Reads and writes choices of the installation: rows of the table <c>setting</c>, a JSON value each.</summary>
public static class Choices
{
    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    /// <summary>The choice, or null when nobody made one.</summary>
    public static async Task<T?> Read<T>(TowerContext context, string key)
        where T : class
    {
        var value = await context.Set<Setting>().AsNoTracking().Where(s => s.Key == key).Select(s => s.Value).FirstOrDefaultAsync();
        return value is null ? null : JsonSerializer.Deserialize<T>(value, Form);
    }

    /// <summary>Keeps a choice in the transaction of an act.</summary>
    public static async Task Write<T>(WriteScope scope, string key, T value)
        where T : class
    {
        var text = JsonSerializer.Serialize(value, Form);
        if (await scope.Context.Set<Setting>().FindAsync(key) is { } known)
        {
            known.Value = text;
        }
        else
        {
            scope.Context.Add(new Setting { Key = key, Value = text });
        }
    }
}
