using Haechi.Tower.Common;
using Haechi.Tower.Journal;

namespace Haechi.Tower.Storage;

/// <summary>One transaction of one act. What it changes and its journal entry are kept together or not at all.</summary>
public sealed class WriteScope
{
    private readonly List<Action> _afterCommit = [];

    internal WriteScope(TowerContext context, Actor actor, TowerClock clock)
    {
        (Context, Actor) = (context, actor);
        (Now, Today) = (clock.Micros, clock.Today);
    }

    /// <summary>The tables.</summary>
    public TowerContext Context { get; }

    /// <summary>Who acts.</summary>
    public Actor Actor { get; }

    /// <summary>The instant of the whole act, in UTC microseconds.</summary>
    public long Now { get; }

    /// <summary>The legal day of the act.</summary>
    public DateOnly Today { get; }

    internal bool Recorded { get; private set; }

    internal IEnumerable<Action> AfterCommitActions => _afterCommit;

    /// <summary>
    /// Writes the journal entry. Every act has at least one; a bulk act has one with counts. <paramref name="detail"/> holds names, counts and hashes, whole numbers only, never personal data.
    /// </summary>
    /// <param name="act">What was done, as <c>module.act</c>.</param>
    /// <param name="subject">The thing, as <c>kind:id</c>; ids of accounts stay out of the ledger, all others are seen there.</param>
    /// <param name="detail">What changed.</param>
    /// <param name="outcome">A word for how it ended.</param>
    /// <param name="books">The books by which it was done, with their versions; seen in the ledger.</param>
    public JournalEntry Record(string act, string subject, object detail, string outcome = JournalLeaf.Well, IEnumerable<string>? books = null)
    {
        var entry = JournalLeaf.Entry(Actor, Now, act, subject, detail, outcome, books);
        Context.Add(entry);
        Recorded = true;
        return entry;
    }

    /// <summary>Says that this transaction is no act of anybody, such as a claim or an index of the ledger, so it needs no entry.</summary>
    internal void NoAct() => Recorded = true;

    /// <summary>Runs when the transaction is durable, such as waking a worker.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);
}
