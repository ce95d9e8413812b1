using Haechi.Rules;
using Haechi.Rules.Books;

namespace Haechi.Tower.Demo;

/// <summary>A member of a body.</summary>
internal sealed record SeatSpec(string Body, string Person, string Kind, string Role, string? Gender, string? Organisation);

/// <summary>A declared interest.</summary>
internal sealed record InterestSpec(string Person, string Party, string Kind, string? Note);

/// <summary>A case as it was brought.</summary>
internal sealed record CaseSpec(string? System, string? Use, LocalText Title, string Ask, string Affected, string Options);

/// <summary>A condition of a motion.</summary>
internal sealed record ConditionSpec(string Purpose, string Measure, string Owner, RelativeDay Due, bool BeforeUse);

/// <summary>An order of a motion.</summary>
internal sealed record OrderSpec(string Kind, string? Use, string? Title, IReadOnlyList<string> Open, string Provision, string Reason, string Remedy);

/// <summary>A motion with how people voted: the choice, and after a colon the reason.</summary>
internal sealed record MotionSpec(string Outcome, string Text, IReadOnlyList<ConditionSpec> Conditions, (string Department, string Text)? Recommend, OrderSpec? Order);

/// <summary>A department's answer to a recommendation.</summary>
internal sealed record AnswerSpec(RelativeDay At, bool Followed, string Text);

/// <summary>An item of a meeting: a new case, or <paramref name="Again"/> the one on a system that comes back.</summary>
internal sealed record ItemSpec(CaseSpec? Case, string? Again, IReadOnlyList<(string Text, string? Withheld)> Notes, MotionSpec Motion, IReadOnlyList<(string Person, string Vote)> Votes, AnswerSpec? Answer);

/// <summary>A meeting.</summary>
internal sealed record MeetingSpec(RelativeDay At, string Body, IReadOnlyList<string> Present, IReadOnlyList<ItemSpec> Items, string? Publish);

/// <summary>A case that waits.</summary>
internal sealed record WaitingSpec(RelativeDay At, string By, string Body, CaseSpec Case);

/// <summary>The file <c>story-council.yaml</c>.</summary>
internal sealed record CouncilStoryFile(IReadOnlyList<string> Bodies, IReadOnlyList<SeatSpec> Seats, IReadOnlyList<InterestSpec> Interests, IReadOnlyList<MeetingSpec> Meetings, IReadOnlyList<WaitingSpec> Waiting, string Folder)
{
    /// <summary>Reads it; what is wrong is in <paramref name="findings"/>.</summary>
    public static CouncilStoryFile Read(string folder, Findings findings)
    {
        var context = new ReadContext(findings);
        var file = Path.Combine(folder, "story-council.yaml");
        if (YamlFile.Read(file, File.ReadAllText(file), findings) is not YamlMap map)
        {
            return new CouncilStoryFile([], [], [], [], [], folder);
        }
        var fields = new Fields(map, context);
        var story = new CouncilStoryFile(fields.Texts("bodies"), [.. (fields.Map("seats")?.Entries ?? []).SelectMany(e => ((e.Value as YamlList)?.Items ?? []).OfType<YamlMap>().Select(m => Seat(e.Key.Value, m, context)))],
            [.. fields.Maps("interests").Select(m => Interest(m, context))], [.. fields.Maps("meetings").Select(m => Meeting(m, context))], [.. fields.Maps("waiting").Select(m => Wait(m, context))], Path.Combine(folder, "..", "councils"));
        fields.Done();
        return story;
    }

    private static SeatSpec Seat(string body, YamlMap map, ReadContext context) => With(map, context, f => new SeatSpec(body, f.RequiredText("person"), f.RequiredText("kind"), f.Text("role") ?? "member", f.Text("gender"), f.Text("organisation")));

    private static InterestSpec Interest(YamlMap map, ReadContext context) => With(map, context, f => new InterestSpec(f.RequiredText("person"), f.RequiredText("party"), f.RequiredText("kind"), f.Text("note")));

    private static MeetingSpec Meeting(YamlMap map, ReadContext context) =>
        With(map, context, f => new MeetingSpec(SystemSpecReader.Day(f, "at", context) ?? default, f.RequiredText("body"), f.Texts("present"), [.. f.Maps("items").Select(m => Item(m, context))], f.Text("publish")));

    private static WaitingSpec Wait(YamlMap map, ReadContext context) => With(map, context, f => new WaitingSpec(SystemSpecReader.Day(f, "at", context) ?? default, f.RequiredText("by"), f.RequiredText("body"), Case(f.Map("case")!, context)));

    private static CaseSpec Case(YamlMap map, ReadContext context) => With(map, context, f => new CaseSpec(f.Text("system"), f.Text("use"), f.LocalText("title"), f.RequiredText("ask"), f.RequiredText("affected"), f.RequiredText("options")));

    private static ItemSpec Item(YamlMap map, ReadContext context) => With(map, context, f => new ItemSpec(
        f.Map("case") is { } c ? Case(c, context) : null, f.Text("again"), [.. f.Maps("notes").Select(m => With(m, context, n => (n.RequiredText("text"), n.Text("withheld"))))], Motion(f.Map("motion")!, context),
        [.. (f.Map("votes")?.Entries ?? []).Select(e => (e.Key.Value, ((YamlScalar)e.Value).Value))],
        f.Map("answer") is { } a ? With(a, context, n => new AnswerSpec(SystemSpecReader.Day(n, "at", context) ?? default, n.Text("followed") == "true", n.RequiredText("text"))) : null));

    private static MotionSpec Motion(YamlMap map, ReadContext context) => With(map, context, f => new MotionSpec(
        f.RequiredText("outcome"), f.RequiredText("text"),
        [.. f.Maps("conditions").Select(m => With(m, context, c => new ConditionSpec(c.RequiredText("purpose"), c.RequiredText("measure"), c.RequiredText("owner"), SystemSpecReader.Day(c, "due", context) ?? default, c.Text("before_use") == "true")))],
        f.Map("recommend") is { } r ? With(r, context, n => ((string, string)?)(n.RequiredText("department"), n.RequiredText("text"))) : null,
        f.Map("order") is { } o ? With(o, context, n => new OrderSpec(n.RequiredText("kind"), n.Text("use"), n.Text("title"), n.Texts("open"), n.RequiredText("provision"), n.RequiredText("reason"), n.RequiredText("remedy"))) : null));

    private static T With<T>(YamlMap map, ReadContext context, Func<Fields, T> read)
    {
        var fields = new Fields(map, context);
        var made = read(fields);
        fields.Done();
        return made;
    }
}
