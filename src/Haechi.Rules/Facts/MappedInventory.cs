using System.Globalization;
using Haechi.Rules.Books;

namespace Haechi.Rules.Facts;

/// <summary>One system of an inventory.</summary>
/// <param name="Record">Its facts.</param>
/// <param name="Line">The line of the file on which it starts.</param>
/// <param name="Group">What the map shows beside the name, or null.</param>
/// <param name="Declared">The word and outcome that the owner declared, by class; a class without a declaration is absent.</param>
public sealed record MappedSystem(FactRecord Record, int Line, string? Group, IReadOnlyDictionary<string, (string Word, Outcome Outcome)> Declared);

/// <summary>A value that the map does not know, or that its question cannot take: the fact is unknown in <paramref name="Count"/> rows.</summary>
/// <param name="Column">The header.</param>
/// <param name="For">The question or class.</param>
/// <param name="Type">The question's type; null for a class.</param>
/// <param name="Value">The value as first written.</param>
/// <param name="Count">How many cells.</param>
/// <param name="Lines">The lines of the first of them, five at most.</param>
public sealed record UnreadValue(string Column, string For, QuestionType? Type, string Value, int Count, IReadOnlyList<int> Lines);

/// <summary>An inventory read through a map: every row is a system, and what could not be read is listed.</summary>
public sealed class MappedInventory
{
    private const int LinesShown = 5;

    private readonly Dictionary<(string Column, string For, string Folded), (UnreadValue First, List<int> Lines, int Count)> _unread = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Inventory _inventory;
    private readonly IReadOnlyList<BoundFact> _facts;
    private readonly IReadOnlyList<BoundDeclared> _declared;

    private MappedInventory(FactMap map, Inventory inventory, BookSet set, Findings findings)
    {
        _inventory = inventory;
        var binder = new MapBinder(map, inventory, set, findings);
        (_facts, _declared, Show) = (binder.Facts(), binder.Declared(), binder.Show());
        List<int> id = [.. map.IdColumns.Select(binder.Column).Where(c => c >= 0)];
        var (name, group) = (map.Name is null ? -1 : binder.Column(map.Name), map.Group is null ? -1 : binder.Column(map.Group));
        MissingColumns = binder.Missing;
        if (!findings.HasErrors)
        {
            Systems = [.. inventory.Rows.Select(r => System(r, id, name, group))];
        }
        Unread = [.. _unread.Values.Select(u => u.First with { Count = u.Count, Lines = u.Lines })
            .OrderByDescending(u => u.Count).ThenBy(u => u.Column, StringComparer.Ordinal).ThenBy(u => u.Value, StringComparer.Ordinal)];
        Report(map, findings);
    }

    /// <summary>The systems in the order of the file.</summary>
    public IReadOnlyList<MappedSystem> Systems { get; } = [];

    /// <summary>Values that stayed unread, the most frequent first.</summary>
    public IReadOnlyList<UnreadValue> Unread { get; }

    /// <summary>Columns of the map that the file lacks.</summary>
    public IReadOnlyList<MapColumn> MissingColumns { get; }

    /// <summary>The questions whose facts are shown beside a record that a person has to judge.</summary>
    public IReadOnlyList<Question> Show { get; }

    /// <summary>Rows whose id columns are blank, or blank in part; their id carries the line.</summary>
    public IReadOnlyList<int> BlankIds => _blank;

    /// <summary>Rows whose id another row has already; their id carries the line.</summary>
    public IReadOnlyList<int> RepeatedIds => _repeated;

    private readonly List<int> _blank = [];
    private readonly List<int> _repeated = [];
    private readonly List<int> _long = [];

    /// <summary>Reads every row. An error of the map is in <paramref name="findings"/>, and there are no systems then; what stayed unread is a warning there.</summary>
    public static MappedInventory Of(FactMap map, Inventory inventory, BookSet set, Findings findings) => new(map, inventory, set, findings);

    private MappedSystem System(TableRow row, List<int> idColumns, int name, int group)
    {
        var facts = new Dictionary<string, FactValue>(StringComparer.Ordinal);
        foreach (var fact in _facts)
        {
            if (Cell(row, fact.Column) is { } cell && !Folded.IsBlank(cell) && Read(fact, cell, row.Line) is { } value)
            {
                facts[fact.Question.Id] = value with { Source = $"{Path.GetFileName(_inventory.File)}:{row.Line.ToString(CultureInfo.InvariantCulture)}, {fact.Header}" };
            }
        }
        if (row.Cells.Skip(_inventory.Headers.Count).Any(c => !string.IsNullOrWhiteSpace(c)))
        {
            _long.Add(row.Line);
        }
        return new MappedSystem(new FactRecord(Id(row, idColumns), facts, Text(row, name)), row.Line, Text(row, group), Declared(row));
    }

    private Dictionary<string, (string, Outcome)> Declared(TableRow row)
    {
        var declared = new Dictionary<string, (string, Outcome)>(StringComparer.Ordinal);
        foreach (var column in _declared)
        {
            if (Cell(row, column.Column) is not { } cell || Folded.IsBlank(cell))
            {
                continue;
            }
            if (!column.Values.TryGetValue(Folded.Of(cell), out var word))
            {
                CannotRead(column.Header, column.Class.Id, null, cell, row.Line);
            }
            else if (word is { } known)
            {
                declared[column.Class.Id] = known;
            }
        }
        return declared;
    }

