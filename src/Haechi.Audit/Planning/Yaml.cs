using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Haechi.Audit.Planning;

/// <summary>A node of a plan with its place.</summary>
internal abstract record Node(string Place);

internal sealed record Scalar(string Place, string Text, bool Quoted) : Node(Place);

internal sealed record Items(string Place, IReadOnlyList<Node> All) : Node(Place);

internal sealed record Fields(string Place, IReadOnlyList<(string Key, string Place, Node Value)> All) : Node(Place);

/// <summary>Reads a plan's YAML as strictly as rulebooks are read (decision 6): no anchors, aliases or tags, no repeated key, bounded size and depth. JSON is YAML, so a plan may be JSON, too.</summary>
internal sealed class Yaml(string file, string text)
{
    private const int Deepest = 16;
    private const int Longest = 1_000_000;

    private readonly Parser _parser = new(new StringReader(text));
    private int _depth;

    public static Node Read(string file, string text)
    {
        if (text.Length > Longest)
        {
            throw AuditRefusedException.Because("too-large", file, $"계획이 {Longest:N0}자를 넘습니다.", $"the plan is longer than {Longest:N0} characters");
        }
        var yaml = new Yaml(file, text);
        try
        {
            yaml._parser.Consume<StreamStart>();
            yaml._parser.Consume<DocumentStart>();
            var root = yaml.Next();
            yaml._parser.Consume<DocumentEnd>();
            return yaml._parser.Accept<StreamEnd>(out _) ? root : throw yaml.Refuse("a second document");
        }
        catch (YamlException e)
        {
            throw NotYaml($"{file}:{e.Start.Line}:{e.Start.Column}", e.Message);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or OverflowException)
        {
            // The library's scanner leaves its own states in this way on some broken texts.
            throw NotYaml(file, e.Message);
        }
    }

    private Node Next()
    {
        if (_parser.TryConsume<YamlDotNet.Core.Events.Scalar>(out var scalar))
        {
            Plain(scalar);
            return new Scalar(PlaceOf(scalar), scalar.Value, scalar.Style != ScalarStyle.Plain);
        }
        if (++_depth > Deepest)
        {
            throw Refuse($"nesting deeper than {Deepest}");
        }
        Node node = _parser.TryConsume<SequenceStart>(out var list) ? List(list) : _parser.TryConsume<MappingStart>(out var map) ? Map(map) : throw Refuse("an alias (*); write the value out");
        _depth--;
        return node;
    }

    private Items List(SequenceStart start)
    {
        Plain(start);
        var items = new List<Node>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Next());
        }
        return new Items(PlaceOf(start), items);
    }

    private Fields Map(MappingStart start)
    {
        Plain(start);
        var fields = new List<(string, string, Node)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Next() as Scalar ?? throw Refuse("a key that is not a single word");
            if (!seen.Add(key.Text))
            {
                throw NotYaml(key.Place, $"the key '{key.Text}' twice");
            }
            fields.Add((key.Text, key.Place, Next()));
        }
        return new Fields(PlaceOf(start), fields);
    }

    private void Plain(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty || (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific))
        {
            throw NotYaml(PlaceOf(node), "an anchor (&) or a tag (!); write the value out");
        }
    }

    private string PlaceOf(ParsingEvent at) => $"{file}:{at.Start.Line}:{at.Start.Column}";

    private AuditRefusedException Refuse(string found) => NotYaml(_parser.Current is { } at ? PlaceOf(at) : file, found);

    private static AuditRefusedException NotYaml(string place, string found) =>
        AuditRefusedException.Because("not-yaml", place, $"계획으로 쓸 수 없는 YAML입니다: {found}", $"this is not YAML that a plan may use: {found}");
}
