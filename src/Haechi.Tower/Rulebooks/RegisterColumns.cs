using System.Runtime.InteropServices;
using System.Text.Json;
using Haechi.Rules.Books;
using Haechi.Rules.Columns;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Rulebooks;

/// <summary>A run of systems with their facts in columns.</summary>
/// <param name="Systems">The systems, in the order of the columns.</param>
/// <param name="Departments">Their departments.</param>
/// <param name="Facts">The columns.</param>
public sealed record ColumnBlock(IReadOnlyList<string> Systems, IReadOnlyList<string?> Departments, FactColumns Facts);

/// <summary>
/// The facts of the whole register that some book asks for, in memory of this node: each answer once, and of each system which answers it gives, some four bytes a fact. Before each use the newest
/// versions are compared, and only systems that changed are read again. The columns of any set of books are made from it in a moment, so that a preview of other books need not read the register.
/// </summary>
public sealed class RegisterColumns(TowerStore store, BookRegistry registry) : IWarm, IDisposable
{
    private const int Size = 8192;
    private const int Few = 500;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly AnswerPool _pool = new();
    private Dictionary<string, (long Version, int[] Answers)> _systems = new(StringComparer.Ordinal);

    /// <summary>The facts as columns for these questions, up to date.</summary>
    public async Task<IReadOnlyList<ColumnBlock>> Blocks(IReadOnlyList<Question> questions, CancellationToken stop = default)
    {
        await _one.WaitAsync(stop);
        try
        {
            var now = await Refresh(questions, stop);
            var cells = _pool.Cells(questions);
            var blocks = new ColumnBlock[(now.Count + Size - 1) / Size];
            Parallel.For(0, blocks.Length, new ParallelOptions { CancellationToken = stop }, b => blocks[b] = Block(now.GetRange(b * Size, Math.Min(Size, now.Count - (b * Size))), questions, cells));
            return blocks;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Reads the facts for which any book that could be installed asks: a question that nobody asked before would make the preview read everything.</summary>
    public async Task Warm(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            await Refresh([.. registry.Available().Select(id => registry.Load([id])).Where(b => b.Done).SelectMany(b => b.Value!.Set.Questions)], stop);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task<List<Placed>> Refresh(IReadOnlyList<Question> questions, CancellationToken stop)
    {
        await using var context = store.Open();
        var asked = _asked.Count;
        // A free text has no column.
        _asked.UnionWith(questions.Where(q => q.Type != QuestionType.Text).Select(q => q.Id));
        if (_asked.Count != asked)
        {
            _systems.Clear();
        }
        var now = await context.Set<SystemNow>().OrderBy(s => s.Number).Select(s => new Placed(s.System, s.Version, s.Department)).ToListAsync(stop);
        long[] stale = [.. now.Where(s => !_systems.TryGetValue(s.System, out var known) || known.Version != s.Version).Select(s => s.Version)];
        if (stale.Length > 0)
        {
            var facts = from n in context.Set<SystemNow>() join v in context.Set<SystemVersion>() on n.Version equals v.Id select new { n.System, n.Version, v.Facts };
            // A few are asked for one by one; where much is new, one pass over all is quicker than a list of them.
            var read = stale.Length > Few ? facts : facts.Where(f => stale.Contains(f.Version));
            foreach (var (system, version, answers) in read.AsEnumerable().AsParallel().WithCancellation(stop).Select(f => (f.System, f.Version, Answers: _pool.Read(f.Facts, _asked))))
            {
                _systems[system] = (version, answers);
            }
        }
        if (_systems.Count > now.Count)
        {
            var left = now.Select(s => s.System).ToHashSet(StringComparer.Ordinal);
            _systems = _systems.Where(s => left.Contains(s.Key)).ToDictionary(StringComparer.Ordinal);
        }
        return now;
    }

    private ColumnBlock Block(List<Placed> systems, IReadOnlyList<Question> questions, IReadOnlyDictionary<int, (int Question, Cell Cell)> cells)
    {
        var rows = new Cell[systems.Count][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new Cell[questions.Count];
            // A system that left between the two questions has no answers.
            foreach (var answer in _systems.GetValueOrDefault(systems[i].System).Answers ?? [])
            {
                if (cells.TryGetValue(answer, out var known))
                {
                    rows[i][known.Question] = known.Cell;
                }
            }
        }
        return new ColumnBlock([.. systems.Select(s => s.System)], [.. systems.Select(s => s.Department)], FactColumns.OfRows(rows, questions));
    }

    private sealed record Placed(string System, long Version, string? Department);
}

/// <summary>The answers that any system gives, each kept once and known by a number.</summary>
internal sealed class AnswerPool
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Question, string Value), int> _numbers = [];
    private readonly List<(string Question, string Value)> _answers = [];

    /// <summary>The numbers of the answers to the questions asked, from facts as text (<see cref="FactsJson"/>).</summary>
    public int[] Read(string facts, HashSet<string> asked)
    {
        using var document = JsonDocument.Parse(facts);
        var found = new List<(string, string)>();
        foreach (var fact in document.RootElement.EnumerateObject())
        {
            if (asked.Contains(fact.Name))
            {
                found.Add((fact.Name, fact.Value.GetProperty("v").GetRawText()));
            }
        }
        lock (_lock)
        {
            return [.. found.Select(Number)];
        }
    }

    /// <summary>What each answer is as a cell of a question; answers that no question takes are left out.</summary>
    public IReadOnlyDictionary<int, (int Question, Cell Cell)> Cells(IReadOnlyList<Question> questions)
    {
        var places = questions.Select((q, i) => (q, i)).ToDictionary(q => q.q.Id, q => q.i, StringComparer.Ordinal);
        var cells = new Dictionary<int, (int, Cell)>();
        for (var i = 0; i < _answers.Count; i++)
        {
            var (question, value) = _answers[i];
            if (places.TryGetValue(question, out var place))
            {
                var record = new FactRecord("", new Dictionary<string, FactValue> { [question] = FactsJson.Value(value) });
                cells[i] = (place, FactRow.Of(record, [questions[place]])[0]);
            }
        }
        return cells;
    }

    private int Number((string, string) answer)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, answer, out var known);
        if (!known)
        {
            number = _answers.Count;
            _answers.Add(answer);
        }
        return number;
    }
}
