using Haechi.Rules.Books;
using Haechi.Rules.Columns;
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
/// The facts of the whole register in columns, kept in memory of this node in blocks of systems. Before each use the newest versions are compared with those in the blocks, and only blocks
/// in which something changed are built anew.
/// </summary>
public sealed class RegisterColumns(TowerStore store) : IDisposable
{
    private const int Size = 2048;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly List<(long[] Versions, ColumnBlock Block)> _blocks = [];
    private string _questions = "";

    /// <summary>The blocks, brought up to date, with columns for at least these questions.</summary>
    public async Task<IReadOnlyList<ColumnBlock>> Blocks(IReadOnlyList<Question> questions, CancellationToken stop = default)
    {
        await _one.WaitAsync(stop);
        try
        {
            var shape = string.Join('|', questions.Select(q => $"{q.Id}:{q.Type}:{string.Join(',', q.Values.Select(v => v.Id))}:{string.Join(',', q.Fields.Select(f => f.Id))}"));
            if (shape != _questions)
            {
                _blocks.Clear();
                _questions = shape;
            }
            await Refresh(questions, stop);
            return [.. _blocks.Select(b => b.Block)];
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task Refresh(IReadOnlyList<Question> questions, CancellationToken stop)
    {
        await using var context = store.Open();
        var now = await context.Set<SystemNow>().OrderBy(s => s.Number).Select(s => new { s.System, s.Version, s.Department }).ToListAsync(stop);
        var count = (now.Count + Size - 1) / Size;
        _blocks.RemoveRange(Math.Min(count, _blocks.Count), Math.Max(0, _blocks.Count - count));
        var stale = new List<(int Block, string[] Systems, string?[] Departments, long[] Versions)>();
        for (var b = 0; b < count; b++)
        {
            var part = now.GetRange(b * Size, Math.Min(Size, now.Count - (b * Size)));
            long[] versions = [.. part.Select(s => s.Version)];
            if (b >= _blocks.Count || !_blocks[b].Versions.AsSpan().SequenceEqual(versions))
            {
                stale.Add((b, [.. part.Select(s => s.System)], [.. part.Select(s => s.Department)], versions));
            }
        }
        var made = new (long[], ColumnBlock)[stale.Count];
        await Parallel.ForAsync(0, stale.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop },
            async (i, cancel) => made[i] = (stale[i].Versions, await Build(stale[i].Systems, stale[i].Departments, stale[i].Versions, questions, cancel)));
        for (var i = 0; i < made.Length; i++)
        {
            if (stale[i].Block < _blocks.Count)
            {
                _blocks[stale[i].Block] = made[i];
            }
            else
            {
                _blocks.Add(made[i]);
            }
        }
    }

    private async Task<ColumnBlock> Build(string[] systems, string?[] departments, long[] versions, IReadOnlyList<Question> questions, CancellationToken stop)
    {
        await using var context = store.Open();
        var facts = await context.Set<SystemVersion>().Where(v => versions.Contains(v.Id)).Select(v => new { v.Id, v.Facts }).ToDictionaryAsync(v => v.Id, v => v.Facts, stop);
        return new ColumnBlock(systems, departments, FactColumns.Of([.. systems.Select((s, i) => FactsJson.Read(facts[versions[i]]).ToRecord(s))], questions));
    }
}
