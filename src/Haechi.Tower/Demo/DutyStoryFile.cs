using Haechi.Rules;
using Haechi.Rules.Books;

namespace Haechi.Tower.Demo;

/// <summary>All open duties of a department given to a person.</summary>
internal sealed record AssignmentSpec(RelativeDay At, string By, string Department, string To);

/// <summary>One act on a duty of a system.</summary>
internal sealed record DutyActSpec(
    string System, string Rule, RelativeDay At, string By, string Do, string? Title, string? File, string? Link, string? Measured, string? Attested, string? Note, RelativeDay? Until, string? Provision);

/// <summary>The file <c>story-duties.yaml</c>.</summary>
internal sealed record DutyStoryFile(IReadOnlyList<AssignmentSpec> Assignments, IReadOnlyList<DutyActSpec> Acts)
{
    /// <summary>Reads it; what is wrong is in <paramref name="findings"/>.</summary>
    public static DutyStoryFile Read(string folder, Findings findings)
    {
        var context = new ReadContext(findings);
        var file = Path.Combine(folder, "story-duties.yaml");
        if (YamlFile.Read(file, global::System.IO.File.ReadAllText(file), findings) is not YamlMap map)
        {
            return new DutyStoryFile([], []);
        }
        var fields = new Fields(map, context);
        var story = new DutyStoryFile([.. fields.Maps("assign").Select(m => Assignment(m, context))], [.. fields.Maps("duties").SelectMany(m => ActsOf(m, context))]);
        fields.Done();
        return story;
    }

    private static AssignmentSpec Assignment(YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        var spec = new AssignmentSpec(SystemSpecReader.Day(fields, "at", context) ?? default, fields.RequiredText("by"), fields.RequiredText("department"), fields.RequiredText("to"));
        fields.Done();
        return spec;
    }

    private static List<DutyActSpec> ActsOf(YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        var duty = fields.RequiredText("duty").Split('/', 2);
        List<DutyActSpec> acts = [.. fields.Maps("acts").Select(m => Act(duty[0], duty[^1], m, context))];
        fields.Done();
        return acts;
    }

    private static DutyActSpec Act(string system, string rule, YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        var act = new DutyActSpec(
            system, rule, SystemSpecReader.Day(fields, "at", context) ?? default, fields.RequiredText("by"), fields.RequiredText("do"), fields.Text("title"), fields.Text("file"), fields.Text("link"),
            fields.Text("measured"), fields.Text("attested"), fields.Text("note"), SystemSpecReader.Day(fields, "until", context), fields.Text("provision"));
        fields.Done();
        return act;
    }
}
