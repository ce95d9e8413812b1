namespace Haechi.Tower.Register;

/// <summary>What a person typed, as terms that must all match. Each term has alternatives; an alternative is a row of words side by side, or the beginning of one.</summary>
internal sealed class SearchQuery
{
    private readonly IReadOnlyList<IReadOnlyList<Alternative>> _terms;

    private SearchQuery(string folded, IReadOnlyList<IReadOnlyList<Alternative>> terms) => (Folded, _terms) = (folded, terms);

    private sealed record Alternative(IReadOnlyList<IReadOnlyList<string>> Rows, bool Prefix);

    /// <summary>The text, folded as names are.</summary>
    public string Folded { get; }

    /// <summary>True when there is nothing that an index could hold, such as punctuation alone.</summary>
    public bool IsEmpty => _terms.Count == 0;

    public static SearchQuery Of(string text)
    {
        var folded = SearchText.Fold(text);
        return new SearchQuery(folded, [.. folded.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(Terms)]);
    }

    /// <summary>For SQLite's full-text table; <paramref name="nameOnly"/>: in the name.</summary>
    public string ForSqlite(bool nameOnly)
    {
        var all = string.Join(" AND ", _terms.Select(t => $"({string.Join(" OR ", t.Select(a => $"({string.Join(" AND ", a.Rows.Select(r => $"\"{string.Join(' ', r)}\"{(a.Prefix ? " *" : "")}"))})"))})"));
        // The third column holds ids of facts, which are ASCII: a query without any needs not be kept from it, and that takes a third of the time of a query that finds everything.
        return nameOnly ? $"{{name}} : ({all})" : Folded.Any(char.IsAsciiLetterOrDigit) ? $"{{name rest}} : ({all})" : all;
    }

    /// <summary>For PostgreSQL's vectors of words.</summary>
    public string ForPostgres(bool nameOnly)
    {
        var weight = nameOnly ? "A" : "";
        string Word(string word, bool prefix) => $"'{word}'" + (prefix ? ":*" + weight : weight.Length > 0 ? ":" + weight : "");
        return string.Join(" & ", _terms.Select(t => $"({string.Join(" | ", t.Select(a => $"({string.Join(" & ", a.Rows.Select(r => $"({string.Join(" <-> ", r.Select(w => Word(w, a.Prefix)))})"))})"))})"));
    }

    /// <summary>True when the words of a text (<see cref="SearchText.Tokens"/>) match: for states of the past, which no index holds.</summary>
    public bool Matches(IReadOnlyList<string> tokens)
    {
        var set = tokens.ToHashSet(StringComparer.Ordinal);
        return _terms.All(t => t.Any(a => a.Rows.All(r => r.All(w => a.Prefix ? set.Contains(w) || tokens.Any(k => k.StartsWith(w, StringComparison.Ordinal)) : set.Contains(w)) && (r.Count == 1 || SideBySide(tokens, r)))));
    }

    private static bool SideBySide(IReadOnlyList<string> tokens, IReadOnlyList<string> row) =>
        Enumerable.Range(0, Math.Max(0, tokens.Count - row.Count + 1)).Any(at => !row.Where((w, i) => tokens[at + i] != w).Any());

    private static IEnumerable<IReadOnlyList<Alternative>> Terms(string chunk)
    {
        var parts = SearchText.Parts(chunk, joined: false).ToList();
        if (parts.Count > 1 && parts[^1].Glued is { } glued && parts.All(p => p.Kind == SearchText.PartKind.Word))
        {
            // DOJ-0357: as written, or its parts apart.
            return [[new Alternative([[glued]], char.IsLetter(glued[^1])), new Alternative([.. parts.Select(p => (IReadOnlyList<string>)[p.Text])], false)]];
        }
        return parts.Select(p => p.Kind == SearchText.PartKind.Word
            ? (IReadOnlyList<Alternative>)[.. SearchText.Stems(p.Text).Select(s => new Alternative([[s]], s.Length > 1 && char.IsLetter(s[^1])))]
            : [new Alternative([Row(p.Text)], false)]);
    }

    private static IReadOnlyList<string> Row(string run) => run.Length == 1 ? [run] : [.. Enumerable.Range(0, run.Length - 1).Select(i => run.Substring(i, 2))];
}
