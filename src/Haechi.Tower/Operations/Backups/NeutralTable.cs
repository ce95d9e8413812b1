using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Haechi.Tower.Files;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Haechi.Tower.Operations.Backups;

/// <summary>A column of a backup: its name and what its values are, whatever the store calls that: <c>int</c>, <c>real</c>, <c>bool</c>, <c>day</c>, <c>text</c>, <c>bytes</c>.</summary>
internal sealed record NeutralColumn(string Name, string Kind);

/// <summary>A table as a backup sees it.</summary>
internal sealed record NeutralTable(string Name, IReadOnlyList<NeutralColumn> Columns, string? Order, string? Counted)
{
    /// <summary>Who works just now is not worth keeping, and bytes are kept as files.</summary>
    private static readonly Type[] Left = [typeof(Claim), typeof(FileChunk)];

    /// <summary>All tables of the model.</summary>
    public static IReadOnlyList<NeutralTable> All(TowerContext context) => [.. context.Model.GetEntityTypes().Where(e => !Left.Contains(e.ClrType)).OrderBy(e => e.GetTableName(), StringComparer.Ordinal).Select(Of)];

    private static NeutralTable Of(IEntityType entity)
    {
        var key = entity.FindPrimaryKey()!.Properties;
        var counted = key.FirstOrDefault(p => p.ValueGenerated == ValueGenerated.OnAdd && Kind(p) == "int")?.GetColumnName();
        return new NeutralTable(entity.GetTableName()!, [.. entity.GetProperties().Select(p => new NeutralColumn(p.GetColumnName(), Kind(p)))], key is [var one] && Kind(one) == "int" ? one.GetColumnName() : null, counted);
    }

    private static string Kind(IProperty property)
    {
        var type = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum || type == typeof(int) || type == typeof(long) || type == typeof(short) ? "int" : type == typeof(bool) ? "bool" : type == typeof(DateOnly) ? "day" : type == typeof(string) ? "text"
            : type == typeof(byte[]) ? "bytes" : type == typeof(double) || type == typeof(float) ? "real" : throw new NotSupportedException($"{property.DeclaringType.Name}.{property.Name}: a backup knows no values of {type}");
    }

    /// <summary>Reads a value as the store gives it.</summary>
    public static object? Read(DbDataReader reader, int column, string kind) => reader.IsDBNull(column) ? null : kind switch
    {
        "int" => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture),
        "real" => reader.GetDouble(column),
        "bool" => reader.GetBoolean(column),
        "day" => reader.GetFieldValue<DateOnly>(column).ToString("O", CultureInfo.InvariantCulture),
        "bytes" => reader.GetFieldValue<byte[]>(column),
        _ => reader.GetString(column),
    };

    /// <summary>Writes it into a line.</summary>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case long number: json.WriteNumberValue(number); break;
            case double real: json.WriteNumberValue(real); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            default: json.WriteStringValue((string)value); break;
        }
    }

    /// <summary>Reads it from a line, as the store takes it.</summary>
    public static object? Read(ref Utf8JsonReader json, string kind) => json.TokenType == JsonTokenType.Null ? null : kind switch
    {
        "int" => json.GetInt64(),
        "real" => json.GetDouble(),
        "bool" => json.GetBoolean(),
        "bytes" => json.GetBytesFromBase64(),
        // Days go in as text: that is how SQLite keeps them and how COPY reads them.
        _ => json.GetString(),
    };
}
