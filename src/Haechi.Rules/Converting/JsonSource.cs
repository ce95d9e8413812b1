using System.Buffers;
using System.Text;
using System.Text.Json;
using Haechi.Rules.Books;

namespace Haechi.Rules.Converting;

/// <summary>
/// Reads JSON into the same nodes as YAML, each with its line and column. Nesting to <see cref="DeepestNesting"/>. Of a key that is there twice the last counts,
/// as in every JSON reader.
/// </summary>
internal sealed class JsonSource
{
    public const int DeepestNesting = 64;

    private readonly string _file;
    private readonly byte[] _bytes;
    private int _line = 1;
    private int _lineStart;
    private int _counted;

    private JsonSource(string file, string text) => (_file, _bytes) = (file, Encoding.UTF8.GetBytes(text));

    public static YamlNode? Read(string file, string text, Findings findings)
    {
        if (text.Length > YamlFile.LargestFile)
        {
            findings.Error("too-large", new Place(file, 0, 0), $"파일이 {YamlFile.LargestFile}자를 넘습니다.", $"the file is longer than {YamlFile.LargestFile} characters");
            return null;
        }
        var source = new JsonSource(file, text.TrimStart('\uFEFF'));
        try
        {
            var reader = new Utf8JsonReader(source._bytes, new JsonReaderOptions { MaxDepth = DeepestNesting, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            reader.Read();
            var root = source.Node(ref reader);
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            findings.Error("not-json", new Place(file, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1), $"JSON으로 읽을 수 없습니다: {e.Message}", $"this is not JSON: {e.Message}");
            return null;
        }
        catch (InvalidOperationException e)
        {
            // An escaped half of a surrogate pair is well-formed JSON that is no text.
            findings.Error("not-json", new Place(file, source._line, 0), $"JSON의 글을 읽을 수 없습니다: {e.Message}", $"a text of this JSON cannot be read: {e.Message}");
            return null;
        }
    }

    private YamlNode Node(ref Utf8JsonReader reader)
    {
        var place = PlaceOf((int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Map(ref reader, place);
            case JsonTokenType.StartArray:
                var items = new List<YamlNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Node(ref reader));
                }
                return new YamlList(place, items);
            case JsonTokenType.String:
                return new YamlScalar(place, reader.GetString()!, Plain: false, 0);
            default:
                return new YamlScalar(place, Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan), Plain: true, 0);
        }
    }

    private YamlMap Map(ref Utf8JsonReader reader, Place place)
    {
        var entries = new List<(YamlScalar Key, YamlNode Value)>();
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = new YamlScalar(PlaceOf((int)reader.TokenStartIndex), reader.GetString()!, Plain: false, 0);
            reader.Read();
            var value = Node(ref reader);
            if (at.TryAdd(key.Value, entries.Count))
            {
                entries.Add((key, value));
            }
            else
            {
                entries[at[key.Value]] = (key, value);
            }
        }
        return new YamlMap(place, entries);
    }

    /// <summary>Tokens come in order, so that each byte is counted once.</summary>
    private Place PlaceOf(int offset)
    {
        for (; _counted < offset; _counted++)
        {
            if (_bytes[_counted] == '\n')
            {
                (_line, _lineStart) = (_line + 1, _counted + 1);
            }
        }
        return new Place(_file, _line, Encoding.UTF8.GetCharCount(_bytes, _lineStart, offset - _lineStart) + 1);
    }
}
