using Haechi.Rules.Books;
using Haechi.Rules.Syntax;

namespace Haechi.Rules.Checks;

/// <summary>Orders rules and scores so that each comes after what it needs, over all versions together, and finds those that need themselves.</summary>
internal static class Circles
{
    private const int LongestChain = 400;

    // Conditions inside one another along a chain. Explaining walks them by recursion; twice as many were still fine on a stack of 8 MB.
    private const int DeepestChain = 3_000;

    /// <summary>The ids of all rules and scores, each after what it needs.</summary>
    public static IReadOnlyList<string> Order(BookSet set, Findings findings)
    {
        var graph = new Dictionary<string, (Place Place, List<string> Needs, int Levels)>(StringComparer.Ordinal);
        foreach (var (_, rule) in set.Rules)
        {
            var conditions = rule.Versions.SelectMany(v => new[] { v.Body.Review, v.Body.Yes, v.Body.No }).Append(rule.Scope)
                .Concat(rule.Exceptions.Select(e => e.When)).OfType<Condition>();
            var levels = conditions.Select(c => Names.Depth(c.Root)).DefaultIfEmpty(0).Max();
            List<string> needs = [.. conditions.SelectMany(c => Names.In(c.Root)).Select(n => n.Name)];
            if (rule.Widens is { } widened)
            {
                needs.Add(widened);
            }
            graph[rule.Id] = (rule.Place, needs, levels);
        }
        foreach (var (_, score) in set.Scores)
        {
            graph[score.Id] = (score.Place, [.. Needs(score)], 2);
        }
        var done = new HashSet<string>(StringComparer.Ordinal);
        var order = new List<string>(graph.Count);
        foreach (var start in graph.Keys)
        {
            Walk(start, graph, done, order, findings);
        }
        CheckDepth(graph, order, findings);
        return order;
    }

    /// <summary>Reasons are printed by walking from rule to rule: a limit keeps that within the stack, whatever a file says.</summary>
    private static void CheckDepth(Dictionary<string, (Place Place, List<string> Needs, int Levels)> graph, List<string> order, Findings findings)
    {
        var depth = new Dictionary<string, int>(StringComparer.Ordinal);
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in order)
        {
            depth[name] = 1 + graph[name].Needs.Where(depth.ContainsKey).Select(n => depth[n]).DefaultIfEmpty(0).Max();
            levels[name] = graph[name].Levels + graph[name].Needs.Where(levels.ContainsKey).Select(n => levels[n]).DefaultIfEmpty(0).Max();
            if (levels[name] > DeepestChain && levels[name] - graph[name].Levels <= DeepestChain)
            {
                findings.Error("too-deep", graph[name].Place, $"이어지는 규칙들의 조건이 모두 {DeepestChain}겹을 넘습니다. 규칙을 나누십시오.", $"the conditions along a chain of rules are nested deeper than {DeepestChain} in all; flatten them");
            }
            if (depth[name] == LongestChain)
            {
                findings.Error("too-deep", graph[name].Place, $"규칙이 {LongestChain}단계를 넘게 이어집니다.", $"a chain of more than {LongestChain} rules, each leaning on the next");
            }
        }
    }

    private static IEnumerable<string> Needs(Score score) => score switch
    {
        SumScore sum => sum.Items.Where(i => i.When is not null).SelectMany(i => Names.In(i.When!.Root)).Select(n => n.Name),
        ReducedScore reduced => Names.In(reduced.When.Root).Select(n => n.Name).Append(reduced.Of),
        SteppedScore stepped => [stepped.Of],
        _ => [],
    };

    /// <summary>Depth first without recursion: converted books have chains of hundreds of rules.</summary>
    private static void Walk(string start, Dictionary<string, (Place Place, List<string> Needs, int Levels)> graph, HashSet<string> done, List<string> order, Findings findings)
    {
        var path = new List<(string Name, int Next)>();
        var onPath = new HashSet<string>(StringComparer.Ordinal);
        void Enter(string name)
        {
            if (graph.ContainsKey(name) && !done.Contains(name))
            {
                path.Add((name, 0));
                onPath.Add(name);
            }
        }
        Enter(start);
        while (path.Count > 0)
        {
            var (name, next) = path[^1];
            var needs = graph[name].Needs;
            if (next == needs.Count)
            {
                path.RemoveAt(path.Count - 1);
                onPath.Remove(name);
                if (done.Add(name))
                {
                    order.Add(name);
                }
                continue;
            }
            path[^1] = (name, next + 1);
            if (!onPath.Contains(needs[next]))
            {
                Enter(needs[next]);
                continue;
            }
            var circle = string.Join(" → ", path.SkipWhile(p => p.Name != needs[next]).Select(p => p.Name).Append(needs[next]));
            findings.Error("circle", graph[name].Place, $"규칙이 돌고 돕니다: {circle}.", $"rules depend on each other in a circle: {circle}");
        }
    }
}
