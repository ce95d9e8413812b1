namespace Haechi.Audit.Explaining.Changing;

/// <summary>
/// Looks for what a person could change for another decision (Wachter, Mittelstadt and Russell 2018; Ustun, Spangher and Liu 2019 on what is actionable).
/// Fewer changes come before smaller ones. All combinations are tried as long as the budget holds; after that only the most promising are carried on, and the result says so.
/// </summary>
public static class Counterfactuals
{
    private const int Batch = 8192;
    private const int Carried = 40;

    /// <param name="model">The model to ask.</param>
    /// <param name="row">The row of the person concerned.</param>
    /// <param name="data">Other rows: the ranges of features, and values that occur.</param>
    /// <param name="actionable">What can be changed.</param>
    /// <param name="wanted">The answer that is wanted.</param>
    /// <param name="mostChanges">How many features may change together.</param>
    /// <param name="budget">How many changed rows the model may be asked for.</param>
    /// <exception cref="ModelUnavailableException">The model did not answer.</exception>
    public static ModelResult<CounterfactualSearch> Find(
        IModel model, ReadOnlySpan<double> row, FeatureMatrix data, IReadOnlyList<Actionable> actionable, WantedAnswer wanted, int mostChanges = 3, long budget = 500_000)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(actionable);
        ArgumentNullException.ThrowIfNull(wanted);
        var own = row.ToArray();
        return ModelResult<CounterfactualSearch>.Of(() => new Search(model, own, data, actionable, wanted, Math.Clamp(mostChanges, 1, actionable.Count), budget).Run());
    }

    private sealed class Search
    {
        private readonly IModel _model;
        private readonly double[] _row;
        private readonly WantedAnswer _wanted;
        private readonly int _most;
        private readonly long _budget;
        private readonly int[] _features;
        private readonly double[][] _values;
        private readonly double[] _range;
        private readonly bool _all;
        private long _tried;

        public Search(IModel model, double[] row, FeatureMatrix data, IReadOnlyList<Actionable> actionable, WantedAnswer wanted, int most, long budget)
        {
            (_model, _row, _wanted, _most, _budget) = (model, row, wanted, most, budget);
            _features = [.. actionable.Select(a => Index(model, a.Feature))];
            var found = actionable.Select((a, i) => Candidates.Of(model, data, _features[i], row[_features[i]], a)).ToList();
            _values = [.. found.Select(f => f.Values)];
            _all = found.All(f => f.All);
            _range = [.. _features.Select(f => Range(data.Column(f)))];
        }

        /// <summary>Some changes so far: which value of which feature, by index; the last feature, so that each set is built once.</summary>
        private sealed record State((int Feature, int Value)[] Changes, double Answer);

        public CounterfactualSearch Run()
        {
            var now = Answers([new State([], 0)])[0].Answer;
            if (_wanted.Met(now))
            {
                return new(now, true, [], true, false, _most, _tried);
            }
            List<State> open = [new State([], now)];
            var complete = true;
            for (var changes = 1; changes <= _most; changes++)
            {
                var next = Grown(open, ref complete);
                var found = Best(next.Where(s => _wanted.Met(s.Answer)));
                if (found.Count > 0)
                {
                    return new(now, false, found, complete, false, changes, _tried);
                }
                open = Promising(next, ref complete, changes);
            }
            return new(now, false, [], complete, complete && _all && _most == _features.Length, _most, _tried);
        }

        private List<State> Grown(List<State> open, ref bool complete)
        {
            var next = new List<State>();
            foreach (var state in open)
            {
                for (var feature = state.Changes.Length == 0 ? 0 : state.Changes[^1].Feature + 1; feature < _features.Length; feature++)
                {
                    for (var value = 0; value < _values[feature].Length; value++)
                    {
                        if (_tried + next.Count >= _budget)
                        {
                            complete = false;
                            return Answers(next);
                        }
                        next.Add(new State([.. state.Changes, (feature, value)], 0));
                    }
                }
            }
            return Answers(next);
        }

        /// <summary>All of them when the next round fits into the budget; else those whose answers are nearest to the wanted one.</summary>
        private List<State> Promising(List<State> states, ref bool complete, int changes)
        {
            if (changes == _most)
            {
                return states;
            }
            var grown = states.Sum(s => (long)_values.Skip(s.Changes[^1].Feature + 1).Sum(v => v.Length));
            if (_tried + grown <= _budget)
            {
                return states;
            }
            complete = false;
            return [.. states.OrderBy(s => Math.Abs(s.Answer - _wanted.Threshold)).Take(Carried)];
        }

        private List<State> Answers(List<State> states)
        {
            var answered = new List<State>(states.Count);
            foreach (var batch in states.Chunk(Batch))
            {
                var rows = new double[batch.Length * _row.Length];
                for (var i = 0; i < batch.Length; i++)
                {
                    _row.CopyTo(rows, i * _row.Length);
                    foreach (var (feature, value) in batch[i].Changes)
                    {
                        rows[(i * _row.Length) + _features[feature]] = _values[feature][value];
                    }
                }
                var answers = _model.Predict(new FeatureMatrix(_model.Features, rows));
                answered.AddRange(batch.Select((s, i) => s with { Answer = answers[(i * _model.Outputs) + _wanted.Output] }));
            }
            _tried += states.Count;
            return answered;
        }

        private List<Counterfactual> Best(IEnumerable<State> states) =>
            [.. states.Select(Made).OrderBy(c => c.Cost).DistinctBy(c => string.Join('\n', c.Changes.Select(x => x.Feature))).Take(3)];

        private Counterfactual Made(State state) => new(
            [.. state.Changes.Select(c => new FeatureChange(_model.Features[_features[c.Feature]], _row[_features[c.Feature]], _values[c.Feature][c.Value]))], state.Answer,
            state.Changes.Sum(c => double.IsNaN(_row[_features[c.Feature]]) ? 1 : Math.Abs(_values[c.Feature][c.Value] - _row[_features[c.Feature]]) / _range[c.Feature]));

        private static double Range(double[] column)
        {
            double[] known = [.. column.Where(v => !double.IsNaN(v))];
            var range = known.Length == 0 ? 0 : known.Max() - known.Min();
            return range > 0 ? range : 1;
        }

        private static int Index(IModel model, string feature) => model.Features.Select((f, i) => (f, i)).Where(x => x.f == feature).Select(x => (int?)x.i).FirstOrDefault()
            ?? throw ModelRefused.Asked($"--actionable {feature}", $"모형에 '{feature}' 특성이 없습니다. 있는 것: {string.Join(", ", model.Features.Take(20))}", $"the model has no feature '{feature}'; it has {string.Join(", ", model.Features.Take(20))}");
    }
}
