using Haechi.Rules.Books;

namespace Haechi.Tower.Demo;

/// <summary>Reads the systems of the city's files.</summary>
internal sealed class SystemSpecReader(ReadContext context)
{
    private readonly SortedDictionary<string, SystemSpec> _systems = new(StringComparer.Ordinal);

    /// <summary>What was read so far, in the order of the ids.</summary>
    public IReadOnlyList<SystemSpec> All => [.. _systems.Values];

    /// <summary>Reads one file.</summary>
    public void Read(YamlMap root)
    {
        var fields = new Fields(root, context);
        foreach (var (key, node) in fields.Map("systems")?.Entries ?? [])
        {
            if (node is not YamlMap map)
            {
                fields.Refuse<string>(node, "시스템의 항목", "the entries of a system");
            }
            else if (!_systems.TryAdd(key.Value, System(key.Value, map)))
            {
                context.Findings.Error("repeated", key.Place, $"'{key.Value}'이(가) 두 번 있습니다.", $"'{key.Value}' stands here twice");
            }
        }
        fields.Done();
    }

    /// <summary>A day counted from the fill, or null when absent or refused.</summary>
    public static RelativeDay? Day(Fields fields, string key, ReadContext context)
    {
        if (fields.Text(key) is not { } text)
        {
            return null;
        }
        if (RelativeDay.TryRead(text, out var day))
        {
            return day;
        }
        context.Findings.Error("wrong-value", fields.Place, $"'{key}'의 '{text}'은(는) -40d, +3m, -1y 꼴이 아닙니다.", $"'{text}' under '{key}' is not written as -40d, +3m or -1y");
        return null;
    }

    private SystemSpec System(string id, YamlMap map)
    {
        var fields = new Fields(map, context);
        var at = Day(fields, "at", context);
        var system = new SystemSpec(id, fields.Text("department"), fields.Text("by"), at, fields.Text("product"), fields.Text("state"), fields.Text("note"),
            Facts(fields, map), [.. fields.Maps("changes").Select(Change)], map.Place);
        fields.Done();
        return system;
    }

    private ChangeSpec Change(YamlMap map)
    {
        var fields = new Fields(map, context);
        var change = new ChangeSpec(Day(fields, "at", context) ?? default, fields.RequiredText("by"), fields.Text("note"), Facts(fields, map), map.Place);
        fields.Done();
        return change;
    }

    private static DemoFacts Facts(Fields fields, YamlMap map) => new(fields.Map("facts") ?? new YamlMap(map.Place, []));
}
