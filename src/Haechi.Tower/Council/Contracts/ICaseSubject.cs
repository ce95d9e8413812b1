using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Council.Contracts;

/// <summary>A thing at exactly one version.</summary>
/// <param name="Kind">Its kind; the one who reads it again is found by it.</param>
/// <param name="Thing">Which one.</param>
/// <param name="Version">Which version, in the words of its module.</param>
/// <param name="Hash">SHA-256 of that version's content.</param>
/// <param name="Content">The content where its module keeps no versions; else null.</param>
public sealed record SubjectPin(string Kind, string Thing, string Version, string Hash, string? Content = null);

/// <summary>What a subject comes to when it is put on an agenda.</summary>
/// <param name="Pins">The subject itself first, and what else the members should see of it.</param>
/// <param name="System">The system that it is about, or null.</param>
/// <param name="Parties">Who has something to gain or lose by it: suppliers, organisations, the thing's own name. Members who declared to have to do with one of them step aside.</param>
/// <param name="Authors">Accounts that wrote what is decided on. As members they step aside too.</param>
public sealed record PinnedSubject(IReadOnlyList<SubjectPin> Pins, string? System, IReadOnlyCollection<string> Parties, IReadOnlyCollection<string> Authors);

/// <summary>A line of a decision card.</summary>
/// <param name="Section"><c>what</c>, <c>affected</c>, <c>evidence</c>, <c>gaps</c> or <c>precedents</c>.</param>
/// <param name="Key">A stable word for it: a fact's id, <c>class.ID</c>, or a word of its module. Pages may look up better words by it; the card itself rests on nothing that a later book could word anew.</param>
/// <param name="Label">What the line tells, in words that the module itself holds.</param>
/// <param name="Value">What it says.</param>
public sealed record CardLine(string Section, string Key, LocalText Label, LocalText Value);

/// <summary>
/// A kind of thing on which a body can decide, such as a system. A module above the council brings its own (a trial, a draft rule) by registering this; the council knows none of them.
/// The same pin must always come to the same lines: a card that is made again from its pins has the same bytes.
/// </summary>
public interface ICaseSubject
{
    /// <summary>The kind, in lower-case letters.</summary>
    public string Kind { get; }

    /// <summary>What people call it.</summary>
    public LocalText Title { get; }

    /// <summary>True when a case may be brought on it; false when it is only pinned along with another subject.</summary>
    public bool CanBeBrought => true;

    /// <summary>The subject as it is now, at its exact version.</summary>
    /// <param name="context">The tables.</param>
    /// <param name="thing">Which one, as a person names it.</param>
    /// <param name="at">The day, and the instant until which things were recorded.</param>
    /// <param name="stop">Stops it.</param>
    public Task<Result<PinnedSubject>> Pin(TowerContext context, string thing, Moment at, CancellationToken stop);

    /// <summary>What exactly that version says. Refuses when it is gone, or is no longer what its hash says.</summary>
    public Task<Result<IReadOnlyList<CardLine>>> Read(TowerContext context, SubjectPin pin, CancellationToken stop);

    /// <summary>What is materially different now, or null when nothing is.</summary>
    public Task<LocalText?> Changed(TowerContext context, SubjectPin pin, CancellationToken stop);
}
