using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Haechi.Rules.Books;

/// <summary>A node of a YAML file with its place.</summary>
internal abstract record YamlNode(Place Place);

/// <summary>A single value. <paramref name="Plain"/>: written without quotes. <paramref name="Start"/>: offset in the file's text.</summary>
internal sealed record YamlScalar(Place Place, string Value, bool Plain, int Start) : YamlNode(Place);

/// <summary>A sequence.</summary>
internal sealed record YamlList(Place Place, IReadOnlyList<YamlNode> Items) : YamlNode(Place);

/// <summary>A mapping with its keys in order.</summary>
internal sealed record YamlMap(Place Place, IReadOnlyList<(YamlScalar Key, YamlNode Value)> Entries) : YamlNode(Place);

/// <summary>
/// Reads one YAML document into nodes, from events and with limits, so that hostile files end in a refusal: no anchors, aliases or tags,
/// nesting to <see cref="DeepestNesting"/>, size to <see cref="LargestFile"/> characters.
/// </summary>
internal sealed class YamlFile
{
    public const int DeepestNesting = 24;
    public const int LargestFile = 8_000_000;

    private readonly Parser _parser;
    private readonly string _file;
    private int _depth;

    private YamlFile(string file, string text)
    {
        _file = file;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>The root node, or null after an error (which is added to <paramref name="findings"/>) or for an empty file.</summary>
    public static YamlNode? Read(string file, string text, Findings findings)
    {
        if (text.Length > LargestFile)
        {
            findings.Error("too-large", new Place(file, 0, 0), $"파일이 {LargestFile}자를 넘습니다.", $"the file is longer than {LargestFile} characters");
            return null;
        }
        var reader = new YamlFile(file, text);
        try
        {
            return reader.Document();
        }
        catch (YamlException e)
        {
            var at = e.Data["place"] is Place place ? place : new Place(file, (int)e.Start.Line, (int)e.Start.Column);
            var why = (e.InnerException ?? e).Message;
            findings.Error("not-yaml", at, $"YAML로 읽을 수 없습니다: {why}", $"this is not YAML that a rulebook may use: {why}");
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or OverflowException)
        {
            // The library's scanner leaves its own states in this way on some broken texts.
            findings.Error("not-yaml", reader.Here, $"이 자리 뒤에서 YAML로 읽을 수 없습니다: {e.Message}", $"what follows here is not YAML that a rulebook may use: {e.Message}");
            return null;
        }
    }

    /// <summary>The end of the last thing that was read.</summary>
    private Place Here => _parser.Current is { } last ? PlaceOf(last.End) : new Place(_file, 1, 1);

    private YamlNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }
        _parser.Consume<DocumentStart>();
        var root = Node();
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
        {
            throw Refuse(_parser.Current!.Start, "a second document; a file holds one");
        }
        return root is YamlScalar { Value: "" } ? null : root;
    }

    private YamlNode Node()
    {
        if (_parser.Accept<AnchorAlias>(out var alias))
        {
            throw Refuse(alias.Start, "an alias (*); write the value out");
        }
        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            RefuseDecoration(scalar);
            return new YamlScalar(PlaceOf(scalar.Start), scalar.Value, scalar.Style == ScalarStyle.Plain, (int)scalar.Start.Index);
        }
        if (++_depth > DeepestNesting)
        {
            throw Refuse(_parser.Current!.Start, $"nesting deeper than {DeepestNesting}");
        }
        YamlNode node = _parser.Accept<SequenceStart>(out _) ? Sequence() : Mapping();
        _depth--;
        return node;
    }

    private YamlList Sequence()
    {
        var start = _parser.Consume<SequenceStart>();
        RefuseDecoration(start);
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node());
        }
        return new YamlList(PlaceOf(start.Start), items);
    }

    private YamlMap Mapping()
    {
        var start = _parser.Consume<MappingStart>();
        RefuseDecoration(start);
        var entries = new List<(YamlScalar, YamlNode)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (Node() is not YamlScalar key)
            {
                throw Refuse(start.Start, "a key that is not a single word");
            }
            if (!seen.Add(key.Value))
            {
                throw Refuse(key.Place, $"the key '{key.Value}' twice in one mapping");
            }
            entries.Add((key, Node()));
        }
        return new YamlMap(PlaceOf(start.Start), entries);
    }

    private void RefuseDecoration(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
        {
            throw Refuse(node.Start, "an anchor (&); write the value out");
        }
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
        {
            throw Refuse(node.Start, "a tag (!)");
        }
    }

    private Place PlaceOf(Mark mark) => new(_file, (int)mark.Line, (int)mark.Column);

    private YamlException Refuse(Mark mark, string found) => Refuse(PlaceOf(mark), found);

    private static YamlException Refuse(Place place, string found) => new($"found {found}") { Data = { ["place"] = place } };
}
