using System.Collections.Concurrent;
using Haechi.Rules.Books;
using Haechi.Rules.Checks;
using Haechi.Rules.Evaluation;

namespace Haechi.Rules;

/// <summary>
/// Books that are used together, upper books first, with one space of facts. Questions, rules and scores have an index that is the same on every day.
/// Immutable; safe for use from many threads.
/// </summary>
public sealed class BookSet
{
    private readonly ConcurrentDictionary<DateOnly, DatedRules> _days = new();
    private readonly Dictionary<string, Scope> _scopes;
    private readonly Dictionary<string, int> _questions;

    private BookSet(SetIndex index)
    {
        Books = index.Books;
        Questions = index.Questions;
        Rules = index.Rules;
        Scores = index.Scores;
        Classes = index.Classes;
        _scopes = index.Scopes;
        _questions = Questions.Select((q, i) => (q.Id, i)).ToDictionary(q => q.Id, q => q.i, StringComparer.Ordinal);
        RulesOfClasses = [.. Classes.Select(c => (IReadOnlyList<int>)[.. Enumerable.Range(0, Rules.Count).Where(i => Rules[i].Rule.Class == c.Id)])];
    }

    /// <summary>The books, each after those that it extends.</summary>
    public IReadOnlyList<Rulebook> Books { get; }

    /// <summary>Every question once, in the order of the books.</summary>
    public IReadOnlyList<Question> Questions { get; }

    /// <summary>Every rule with its book, in the order of the books.</summary>
    public IReadOnlyList<(Rulebook Book, Rule Rule)> Rules { get; }

    /// <summary>Every score with its book, in the order of the books.</summary>
    public IReadOnlyList<(Rulebook Book, Score Score)> Scores { get; }

    /// <summary>Every class that some rule gives, in the order of first mention.</summary>
    public IReadOnlyList<ClassWords> Classes { get; }

    /// <summary>
    /// Loads the books in <paramref name="folders"/> and, where one extends a book that is not among them, that book from the same rulebooks root.
    /// </summary>
    /// <exception cref="RefusedException">Something has an error; every finding is in it.</exception>
    public static BookSet Load(params IReadOnlyList<string> folders)
    {
        var findings = new Findings();
        var set = Load(folders, findings);
        return set is not null && !findings.HasErrors ? set : throw new RefusedException([.. findings.All.Where(f => f.Severity == Severity.Error)]);
    }

    /// <summary>Loads books and gives back null when they cannot be used; everything wrong is in <paramref name="findings"/>.</summary>
    public static BookSet? Load(IReadOnlyList<string> folders, Findings findings)
    {
        var books = BookFinder.ReadAll(folders, findings);
        return findings.HasErrors ? null : Of(books, findings);
    }

    /// <summary>Joins books already read, in any order. Returns null when they cannot be used.</summary>
    public static BookSet? Of(IReadOnlyList<Rulebook> books, Findings findings)
    {
        foreach (var twice in books.GroupBy(b => b.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            findings.Error("duplicate", twice.Last().Place, $"책 '{twice.Key}'이(가) 두 번 있습니다.", $"the book '{twice.Key}' is there twice");
        }
        var ordered = BookFinder.Order(books.DistinctBy(b => b.Id, StringComparer.Ordinal).ToDictionary(b => b.Id, StringComparer.Ordinal), findings);
        if (findings.HasErrors || SetIndex.Build(ordered, findings) is not { } index)
        {
            return null;
        }
        var set = new BookSet(index);
        StructureChecks.Run(set, findings);
        var order = Circles.Order(set, findings);
        if (!findings.HasErrors)
        {
            set.SetOrder(order);
            set.BindEveryVersion(findings);
        }
        return findings.HasErrors ? null : set;
    }

    /// <summary>The rules as they stand on a day: versions chosen, parameters put in, stages known. Cached.</summary>
    public DatedRules On(DateOnly day) => _days.GetOrAdd(day, d => DatedRules.Resolve(this, d, new Findings()));

    /// <summary>The index of a question by its id, or -1.</summary>
    public int IndexOfQuestion(string id) => _questions.GetValueOrDefault(id, -1);

    /// <summary>For each of <see cref="Classes"/> the rules that give it, by index.</summary>
    internal IReadOnlyList<IReadOnlyList<int>> RulesOfClasses { get; }

    /// <summary>Rules and scores in an order in which each comes after what it needs, on any day.</summary>
    internal IReadOnlyList<(bool IsScore, int Index)> Order { get; private set; } = [];

    private void SetOrder(IReadOnlyList<string> ids)
    {
        var rules = Rules.Select((r, i) => (r.Rule.Id, i)).ToDictionary(r => r.Id, r => r.i, StringComparer.Ordinal);
        var scores = Scores.Select((s, i) => (s.Score.Id, i)).ToDictionary(s => s.Id, s => s.i, StringComparer.Ordinal);
        Order = [.. ids.Select(id => rules.TryGetValue(id, out var rule) ? (false, rule) : (true, scores[id]))];
    }

    internal Scope ScopeOf(Rulebook book) => _scopes[book.Id];

    /// <summary>The days on which something changes: stages, versions, ends and parameters.</summary>
    public IReadOnlyList<DateOnly> Edges()
    {
        var edges = new SortedSet<DateOnly>();
        foreach (var book in Books)
        {
            edges.UnionWith(book.Stages.Select(s => s.From));
            edges.UnionWith(book.Parameters.SelectMany(p => p.Values).Select(v => v.From));
            var versions = book.Rules.SelectMany(r => r.Versions).ToList();
            edges.UnionWith(versions.Select(v => v.From).OfType<DateOnly>());
            edges.UnionWith(versions.Select(v => v.Until).OfType<DateOnly>().Where(d => d < DateOnly.MaxValue).Select(d => d.AddDays(1)));
        }
        return [.. edges];
    }

    /// <summary>Binds on each edge day, so that every version of every rule has been checked once against names and types.</summary>
    private void BindEveryVersion(Findings findings)
    {
        var seen = new HashSet<(string, Place, string)>();
        foreach (var day in Edges().DefaultIfEmpty(new DateOnly(2026, 1, 1)))
        {
            var ofDay = new Findings();
            DatedRules.Resolve(this, day, ofDay);
            foreach (var finding in ofDay.All.Where(f => seen.Add((f.Code, f.Place, f.Message.In("en")))))
            {
                findings.Error(finding.Code, finding.Place, finding.Message.In("ko"), finding.Message.In("en"));
            }
        }
    }
}