    private FactValue? Read(BoundFact fact, string cell, int line)
    {
        if (fact.Values is null || !fact.Values.TryGetValue(Folded.Of(cell), out var value))
        {
            value = fact.Several ? Several(fact, cell, line)
                : fact.Values is null || fact.Question.Type is QuestionType.Number or QuestionType.Date or QuestionType.Text ? ByType(fact, cell, line)
                : CannotRead(fact.Header, fact.Question.Id, fact.Question.Type, cell, line);
        }
        return value;
    }

    private FactValue? ByType(BoundFact fact, string cell, int line) =>
        FactReader.ReadText(fact.Question, cell, default, new Findings()) ?? CannotRead(fact.Header, fact.Question.Id, fact.Question.Type, cell, line);

    /// <summary>A set is the whole set: one member that cannot be read leaves it unknown, else what was left out would count as a no.</summary>
    private SetFact? Several(BoundFact fact, string cell, int line)
    {
        var (members, whole) = (new List<string>(), true);
        foreach (var item in FactReader.SplitSet(cell).Where(i => !Folded.IsBlank(i)))
        {
            var known = fact.Values is null ? FactReader.ReadText(fact.Question, item, default, new Findings()) : fact.Values.GetValueOrDefault(Folded.Of(item));
            if (known is SetFact set)
            {
                members.AddRange(set.Values.Where(v => !members.Contains(v)));
            }
            else
            {
                whole = false;
                if (fact.Values?.ContainsKey(Folded.Of(item)) != true)
                {
                    CannotRead(fact.Header, fact.Question.Id, fact.Question.Type, item, line);
                }
            }
        }
        return whole && members.Count > 0 ? new SetFact(members) : null;
    }

    private FactValue? CannotRead(string column, string of, QuestionType? type, string value, int line)
    {
        var key = (column, of, Folded.Of(value));
        var known = _unread.GetValueOrDefault(key, (new UnreadValue(column, of, type, value.Trim(), 0, []), [], 0));
        if (known.Lines.Count < LinesShown)
        {
            known.Lines.Add(line);
        }
        _unread[key] = (known.First, known.Lines, known.Count + 1);
        return null;
    }

    private string Id(TableRow row, List<int> columns)
    {
        List<string> parts = [.. columns.Select(c => Text(row, c)).OfType<string>()];
        var (id, line) = (string.Join('/', parts), $"#{row.Line.ToString(CultureInfo.InvariantCulture)}");
        if (parts.Count < columns.Count || columns.Count == 0)
        {
            _blank.Add(row.Line);
            id += line;
        }
        else if (_ids.Contains(id))
        {
            _repeated.Add(row.Line);
            id += line;
        }
        while (!_ids.Add(id))
        {
            id += line;
        }
        return id;
    }

    private static string? Cell(TableRow row, int column) => column >= 0 && column < row.Cells.Length ? row.Cells[column] : null;

    private static string? Text(TableRow row, int column) => Cell(row, column)?.Trim() is { Length: > 0 } text ? text : null;

    private void Report(FactMap map, Findings findings)
    {
        foreach (var unread in Unread)
        {
            var shown = unread.Value.Length > 80 ? unread.Value[..80] + "…" : unread.Value;
            var (ko, en) = unread.Type switch
            {
                QuestionType.Date => ("날짜로 읽을 수 없어", "is no date that can be read"),
                QuestionType.Number => ("쓸 수 있는 수가 아니어서", "is no number that the question takes"),
                _ => ("열 지도에 없는 값이어서", "is not in the map"),
            };
            findings.Warning("unread-value", new Place(_inventory.File, unread.Lines[0], 1),
                $"'{unread.Column}' 열: '{shown}'은(는) {ko} '{unread.For}'을(를) 모름으로 둡니다({unread.Count}칸, 줄 {Lines(unread.Lines, unread.Count)}).",
                $"column '{unread.Column}': '{shown}' {en}, so '{unread.For}' stays unknown ({unread.Count} cells, lines {Lines(unread.Lines, unread.Count)})");
        }
        if (map.IdColumns.Count > 0)
        {
            Tell(_blank, "blank-id", "관리 번호가 비어 있어 줄 번호를 붙였습니다", "the id is blank, so the line number was added", findings);
        }
        Tell(_repeated, "repeated-id", "관리 번호가 앞의 것과 같아 줄 번호를 붙였습니다", "the id was used before, so the line number was added", findings);
        Tell(_long, "ragged", "열 이름보다 칸이 많습니다. 남는 칸은 쓰지 않았습니다", "the row has more cells than there are headers; the rest was passed over", findings);
    }

    private void Tell(List<int> lines, string code, string ko, string en, Findings findings)
    {
        if (lines.Count > 0)
        {
            var first = Lines([.. lines.Take(LinesShown)], lines.Count);
            findings.Warning(code, new Place(_inventory.File, lines[0], 1), $"{ko}({lines.Count}건, 줄 {first}).", $"{en} ({lines.Count} rows, lines {first})");
        }
    }

    private static string Lines(IReadOnlyList<int> lines, int count) =>
        string.Join(", ", lines.Select(l => l.ToString(CultureInfo.InvariantCulture))) + (count > lines.Count ? ", …" : "");
}
