using System.Diagnostics;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Checks;
using Haechi.Rules.Columns;

namespace Haechi.Bench.Rules;

/// <summary>From the changed text of a rule to who would move from one class to another.</summary>
internal sealed class WhatIf(string folder, DateOnly day, FactColumns columns, int runs)
{
    private const string Class = "high-impact";
    private const string Before = "(no_real_control || wide)\"";
    private const string After = "(no_real_control || wide || biometric)\"";

    private readonly List<(string File, string Text)> _texts = [.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(f => (f, File.ReadAllText(f)))];

    /// <summary>The steps by name with their times, the whole first, and what moved.</summary>
    public (IReadOnlyList<Timing> Steps, TransitionTable Moved, double FirstMilliseconds) Measure(BookSet old)
    {
        var dated = old.On(day);
        var rule = dated.Rules.Single(r => r.Rule.Class == Class).Index;
        var before = ColumnRun.Evaluate(ColumnProgram.Compile(dated), columns)[rule];
        var changed = _texts.ConvertAll(t => (t.File, t.Text.Replace(Before, After, StringComparison.Ordinal)));
        if (changed.SequenceEqual(_texts))
        {
            throw new InvalidOperationException($"{folder}: no rule reads {Before}");
        }
        var steps = new Dictionary<string, List<double>>();
        var first = 0d;
        var moved = TransitionTable.Of(before, before);
        for (var run = -3; run < runs; run++)
        {
            GC.Collect();
            var clock = new Steps();
            moved = Once(changed, rule, before, clock);
            first = run == -3 ? clock.Times[0].Milliseconds : first;
            foreach (var (name, milliseconds) in run >= 0 ? clock.Times : [])
            {
                steps.TryAdd(name, []);
                steps[name].Add(milliseconds);
            }
        }
        return ([.. steps.Select(s => new Timing(s.Key, s.Value))], moved, first);
    }

    private TransitionTable Once(List<(string File, string Text)> texts, int rule, OutcomeColumn before, Steps clock)
    {
        var findings = new Findings();
        var book = RulebookReader.Read(folder, texts, findings);
        clock.Done("parse");
        var set = book is null ? null : BookSet.Of([book], findings);
        clock.Done("check");
        if (set is null)
        {
            throw new RefusedException(findings.All);
        }
        var dated = set.On(day);
        var program = ColumnProgram.Compile(dated);
        clock.Done("bind and compile");
        var after = ColumnRun.Evaluate(program, columns);
        clock.Done("run all rules");
        var moved = TransitionTable.Of(before, after[rule]);
        clock.Done("transition table");
        clock.Total();
        BookTests.Run(set);
        clock.Done("(besides: the book's own tests)");
        return moved;
    }

    /// <summary>Times of one pass, the total first.</summary>
    private sealed class Steps
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private long _last = Stopwatch.GetTimestamp();

        public List<(string Name, double Milliseconds)> Times { get; } = [];

        public void Done(string name)
        {
            Times.Add((name, Stopwatch.GetElapsedTime(_last).TotalMilliseconds));
            _last = Stopwatch.GetTimestamp();
        }

        public void Total() => Times.Insert(0, ("the whole", Stopwatch.GetElapsedTime(_start).TotalMilliseconds));
    }
}
