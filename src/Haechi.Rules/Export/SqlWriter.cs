using System.Globalization;
using System.Text;
using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Facts;
using Haechi.Rules.Syntax;

namespace Haechi.Rules.Export;

/// <summary>
/// Writes the rules of one day as one SQL statement, for any database with SQL's three-valued logic and <c>AS MATERIALIZED</c> (tested on DuckDB and SQLite;
/// PostgreSQL has it from 12): without that word SQLite puts the text of each rule in the place of its name, which doubles and doubles along a chain of rules.
/// Unknown is NULL. The statement reads the table <c>facts</c> (see <see cref="Table(IReadOnlyList{Question})"/>) and gives for each record <c>rule/ID</c>
/// (TRUE, FALSE, NULL), <c>review/ID</c> where a rule can ask for review, and <c>score/ID/min</c>, <c>score/ID/max</c>.
/// </summary>
public sealed class SqlWriter
{
    private readonly DatedRules _rules;
    private readonly bool[] _review;
    private readonly IReadOnlyList<(bool IsScore, int Index)> _order;
    private readonly Dictionary<QuantifierNode, int> _quantifiers = [];

    private SqlWriter(DatedRules rules, IReadOnlyCollection<int>? wanted)
    {
        _rules = rules;
        _order = wanted is null ? rules.Set.Order : Cone.Of(rules, wanted).Order;
        _review = new bool[rules.Rules.Count];
        foreach (var (isScore, index) in _order)
        {
            if (!isScore)
            {
                _review[index] = CanReview(rules.Rules[index].Value);
                FindQuantifiers(rules.Rules[index].Value);
            }
            else
            {
                Conditions(rules.Scores[index]).ToList().ForEach(FindQuantifiers);
            }
        }
    }

    /// <summary>The statement for all rules, or for those in <paramref name="wanted"/> (by index) and what they need.</summary>
    public static string Statement(DatedRules rules, IReadOnlyCollection<int>? wanted = null) => new SqlWriter(rules, wanted).Write(wanted);

    /// <summary>True when the statement has a review column for the rule.</summary>
    public static bool HasReview(DatedRules rules, int rule) => new SqlWriter(rules, [rule])._review[rule];

    /// <summary>
    /// CREATE TABLE for the facts: a set question has a column <c>question=value</c> for each value, a day is text as 2026-01-22, a list question has a boolean
    /// column (is it known) and a table of its own, named after it, whose column <c>record</c> says to which record a row belongs.
    /// </summary>
    /// <exception cref="RefusedException">Two names of a table are the same to SQL.</exception>
    public static string Table(IReadOnlyList<Question> questions) =>
        Table("facts", questions) + string.Concat(questions.Where(q => q.Type == QuestionType.List).Select(q => Table(q.Id, q.Fields)));

    /// <summary>The columns of a question in the table of facts, with their SQL types.</summary>
    public static IEnumerable<(string Name, string Type)> ColumnsOf(Question question) => question.Type switch
    {
        QuestionType.Set => question.Values.Select(v => ($"{question.Id}={v.Id}", "BOOLEAN")),
        QuestionType.Bool or QuestionType.List => [(question.Id, "BOOLEAN")],
        QuestionType.Number => [(question.Id, "DOUBLE")],
        _ => [(question.Id, "VARCHAR")],
    };

    private static string Table(string name, IReadOnlyList<Question> questions)
    {
        RefuseClashes(name, questions);
        return $"CREATE TABLE {Name(name)} (\n  \"record\" VARCHAR{string.Concat(questions.SelectMany(ColumnsOf).Select(c => $",\n  {Name(c.Name)} {c.Type}"))}\n);\n";
    }

