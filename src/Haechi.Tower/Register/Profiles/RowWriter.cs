using Haechi.Rules;
using Haechi.Rules.Facts;

namespace Haechi.Tower.Register.Profiles;

/// <summary>The row of the source that a system came from, as it stood.</summary>
/// <param name="Profile">The profile through which it was read.</param>
/// <param name="Headers">The headers of its file.</param>
/// <param name="Cells">Its cells, unaltered.</param>
/// <param name="Line">The line on which it began.</param>
public sealed record SourceCells(string Profile, IReadOnlyList<string> Headers, IReadOnlyList<string> Cells, int Line = 0);

/// <summary>A system to be written.</summary>
/// <param name="Id">A name for it in losses and missing cells.</param>
/// <param name="Facts">Its facts today.</param>
/// <param name="Source">The row that it came from; null when it came from none, or from another profile that does not matter.</param>
public sealed record SystemToWrite(string Id, IReadOnlyDictionary<string, FactValue> Facts, SourceCells? Source = null)
{
    /// <summary>Its classes as declared, by class; they are told among the losses when the profile is of another regime.</summary>
    public IReadOnlyCollection<string> Declared { get; init; } = [];

    /// <summary>The facts that were changed since the row was read; null: found by reading the row again and comparing.</summary>
    public IReadOnlySet<string>? Edited { get; init; }
}

/// <summary>A table written through a profile.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Table">The table; repeated headers carry <c>#2</c>, which a file writer takes off again.</param>
/// <param name="Losses">What was lost, system by system.</param>
/// <param name="Missing">Required cells that stay blank.</param>
public sealed record WrittenTable(Profile Profile, ProfileTable Table, IReadOnlyList<Loss> Losses, IReadOnlyList<MissingCell> Missing)
{
    /// <summary>The losses put together, the most frequent first.</summary>
    public IReadOnlyList<LossSummary> Summary =>
        [.. Losses.GroupBy(l => (l.Kind, l.What, l.Column)).Select(g => new LossSummary(g.Key.Kind, g.Key.What, g.Key.Column, [.. g.Select(l => l.System).Distinct(StringComparer.Ordinal)]))
            .OrderByDescending(s => s.Systems.Count).ThenBy(s => s.What, StringComparer.Ordinal)];
}

/// <summary>
/// Writes systems in a profile's columns and words. A system that came from the same profile gets its original cells back, except where a fact was edited since: then that
/// cell alone is written anew. A system from elsewhere is written from its facts, and what is lost on the way is declared.
/// </summary>
/// <param name="profiles">Every profile of the installation: they say which facts are a class of some regime, and which columns of a source are no facts.</param>
/// <param name="books">The books in use.</param>
public sealed class RowWriter(ProfileSet profiles, BookSet books)
{
    /// <summary>Columns (by header) whose texts are not cut to their limit, because the receiver takes longer ones.</summary>
    public IReadOnlySet<string> KeepLong { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Writes the systems in their order.</summary>
    public WrittenTable Write(Profile profile, IReadOnlyList<SystemToWrite> systems)
    {
        var originals = Originals.Read(profile, systems, books);
        var headers = HeadersFor(profile, systems);
        var bound = new BoundProfile(profile, headers, books);
        var (rows, losses, missing) = (new List<ProfileRow>(), new List<Loss>(), new List<MissingCell>());
        var output = new RowOutput(bound, profiles, KeepLong);
        for (var i = 0; i < systems.Count; i++)
        {
            rows.Add(originals.Of(i) is { } original ? output.Again(systems[i], original) : output.Anew(systems[i], losses));
        }
        var table = new ProfileTable(profile.Id, headers, rows);
        Compare(profile, systems, table, bound, originals, losses, missing);
        return new WrittenTable(profile, table, losses, missing);
    }

    /// <summary>The headers of the source files in their order, and the profile's own columns that they lack when a system has to be written anew.</summary>
    private static List<string> HeadersFor(Profile profile, IReadOnlyList<SystemToWrite> systems)
    {
        var headers = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyList<string>? last = null;
        foreach (var source in systems.Select(s => s.Source).OfType<SourceCells>().Where(s => s.Profile == profile.Id && !ReferenceEquals(s.Headers, last)))
        {
            last = source.Headers;
            headers.AddRange(source.Headers.Where(seen.Add));
        }
        if (headers.Count == 0 || systems.Any(s => s.Source?.Profile != profile.Id))
        {
            var index = new HeaderIndex(headers);
            headers.AddRange(profile.Columns.Where(c => index.Of(c) < 0 && (!c.Repeats || index.AllOf(c).Count == 0)).Select(c => c.Header).Where(seen.Add));
            headers.AddRange(Repeats(profile, systems).Where(seen.Add));
        }
        return headers;
    }

    /// <summary>Further columns of a repeating kind, as many as the longest list needs.</summary>
    private static IEnumerable<string> Repeats(Profile profile, IReadOnlyList<SystemToWrite> systems)
    {
        foreach (var group in profile.Columns.Where(c => c.Repeats && c.Facts.Count > 0).GroupBy(c => c.Facts[0].Question, StringComparer.Ordinal))
        {
            var most = systems.Select(s => s.Facts.TryGetValue(group.Key, out var v) && v is ListFact list ? list.Records.Count : 0).DefaultIfEmpty(0).Max();
            foreach (var number in Enumerable.Range(2, Math.Max(0, most - 1)))
            {
                foreach (var column in group)
                {
                    yield return FormattableString.Invariant($"{column.Header}#{number}");
                }
            }
        }
    }

    private void Compare(Profile profile, IReadOnlyList<SystemToWrite> systems, ProfileTable table, BoundProfile bound, Originals originals, List<Loss> losses, List<MissingCell> missing)
    {
        var back = RowReader.Read(profile, table, books);
        var finder = new LossFinder(bound, profiles.RegimeFacts);
        var declared = (profile.Map?.Declared ?? []).Select(d => d.Class).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < systems.Count; i++)
        {
            var row = table.Rows[i];
            missing.AddRange(bound.Columns.Where(c => c.Column.Required && string.IsNullOrWhiteSpace(row[c.Index])).Select(c => new MissingCell(systems[i].Id, bound.Headers[c.Index])));
            if (!back.Done)
            {
                continue;
            }
            // A row that came back as it was loses nothing; of an edited one only what was edited can.
            var facts = originals.Of(i) is { } original ? RowOutput.Changed(systems[i], original.Row.Facts) : systems[i].Facts;
            losses.AddRange(finder.Find(systems[i].Id, facts, back.Value.Rows[i].Facts));
            if (originals.Of(i) is null)
            {
                losses.AddRange(systems[i].Declared.Where(d => !declared.Contains(d)).Select(d => new Loss(systems[i].Id, LossKind.Reclassification, d, null)));
            }
        }
    }
}
