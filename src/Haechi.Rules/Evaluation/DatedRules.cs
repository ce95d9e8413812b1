using Haechi.Rules.Books;

namespace Haechi.Rules.Evaluation;

/// <summary>A rule on one day.</summary>
/// <param name="Index">Its index in the set.</param>
/// <param name="Book">Its book.</param>
/// <param name="Rule">The rule as written.</param>
/// <param name="Version">The version in force, or null.</param>
/// <param name="Stage">What the book is worth on the day.</param>
/// <param name="Value">Its bound condition; constant no when it is not in force.</param>
/// <param name="Exceptions">The bound conditions of its exceptions, in order.</param>
public sealed record DatedRule(
    int Index, Rulebook Book, Rule Rule, RuleVersion? Version, BookStage Stage, Node Value, IReadOnlyList<(ExceptionClause Clause, Node When)> Exceptions)
{
    /// <summary>The citation in force: the version's own, else the rule's.</summary>
    public string Cite => Version?.Cite ?? Rule.Cite;

    /// <summary>True when something follows from the rule: a class or a duty.</summary>
    public bool HasConsequence => Rule.Class is not null || Rule.Duty is not null;
}

/// <summary>All rules of a set as they stand on one day. This is what evaluators work on; they know no dates.</summary>
public sealed class DatedRules
{
    private readonly Dictionary<string, DatedRule> _byId;
    private readonly Cone?[] _cones;

    private DatedRules(BookSet set, DateOnly day, IReadOnlyList<DatedRule> rules, IReadOnlyList<BoundScore> scores)
    {
        (Set, Day, Rules, Scores) = (set, day, rules, scores);
        _byId = rules.ToDictionary(r => r.Rule.Id, StringComparer.Ordinal);
        _cones = new Cone?[rules.Count];
    }

    /// <summary>The set that the rules belong to.</summary>
    public BookSet Set { get; }

    /// <summary>The day.</summary>
    public DateOnly Day { get; }

    /// <summary>The rules, by index.</summary>
    public IReadOnlyList<DatedRule> Rules { get; }

    /// <summary>The scores, by index.</summary>
    public IReadOnlyList<BoundScore> Scores { get; }

    /// <summary>The rule with an id, or null.</summary>
    public DatedRule? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>What one rule leans on. Kept: two threads may both work it out, with the same result.</summary>
    internal Cone ConeOf(int rule) => _cones[rule] ??= Cone.Of(this, rule);

    internal static DatedRules Resolve(BookSet set, DateOnly day, Findings findings)
    {
        var rules = set.Rules.Select((r, i) => Resolve(set, i, r.Book, r.Rule, day, findings)).ToList();
        var scores = set.Scores.Select(s => Resolve(set, s.Book, s.Score, day, findings)).ToList();
        return new DatedRules(set, day, rules, scores);
    }

    private static DatedRule Resolve(BookSet set, int index, Rulebook book, Rule rule, DateOnly day, Findings findings)
    {
        var stage = book.StageOn(day);
        var version = rule.On(day);
        if (stage == BookStage.NotBegun || version is null)
        {
            return new DatedRule(index, book, rule, null, stage, ConstNode.No, [.. rule.Exceptions.Select(e => (e, (Node)ConstNode.No))]);
        }
        var scope = set.ScopeOf(book);
        Node Bind(Condition? condition, Node otherwise) => condition is null ? otherwise : Binder.Bind(scope, condition, day, findings) ?? new ConstNode(Outcome.Unknown);

        var body = version.Body;
        var value = body.No is null ? Bind(body.Yes, ConstNode.No) : new DecideNode(Bind(body.Review, ConstNode.No), Bind(body.Yes, ConstNode.No), Bind(body.No, ConstNode.No));
        if (rule.Scope is not null)
        {
            value = new AndNode([Bind(rule.Scope, ConstNode.Yes), value]);
        }
        if (rule.Widens is { } upper && scope.Rules.TryGetValue(upper, out var widened))
        {
            value = new OrNode([new RuleNode(widened, upper), value]);
        }
        return new DatedRule(index, book, rule, version, stage, value, [.. rule.Exceptions.Select(e => (e, Bind(e.When, ConstNode.No)))]);
    }

    private static BoundScore Resolve(BookSet set, Rulebook book, Score score, DateOnly day, Findings findings)
    {
        var scope = set.ScopeOf(book);
        Node Bind(Condition condition) => Binder.Bind(scope, condition, day, findings) ?? new ConstNode(Outcome.Unknown);
        return score switch
        {
            SumScore sum => new BoundSum(sum.Id, [.. sum.Items.Select(i => i.When is { } when ? new BoundItem(Bind(when), i.Points, null, -1, []) : BindPoints(i, scope, findings))], sum.Cap, sum.BlankIsZero),
            ReducedScore reduced => new BoundReduction(reduced.Id, ScoreIndex(reduced.Of, reduced, scope, findings), reduced.By, Bind(reduced.When)),
            SteppedScore stepped => new BoundSteps(stepped.Id, ScoreIndex(stepped.Of, stepped, scope, findings), stepped.Steps),
            _ => throw new InvalidOperationException(score.GetType().Name),
        };
    }

    private static BoundItem BindPoints(ScoreItem item, Scope scope, Findings findings)
    {
        if (!scope.Questions.TryGetValue(item.Question!, out var found) || found.Question.Type is not (QuestionType.Enum or QuestionType.Set))
        {
            var (ko, en) = Nearest.Hint(item.Question!, scope.Questions.Keys);
            findings.Error("unknown-name", item.Place, $"'{item.Question}'은(는) enum이나 set 질문이 아닙니다.{ko}", $"'{item.Question}' is not an enum or set question.{en}");
            return new BoundItem(ConstNode.No, 0, null, -1, []);
        }
        if (found.Question.Values.Count == 0)
        {
            findings.Error("wrong-type", item.Place, $"'{item.Question}'에는 선언된 값이 없어 점수를 매길 수 없습니다.", $"'{item.Question}' declares no values that could have points");
            return new BoundItem(ConstNode.No, 0, null, -1, []);
        }
        var points = new double[found.Question.Values.Count];
        foreach (var (value, p) in item.ValuePoints)
        {
            if (found.Question.IndexOf(value) is var i and >= 0)
            {
                points[i] = p;
                continue;
            }
            var (ko, en) = Nearest.Hint(value, found.Question.Values.Select(v => v.Id));
            findings.Error("unknown-value", item.Place, $"'{value}'은(는) '{item.Question}'의 값이 아닙니다.{ko}", $"'{value}' is not a value of '{item.Question}'.{en}");
        }
        return new BoundItem(null, 0, found.Question, found.Index, points);
    }

    private static int ScoreIndex(string id, Score score, Scope scope, Findings findings)
    {
        if (scope.Scores.TryGetValue(id, out var index))
        {
            return index;
        }
        var (ko, en) = Nearest.Hint(id, scope.Scores.Keys);
        findings.Error("unknown-name", score.Place, $"'{id}'은(는) 점수가 아닙니다.{ko}", $"'{id}' is not a score.{en}");
        return 0;
    }
}
