using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Explaining;

/// <summary>One fact that would be different.</summary>
/// <param name="Question">The question.</param>
/// <param name="Now">Its value now, or null when it is unknown.</param>
/// <param name="Then">The value that it would have.</param>
public sealed record Change(string Question, FactValue? Now, FactValue Then);

/// <summary>Facts that together change an outcome, none of them to spare.</summary>
public sealed record Flip(IReadOnlyList<Change> Changes, Outcome Outcome);

/// <summary>
/// Finds the smallest sets of facts that change the outcome of a rule: of known facts when it is decided, of missing ones when it is not.
/// Tries one change, then two, then three, and stops at the first size that has any, or after <see cref="MostTrials"/> trials.
/// </summary>
internal static class Flips
{
    private const int MostTrials = 2_000;
    private const int MostShown = 12;

    public static (IReadOnlyList<Flip> Flips, bool Complete) Of(Determination determination, int rule, Reason reason)
    {
        var search = new Search(determination, rule);
        var unknown = determination.OutcomeOf(rule) == Outcome.Unknown;
        // Whatever changes a decided outcome changes at least one fact of its reason; the others may be any known fact.
        var proof = reason.AllFacts().Select(f => determination.Rules.Set.IndexOfQuestion(f.Question)).ToHashSet();
        var candidates = search.Candidates(unknown);
        var found = new List<Flip>();
        for (var size = 1; size <= 3 && found.Count == 0 && !search.IsSpent; size++)
        {
            search.Try(candidates, size, proof, found);
        }
        return ([.. found.Take(MostShown)], !search.IsSpent && found.Count <= MostShown);
    }

    private sealed class Search(Determination determination, int rule)
    {
        private readonly Cone _cone = determination.Rules.ConeOf(rule);
        private readonly Cell[] _row = [.. determination.Row];
        private readonly Outcome _now = determination.OutcomeOf(rule);
        private int _trials;

        public bool IsSpent => _trials >= MostTrials;

        public List<(int Question, Cell Cell)> Candidates(bool unknown) =>
            [.. _cone.Values.Keys.Where(q => determination.Row[q].Known != unknown).SelectMany(q => Others(q).Select(c => (q, c)))];

        private IEnumerable<Cell> Others(int question)
        {
            var now = determination.Row[question];
            if (now.Known && determination.Rules.Set.Questions[question].Type == QuestionType.Set)
            {
                // One member more or one less: the nearest sets.
                var members = now.Members!;
                return members.Select(m => new Cell(true, 0, [.. members.Where(x => x != m)], null))
                    .Concat(_cone.Values[question].Select(v => (int)v).Where(v => !members.Contains(v)).Select(v => new Cell(true, 0, [.. members.Append(v).Order()], null)));
            }
            return _cone.SimpleCells(question).Where(c => !IsUndeclared(question, c) && (!now.Known || c.Number != now.Number || c.Members is not null));
        }

        /// <summary>"Something else" is no value that a person could be told to answer.</summary>
        private bool IsUndeclared(int question, Cell cell) => determination.Rules.Set.Questions[question].Type == QuestionType.Enum && cell.Number == Cell.Undeclared;

        public void Try(List<(int Question, Cell Cell)> candidates, int size, HashSet<int> proof, List<Flip> found)
        {
            var chosen = new List<int>();
            void Next(int from)
            {
                if (chosen.Count == size)
                {
                    if (chosen.Exists(c => proof.Contains(candidates[c].Question)))
                    {
                        Test([.. chosen.Select(c => candidates[c])], found);
                    }
                    return;
                }
                for (var i = from; i < candidates.Count && !IsSpent; i++)
                {
                    if (chosen.TrueForAll(c => candidates[c].Question != candidates[i].Question))
                    {
                        chosen.Add(i);
                        Next(i + 1);
                        chosen.RemoveAt(chosen.Count - 1);
                    }
                }
            }
            Next(0);
        }

        private void Test((int Question, Cell Cell)[] changes, List<Flip> found)
        {
            _trials++;
            foreach (var (question, cell) in changes)
            {
                _row[question] = cell;
            }
            var outcome = TreeWalk.Run(determination.Rules, _row, _cone.Order).Outcomes[rule];
            foreach (var (question, _) in changes)
            {
                _row[question] = determination.Row[question];
            }
            if (outcome != _now && outcome != Outcome.Unknown)
            {
                found.Add(new Flip([.. changes.Select(ToChange)], outcome));
            }
        }

        private Change ToChange((int Question, Cell Cell) change)
        {
            var question = determination.Rules.Set.Questions[change.Question];
            return new Change(question.Id, determination.Record[question.Id], Value(question, change.Cell));
        }

        private static FactValue Value(Question question, Cell cell) => question.Type switch
        {
            QuestionType.Bool => new BoolFact(cell.Number != 0),
            QuestionType.Enum => new TextFact(question.Values[(int)cell.Number].Id),
            QuestionType.Set => new SetFact([.. cell.Members!.Select(m => question.Values[m].Id)]),
            QuestionType.Date => new DateFact(DateOnly.FromDayNumber((int)cell.Number)),
            _ => new NumberFact(cell.Number),
        };
    }
}