    /// <summary>SQL does not tell names apart by case, and the two names <c>record</c> and <c>facts</c> are taken.</summary>
    private static void RefuseClashes(string table, IReadOnlyList<Question> questions)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "record" };
        var clash = questions.FirstOrDefault(q => ColumnsOf(q).Any(c => !taken.Add(c.Name)) || (q.Type == QuestionType.List && q.Id.Equals("facts", StringComparison.OrdinalIgnoreCase)));
        if (clash is not null)
        {
            throw RefusedException.Because("duplicate", clash.Place, $"SQL에서 '{clash.Id}'은(는) 표 '{table}'의 다른 이름과 겹칩니다. 질문의 이름을 바꾸십시오.",
                $"in SQL '{clash.Id}' clashes with another name of the table '{table}'; rename the question");
        }
    }

    private string Write(IReadOnlyCollection<int>? wanted)
    {
        var sql = new StringBuilder("WITH \"level/0\" AS (SELECT * FROM facts)");
        var levels = Levels();
        var depth = levels.Values.Append(_quantifiers.Count > 0 ? 1 : 0).Max();
        for (var level = 1; level <= depth; level++)
        {
            var columns = _order.Where(o => levels[o] == level).SelectMany(Columns);
            if (level == 1)
            {
                columns = _quantifiers.Select(q => $"{Quantifier(q.Key)} AS {Name($"list/{q.Value}")}").Concat(columns);
            }
            sql.Append(CultureInfo.InvariantCulture, $",\n\"level/{level}\" AS MATERIALIZED (SELECT *,\n  {string.Join(",\n  ", columns)}\n  FROM \"level/{level - 1}\" AS outer_)");
        }
        var outputs = _order.Where(o => !o.IsScore && (wanted is null || wanted.Contains(o.Index))).OrderBy(o => o.Index).SelectMany(OutputNames)
            .Concat(_order.Where(o => o.IsScore && wanted is null).OrderBy(o => o.Index).SelectMany(OutputNames));
        sql.Append(CultureInfo.InvariantCulture, $"\nSELECT \"record\"{string.Concat(outputs.Select(o => ", " + o))}\nFROM \"level/{depth}\"");
        return sql.ToString();
    }

    /// <summary>How many steps away from the facts each rule and score is: those of one level go into one sub-select.</summary>
    private Dictionary<(bool IsScore, int Index), int> Levels()
    {
        var levels = new Dictionary<(bool IsScore, int Index), int>();
        foreach (var thing in _order)
        {
            var needs = thing.IsScore ? Needs(_rules.Scores[thing.Index]) : Needs(_rules.Rules[thing.Index].Value);
            levels[thing] = 1 + needs.Select(n => levels[n]).DefaultIfEmpty(_quantifiers.Count > 0 ? 1 : 0).Max();
        }
        return levels;
    }

    /// <summary>Numbers the looks into lists. Each is a column of the first level: a database plans a sub-select each time that it is written.</summary>
    private void FindQuantifiers(Node node)
    {
        switch (node)
        {
            case QuantifierNode quantifier:
                _quantifiers.TryAdd(quantifier, _quantifiers.Count);
                break;
            case NotNode not:
                FindQuantifiers(not.Inner);
                break;
            case AndNode and:
                and.Parts.ToList().ForEach(FindQuantifiers);
                break;
            case OrNode or:
                or.Parts.ToList().ForEach(FindQuantifiers);
                break;
            case DecideNode decide:
                new[] { decide.Review, decide.Yes, decide.No }.ToList().ForEach(FindQuantifiers);
                break;
            default:
                break;
        }
    }

    private static IEnumerable<Node> Conditions(BoundScore score) => score switch
    {
        BoundSum sum => sum.Items.Select(i => i.When).OfType<Node>(),
        BoundReduction reduction => [reduction.When],
        _ => [],
    };

    private static IEnumerable<(bool, int)> Needs(Node node) => node switch
    {
        RuleNode rule => [(false, rule.Rule)],
        NotNode not => Needs(not.Inner),
        AndNode and => and.Parts.SelectMany(Needs),
        OrNode or => or.Parts.SelectMany(Needs),
        DecideNode decide => Needs(decide.Review).Concat(Needs(decide.Yes)).Concat(Needs(decide.No)),
        CompareNode compare => new[] { compare.Left, compare.Right }.OfType<ScoreOperand>().Select(s => (true, s.Score)),
        _ => [],
    };

    private static IEnumerable<(bool, int)> Needs(BoundScore score) => score switch
    {
        BoundSum => Conditions(score).SelectMany(Needs),
        BoundReduction reduction => Needs(reduction.When).Append((true, reduction.Of)),
        BoundSteps steps => [(true, steps.Of)],
        _ => [],
    };

    private IEnumerable<string> Columns((bool IsScore, int Index) thing)
    {
        if (thing.IsScore)
        {
            var (min, max) = SqlScores.Range(_rules, thing.Index, Value);
            return [$"{min} AS {SqlScores.Min(_rules.Scores[thing.Index].Id)}", $"{max} AS {SqlScores.Max(_rules.Scores[thing.Index].Id)}"];
        }
        var rule = _rules.Rules[thing.Index];
        var value = $"{Value(rule.Value)} AS {Name("rule/" + rule.Rule.Id)}";
        return _review[thing.Index] ? [value, $"{Review(rule.Value)} AS {Name("review/" + rule.Rule.Id)}"] : [value];
    }

    private IEnumerable<string> OutputNames((bool IsScore, int Index) thing)
    {
        if (thing.IsScore)
        {
            var id = _rules.Scores[thing.Index].Id;
            return [SqlScores.Min(id), SqlScores.Max(id)];
        }
        var rule = _rules.Rules[thing.Index].Rule.Id;
        return _review[thing.Index] ? [Name("rule/" + rule), Name("review/" + rule)] : [Name("rule/" + rule)];
    }

    private bool CanReview(Node node) => node switch
    {
        DecideNode => true,
        ConstNode constant => constant.Value == Outcome.Review,
        RuleNode rule => _review[rule.Rule],
        NotNode not => CanReview(not.Inner),
        AndNode and => and.Parts.Any(CanReview),
        OrNode or => or.Parts.Any(CanReview),
        _ => false,
    };

    /// <summary>TRUE, FALSE or NULL; review is NULL here.</summary>
    private string Value(Node node) => node switch
    {
        ConstNode constant => constant.Value switch { Outcome.Yes => "TRUE", Outcome.No => "FALSE", _ => "CAST(NULL AS BOOLEAN)" },
        BoolNode fact => Name(fact.Question.Id),
        ChoiceNode choice => Choice(choice),
        CompareNode compare => Compare(compare),
        RuleNode rule => Name("rule/" + rule.Id),
        NotNode not => $"(NOT {Value(not.Inner)})",
        AndNode and => $"({string.Join(" AND ", and.Parts.Select(Value))})",
        OrNode or => $"({string.Join(" OR ", or.Parts.Select(Value))})",
        DecideNode decide =>
            $"(CASE WHEN {No(decide.Review)} AND {Yes(decide.Yes)} THEN TRUE WHEN {No(decide.Review)} AND {No(decide.Yes)} AND {Yes(decide.No)} THEN FALSE END)",
        QuantifierNode quantifier => Name($"list/{_quantifiers[quantifier]}"),
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    /// <summary>TRUE or FALSE: does a person have to judge?</summary>
    private string Review(Node node)
    {
        if (!CanReview(node))
        {
            return "FALSE";
        }
        return node switch
        {
            RuleNode rule => Name("review/" + rule.Id),
            NotNode not => Review(not.Inner),
            AndNode and => $"({string.Join(" AND ", and.Parts.Select(p => $"({Yes(p)} OR {Review(p)})"))} AND NOT {Yes(node)})",
            OrNode or => $"({string.Join(" AND ", or.Parts.Select(p => $"({No(p)} OR {Review(p)})"))} AND NOT {No(node)})",
            DecideNode d => $"({Yes(d.Review)} OR {Review(d.Review)} OR ({No(d.Yes)} AND ({No(d.No)} OR {Review(d.No)})) OR ({No(d.Review)} AND {Review(d.Yes)}))",
            _ => "TRUE",
        };
    }

    private string Yes(Node node) => $"COALESCE({Value(node)}, FALSE)";

    private string No(Node node) => $"(NOT COALESCE({Value(node)}, TRUE))";

    private static string Choice(ChoiceNode choice)
    {
        var ids = choice.Wanted.Select(w => choice.Question.Values[w].Id);
        return choice.Question.Type == QuestionType.Set
            ? $"({string.Join(" OR ", ids.Select(id => Name($"{choice.Question.Id}={id}")))})"
            : $"({Name(choice.Question.Id)} IN ({string.Join(", ", ids.Select(Text))}))";
    }

    private static string Compare(CompareNode compare)
    {
        var sign = compare.Op switch { CompareOp.Equal => "=", CompareOp.NotEqual => "<>", _ => compare.Op.Sign() };
        return compare.Left is ScoreOperand || compare.Right is ScoreOperand
            ? SqlScores.Compare(Range(compare.Left), compare.Op, Range(compare.Right))
            : $"({Operand(compare.Left)} {sign} {Operand(compare.Right)})";
    }

    private static (string Min, string Max) Range(Operand operand) =>
        operand is ScoreOperand score ? (SqlScores.Min(score.Id), SqlScores.Max(score.Id)) : (Operand(operand), Operand(operand));

    private static string Operand(Operand operand) => operand switch
    {
        FactOperand fact => Name(fact.Question.Id),
        ConstOperand { IsDate: true, Value: var day } when !double.IsNaN(day) => Text(new DateFact(DateOnly.FromDayNumber((int)day)).Shown),
        ConstOperand constant => Number(constant.Value),
        _ => throw new InvalidOperationException(operand.GetType().Name),
    };

    private string Quantifier(QuantifierNode quantifier)
    {
        var body = Value(quantifier.Body);
        var (fold, empty) = quantifier.All ? ("MIN", "TRUE") : ("MAX", "FALSE");
        // The facts' own column is named by its level's alias: inside the sub-select "record" alone would be the inner table's.
        var folded = $"(SELECT {fold}(CASE WHEN {body} THEN 2 WHEN NOT {body} THEN 0 ELSE 1 END) FROM {Name(quantifier.List.Id)} AS inner_ WHERE inner_.\"record\" = outer_.\"record\")";
        return $"(CASE WHEN outer_.{Name(quantifier.List.Id)} IS NULL THEN NULL ELSE CASE {folded} WHEN 2 THEN TRUE WHEN 1 THEN NULL WHEN 0 THEN FALSE ELSE {empty} END END)";
    }

    internal static string Number(double value) =>
        double.IsNaN(value) ? "NULL" : value.ToString("E16", CultureInfo.InvariantCulture) is var text && double.Parse(text, CultureInfo.InvariantCulture) == value
            ? text : value.ToString("E17", CultureInfo.InvariantCulture);

    internal static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    internal static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
