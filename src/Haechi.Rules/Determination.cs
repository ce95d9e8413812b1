using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Explaining;
using Haechi.Rules.Facts;

namespace Haechi.Rules;

/// <summary>What the rules of one day say of one record: classes, rules, scores, duties, and what to ask next.</summary>
public sealed class Determination
{
    private IReadOnlyList<string>? _ask;

    private Determination(DatedRules rules, FactRecord record, Cell[] row, TreeWalk walk)
    {
        (Rules, Record, Row, Walk) = (rules, record, row, walk);
        Classes = [.. rules.Set.Classes.Zip(rules.Set.RulesOfClasses, (c, givenBy) => (c, AnyOf(givenBy)))];
    }

    /// <summary>The rules that were applied.</summary>
    public DatedRules Rules { get; }

    /// <summary>The facts that they were applied to.</summary>
    public FactRecord Record { get; }

    /// <summary>Each class with its outcome.</summary>
    public IReadOnlyList<(ClassWords Words, Outcome Outcome)> Classes { get; }

    /// <summary>The duties that follow, strongest and earliest first.</summary>
    public IReadOnlyList<OwedDuty> Duties { get; private init; } = [];

    /// <summary>Duties of books in the stage framework: shown, not owed.</summary>
    public IReadOnlyList<OwedDuty> Announced { get; private init; } = [];

    /// <summary>Duties whose rule is unknown or in review.</summary>
    public IReadOnlyList<OpenDuty> Open { get; private init; } = [];

    /// <summary>Missing facts, the most useful first (see <see cref="NextQuestion"/>).</summary>
    /// <remarks>Worked out when first asked for: over a whole register it would cost more than the determination itself, and few are read.</remarks>
    public IReadOnlyList<string> Ask => _ask ??= NextQuestion.For(this);

    internal Cell[] Row { get; }

    internal TreeWalk Walk { get; }

    /// <summary>The outcome of a rule by its index.</summary>
    public Outcome OutcomeOf(int rule) => Walk.Outcomes[rule];

    /// <summary>Applies rules to a record.</summary>
    /// <param name="rules">The rules on the day.</param>
    /// <param name="record">The known facts.</param>
    /// <param name="waivers">Waivers in force, or null.</param>
    /// <param name="installation">What the installation decides; null for <see cref="Installation.Default"/>.</param>
    public static Determination Of(DatedRules rules, FactRecord record, IReadOnlyList<Waiver>? waivers = null, Installation? installation = null)
    {
        var row = FactRow.Of(record, rules.Set.Questions);
        var walk = TreeWalk.Run(rules, row);
        var resolver = new DutyResolver(rules, record, walk, waivers ?? [], installation ?? Installation.Default);
        var (owed, announced, open) = resolver.Resolve();
        return new Determination(rules, record, row, walk) { Duties = owed, Announced = announced, Open = open };
    }

    private Outcome AnyOf(IReadOnlyList<int> rules) => rules.Aggregate(Outcome.No, (o, r) => Logic.Or(o, Walk.Outcomes[r]));
}
