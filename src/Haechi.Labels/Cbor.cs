using System.Formats.Cbor;

namespace Haechi.Labels;

/// <summary>A CBOR map in the order of its bytes. Keys are text or whole numbers; a key that comes twice makes the map malformed.</summary>
internal sealed class CborMap : Dictionary<object, object?>
{
    public string? Text(object key) => this.GetValueOrDefault(key) as string;

    public byte[]? Bytes(object key) => this.GetValueOrDefault(key) as byte[];

    public long? Number(object key) => this.GetValueOrDefault(key) as long?;

    public CborMap? Map(object key) => this.GetValueOrDefault(key) as CborMap;

    public List<object?>? List(object key) => this.GetValueOrDefault(key) as List<object?>;

    public IEnumerable<CborMap> Maps(object key) => (List(key) ?? []).OfType<CborMap>();
}

/// <summary>CBOR (RFC 8949) as trees: text, bytes, long, double, bool, null, lists and maps. Tags are passed over.</summary>
internal static class Cbor
{
    private const int MostDepth = 32;
    private const int MostItems = 200_000;

    /// <summary>Reads one item that fills all the bytes.</summary>
    /// <exception cref="MalformedException">It is no well-formed CBOR, too deep or too large.</exception>
    public static object? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var (reader, items) = (new CborReader(bytes, CborConformanceMode.Lax), 0);
            var value = Item(reader, 0, ref items);
            return reader.BytesRemaining == 0 ? value : throw Bad("something follows the item");
        }
        catch (Exception fault) when (fault is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw Bad(fault.Message);
        }
    }

    /// <summary>Reads a map.</summary>
    public static CborMap ReadMap(ReadOnlyMemory<byte> bytes) => Read(bytes) as CborMap ?? throw Bad("a map was expected");

    /// <summary>Writes a tree in RFC 8949's deterministic form.</summary>
    public static byte[] Write(object? value)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        Write(writer, value);
        return writer.Encode();
    }

    private static object? Item(CborReader reader, int depth, ref int items)
    {
        if (depth > MostDepth || ++items > MostItems)
        {
            throw Bad($"more than {MostDepth} levels or {MostItems} items");
        }
        switch (reader.PeekState())
        {
            case CborReaderState.Tag:
                reader.ReadTag();
                return Item(reader, depth + 1, ref items);
            case CborReaderState.StartArray:
                reader.ReadStartArray();
                var list = new List<object?>();
                while (reader.PeekState() != CborReaderState.EndArray)
                {
                    list.Add(Item(reader, depth + 1, ref items));
                }
                reader.ReadEndArray();
                return list;
            case CborReaderState.StartMap:
                return Map(reader, depth, ref items);
            default:
                return Scalar(reader);
        }
    }

    private static CborMap Map(CborReader reader, int depth, ref int items)
    {
        reader.ReadStartMap();
        var map = new CborMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            var key = Item(reader, depth + 1, ref items);
            if (key is not (string or long) || !map.TryAdd(key, Item(reader, depth + 1, ref items)))
            {
                throw Bad("a key that comes twice, or is neither text nor a number");
            }
        }
        reader.ReadEndMap();
        return map;
    }

    private static object? Scalar(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger:
                return reader.ReadInt64();
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                return reader.ReadTextString();
            case CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString:
                return reader.ReadByteString();
            case CborReaderState.Boolean:
                return reader.ReadBoolean();
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                return reader.ReadDouble();
            default:
                reader.SkipValue();
                return null;
        }
    }

    private static void Write(CborWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNull(); break;
            case string text: writer.WriteTextString(text); break;
            case byte[] bytes: writer.WriteByteString(bytes); break;
            case int or long: writer.WriteInt64(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)); break;
            case bool yes: writer.WriteBoolean(yes); break;
            case CborMap map:
                writer.WriteStartMap(map.Count);
                foreach (var (key, inside) in map)
                {
                    Write(writer, key);
                    Write(writer, inside);
                }
                writer.WriteEndMap();
                break;
            case IEnumerable<object?> list:
                var all = list.ToList();
                writer.WriteStartArray(all.Count);
                all.ForEach(v => Write(writer, v));
                writer.WriteEndArray();
                break;
            default: throw new ArgumentException($"CBOR of {value.GetType()}", nameof(value));
        }
    }

    private static MalformedException Bad(string en) => new("cbor-malformed", $"CBOR를 읽을 수 없습니다: {en}", $"CBOR cannot be read: {en}");
}
