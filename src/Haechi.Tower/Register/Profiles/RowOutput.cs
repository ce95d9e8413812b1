using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Register.Tables;

namespace Haechi.Tower.Register.Profiles;

/// <summary>The facts that the systems' own source rows gave when they are read again: what was edited since differs from them.</summary>
internal sealed class Originals
{
    private readonly Dictionary<int, (ReadRow Row, IReadOnlyList<string> Headers)> _rows = [];

    /// <summary>The row of a system, or null when it came from another profile or from none.</summary>
    public (ReadRow Row, IReadOnlyList<string> Headers)? Of(int system) => _rows.TryGetValue(system, out var row) ? row : null;

    public static Originals Read(Profile profile, IReadOnlyList<SystemToWrite> systems, BookSet books)
    {
        var originals = new Originals();
        var own = systems.Select((s, i) => (s.Source, Index: i)).Where(s => s.Source?.Profile == profile.Id);
        foreach (var file in own.GroupBy(s => string.Join('\u001F', s.Source!.Headers), StringComparer.Ordinal))
        {
            var members = file.ToList();
            var headers = members[0].Source!.Headers;
            var read = RowReader.Read(profile, new ProfileTable("", headers, [.. members.Select(m => new ProfileRow(m.Source!.Line, m.Source.Cells))]), books);
            for (var i = 0; read.Done && i < members.Count; i++)
            {
                originals._rows[members[i].Index] = (read.Value.Rows[i], headers);
            }
        }
        return originals;
    }
}

/// <summary>Makes one row of an export.</summary>
internal sealed class RowOutput(BoundProfile bound, ProfileSet profiles, IReadOnlySet<string> keepLong)
{
    private readonly CellWriter _writer = new(bound);
    private readonly Dictionary<IReadOnlyList<string>, List<int>> _raw = [];
    private readonly Dictionary<string, int> _index = bound.Headers.Select((h, i) => (h, i)).ToDictionary(h => h.h, h => h.i, StringComparer.Ordinal);

    /// <summary>The original cells, except those whose fact was edited.</summary>
    public ProfileRow Again(SystemToWrite system, (ReadRow Row, IReadOnlyList<string> Headers) original)
    {
        var ragged = original.Row.Cells.Count > original.Headers.Count ? original.Row.Cells.Skip(original.Headers.Count) : [];
        var cells = new List<string>(Enumerable.Repeat("", bound.Headers.Count));
        for (var i = 0; i < Math.Min(original.Headers.Count, original.Row.Cells.Count); i++)
        {
            cells[_index[original.Headers[i]]] = original.Row.Cells[i];
        }
        foreach (var column in bound.Columns)
        {
            if (column.Facts.FirstOrDefault(f => IsEdited(f, system, original.Row.Facts, cells[column.Index])) is { } edited)
            {
                cells[column.Index] = Limited(column, column.Column.Combine is null ? _writer.Write(edited, system.Facts) : _writer.Write(column, system.Facts, out _));
            }
        }
        // A row that was shorter than its headers stays so when nothing was added.
        var length = original.Headers.Count == bound.Headers.Count ? original.Row.Cells.Count : cells.Count;
        var last = cells.FindLastIndex(c => c.Length > 0) + 1;
        cells.RemoveRange(Math.Max(Math.Min(length, cells.Count), last), cells.Count - Math.Max(Math.Min(length, cells.Count), last));
        return new ProfileRow(original.Row.Line, [.. cells, .. ragged]);
    }

    /// <summary>A row from the facts alone.</summary>
    public ProfileRow Anew(SystemToWrite system, List<Loss> losses)
    {
        var cells = new string[bound.Headers.Count];
        Array.Fill(cells, "");
        foreach (var column in bound.Columns)
        {
            cells[column.Index] = Limited(column, _writer.Write(column, system.Facts, out var near));
            if (near is not null)
            {
                losses.Add(new Loss(system.Id, LossKind.Near, near, bound.Headers[column.Index]));
            }
        }
        losses.AddRange(RawOnly(system));
        return new ProfileRow(0, cells);
    }

    /// <summary>The facts that are known and differ from those that the source's row gave.</summary>
    public static Dictionary<string, FactValue> Changed(SystemToWrite system, IReadOnlyDictionary<string, FactValue> before) =>
        system.Facts.Where(f => IsConcerned(system, f.Key) && (!FactForms.Same(f.Value, At(before, f.Key)) || PrecisionChanged(f.Key, before, system.Facts)))
            .ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);

    private bool IsEdited(BoundFact fact, SystemToWrite system, IReadOnlyDictionary<string, FactValue> before, string cell)
    {
        var question = fact.Fact.Question;
        var (was, now) = (At(before, question), At(system.Facts, question));
        if (!IsConcerned(system, question) || (FactForms.Same(was, now) && !PrecisionChanged(question, before, system.Facts)))
        {
            return false;
        }
        if (now is DateFact day && fact.Reader is not null && was is null)
        {
            // Which of two days a cell meant may have followed from other rows of its file.
            var either = new[] { DateOrder.MonthFirst, DateOrder.DayFirst }.Select(o => CellDates.Read(cell, fact.Fact.DateFormat, o, out _)?.From);
            return !either.Contains(day.Value);
        }
        if (fact.Fact.Field is null || fact.Fact.Join is not null)
        {
            return true;
        }
        // A record that was taken out moves the others up: what counts is whether the cell still says what now belongs there.
        return !FactForms.Same(fact.Reader?.Read(cell, out _), FactForms.At(system.Facts, fact.Fact, fact.Number, bound.PickedOf(question)));
    }

    private static bool IsConcerned(SystemToWrite system, string question) =>
        system.Edited is null || system.Edited.Contains(question) || system.Edited.Contains(question + "_precision");

    private static FactValue? At(IReadOnlyDictionary<string, FactValue> facts, string question) => facts.TryGetValue(question, out var value) ? value : null;

    private static bool PrecisionChanged(string question, IReadOnlyDictionary<string, FactValue> before, IReadOnlyDictionary<string, FactValue> now) =>
        !FactForms.Same(At(before, question + "_precision"), At(now, question + "_precision"));

    private string Limited(BoundColumn column, string cell) =>
        column.Column.Max is { } max && !keepLong.Contains(column.Column.Header) ? CellText.Shorten(cell, max) : cell;

    /// <summary>Filled columns of the source that are no facts: another profile cannot have them.</summary>
    private IEnumerable<Loss> RawOnly(SystemToWrite system)
    {
        if (system.Source is not { } source || source.Profile == bound.Profile.Id)
        {
            return [];
        }
        if (!_raw.TryGetValue(source.Headers, out var columns))
        {
            var raw = (profiles.Find(source.Profile)?.RawColumns(source.Headers) ?? source.Headers).ToHashSet(StringComparer.Ordinal);
            columns = _raw[source.Headers] = [.. Enumerable.Range(0, source.Headers.Count).Where(i => raw.Contains(source.Headers[i]))];
        }
        return columns.Where(i => i < source.Cells.Count && !Folded.IsBlank(source.Cells[i])).Select(i => new Loss(system.Id, LossKind.RawOnly, source.Headers[i], null));
    }
}
