using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;

namespace Haechi.Audit.Explaining.Reading;

/// <summary>An attribute of a node, as far as the operators that we read have them.</summary>
internal sealed class OnnxAttribute
{
    public string Name { get; set; } = "";

    public float Single { get; set; }

    public long Whole { get; set; }

    public string Text { get; set; } = "";

    public List<float> Singles { get; } = [];

    public List<long> Wholes { get; } = [];

    public List<string> Texts { get; } = [];

    public bool HasTensor { get; set; }
}

/// <summary>A node of the graph: an operator with the names of what goes in and comes out.</summary>
internal sealed class OnnxNode
{
    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public string Name { get; set; } = "";

    public string Operator { get; set; } = "";

    public string Domain { get; set; } = "";

    public Dictionary<string, OnnxAttribute> Attributes { get; } = new(StringComparer.Ordinal);
}

/// <summary>Reads the nodes of an ONNX model with the field numbers of onnx.proto: model 7 is the graph, graph 1 its nodes, node 5 its attributes.</summary>
internal static class OnnxFile
{
    private const int MostNodes = 10_000;

    /// <param name="bytes">The whole file.</param>
    /// <param name="file">Its name, for refusals.</param>
    public static IReadOnlyList<OnnxNode> Nodes(byte[] bytes, string file)
    {
        var nodes = new List<OnnxNode>();
        try
        {
            Fields(new CodedInputStream(bytes), (input, tag) => Is(tag, 7) && Inside(input, (graph, inner) => Is(inner, 1) && Add(graph, nodes, file)));
        }
        catch (InvalidProtocolBufferException damaged)
        {
            throw ModelRefused.Damaged(file, $"ONNX 파일(protobuf)로 읽을 수 없습니다: {damaged.Message}", $"is no ONNX file (protobuf): {damaged.Message}");
        }
        return nodes.Count > 0 ? nodes : throw ModelRefused.Damaged(file, "그래프에 마디가 없습니다.", "the graph has no nodes");
    }

    private static bool Add(CodedInputStream input, List<OnnxNode> nodes, string file)
    {
        if (nodes.Count == MostNodes)
        {
            throw ModelRefused.NotRead(file, $"그래프의 마디가 {MostNodes}개를 넘습니다.", $"the graph has more than {MostNodes} nodes");
        }
        var node = new OnnxNode();
        nodes.Add(node);
        return Inside(input, (own, tag) =>
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    node.Inputs.Add(own.ReadString());
                    return true;
                case 2:
                    node.Outputs.Add(own.ReadString());
                    return true;
                case 3:
                    node.Name = own.ReadString();
                    return true;
                case 4:
                    node.Operator = own.ReadString();
                    return true;
                case 7:
                    node.Domain = own.ReadString();
                    return true;
                case 5:
                    var attribute = new OnnxAttribute();
                    Inside(own, (a, f) => Attribute(a, f, attribute));
                    node.Attributes[attribute.Name] = attribute;
                    return true;
                default:
                    return false;
            }
        });
    }

    private static bool Attribute(CodedInputStream input, uint tag, OnnxAttribute attribute)
    {
        switch (WireFormat.GetTagFieldNumber(tag))
        {
            case 1:
                attribute.Name = input.ReadString();
                return true;
            case 2:
                attribute.Single = input.ReadFloat();
                return true;
            case 3:
                attribute.Whole = input.ReadInt64();
                return true;
            case 4:
                attribute.Text = Encoding.UTF8.GetString(input.ReadBytes().Span);
                return true;
            case 5 or 10:
                attribute.HasTensor = true;
                return false;
            case 7:
                Repeated(input, tag, attribute.Singles, i => i.ReadFloat(), WireFormat.WireType.Fixed32);
                return true;
            case 8:
                Repeated(input, tag, attribute.Wholes, i => i.ReadInt64(), WireFormat.WireType.Varint);
                return true;
            case 9:
                attribute.Texts.Add(Encoding.UTF8.GetString(input.ReadBytes().Span));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Numbers stand one by one (proto2) or packed into one field (proto3).</summary>
    private static void Repeated<T>(CodedInputStream input, uint tag, List<T> into, Func<CodedInputStream, T> read, WireFormat.WireType single)
    {
        if (WireFormat.GetTagWireType(tag) == single)
        {
            into.Add(read(input));
            return;
        }
        var packed = new CodedInputStream(input.ReadBytes().ToByteArray());
        while (!packed.IsAtEnd)
        {
            into.Add(read(packed));
        }
    }

    private static bool Is(uint tag, int field) => WireFormat.GetTagFieldNumber(tag) == field;

    private static bool Inside(CodedInputStream input, Func<CodedInputStream, uint, bool> take)
    {
        var bytes = input.ReadBytes();
        Fields(MemoryMarshal.TryGetArray(bytes.Memory, out var part) ? new CodedInputStream(part.Array!, part.Offset, part.Count) : new CodedInputStream(bytes.ToByteArray()), take);
        return true;
    }

    private static void Fields(CodedInputStream input, Func<CodedInputStream, uint, bool> take)
    {
        while (input.ReadTag() is var tag && tag != 0)
        {
            if (!take(input, tag))
            {
                input.SkipLastField();
            }
        }
    }
}
