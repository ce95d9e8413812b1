using Haechi.Rules;

namespace Haechi.Tower.Register.Matching;

/// <summary>What one value of a cell was taken for. <paramref name="Choice"/> -1: none; Its <c>Word</c>: a general word such as "not applicable".</summary>
internal sealed record Member(string Text, int Choice, double Confidence, LocalText Reason, IReadOnlyList<Alternative> Alternatives)
{
    public ValueKind? Word { get; init; }

    public string? Note { get; init; }

    /// <summary>A learned value that is not among the choices.</summary>
    public string? Recoded { get; init; }
}

/// <summary>Compares one value with the choices of a field: the same, its label, its letter, a word for yes or no, learned, alike; the first that is sure enough counts.</summary>
internal sealed class MemberMatcher
{
    private const int LongestYes = 12;

    private readonly ChoiceIndex _choices;
    private readonly IndexedField _field;
    private readonly IReadOnlyList<LearnedCell> _learned;
    private readonly Lazy<(string Recoded, double Share)?> _usual;

    public MemberMatcher(IndexedField field, LearnedIndex learned)
    {
        (_field, _choices) = (field, field.Choices!);
        _learned = learned.CellsOf(field.Field.Id);
        _usual = new Lazy<(string, double)?>(Usual);
    }

    public Member Match(string text)
    {
        var core = ValueText.Core(text);
        var letters = HeaderText.Letters(core);
        return Certain(text, core, letters) ?? LearnedSame(text, letters) ?? General(text, core) ?? Alike(text, core);
    }

    /// <summary>What needs no judgement. Null when the text is none of it. Fast: also used to see whether a column's cells are values of a field.</summary>
    public Member? Certain(string text, string core, string letters)
    {
        if (text.Length <= 4 && ValueText.LoneLetter(text) is { } letter && _choices.Letter(letter) is var lettered and >= 0)
        {
            return Found(text, lettered, 0.85, ValueReasons.Letter);
        }
        if (_choices.Exact(letters) is var exact and >= 0)
        {
            return Found(text, exact, 0.98, ValueReasons.Same);
        }
        if (_choices.Label(letters) is var label and >= 0)
        {
            return Found(text, label, 0.95, ValueReasons.Label);
        }
        if (core.Length <= LongestYes && (Plain.IsYes(core) ? _choices.Yes : Plain.IsNo(core) ? _choices.No : -1) is var word and >= 0)
        {
            return Found(text, word, 0.93, ValueReasons.YesOrNo);
        }
        return null;
    }

    /// <summary>True when a text is a value of the field beyond doubt.</summary>
    public bool Known(string text, string core, string letters) => Certain(text, core, letters) is not null || _learned.Any(c => c.Letters == letters);

    private Member? LearnedSame(string text, string letters)
    {
        var same = letters.Length == 0 ? [] : _learned.Where(c => c.Letters == letters).GroupBy(c => c.Recoded, StringComparer.Ordinal).Select(g => (Recoded: g.Key, Count: g.Sum(c => c.Count))).ToList();
        if (same.Count == 0)
        {
            return null;
        }
        var (recoded, count) = same.MaxBy(s => s.Count);
        return Given(text, recoded, count / (same.Sum(s => s.Count) + 0.05), ValueReasons.Learned(recoded));
    }

    /// <summary>Labels with a note behind, beginnings, and the general words.</summary>
    private Member? General(string text, string core)
    {
        var (head, rest) = ValueText.Parts(core);
        var headLetters = HeaderText.Letters(head);
        if (Plain.IsNotApplicable(core) || Plain.IsNone(core) || Plain.IsOpen(core))
        {
            var kind = Plain.IsNotApplicable(core) ? ValueKind.NotApplicable : Plain.IsNone(core) ? ValueKind.Nothing : ValueKind.Unknown;
            return new Member(text, -1, 0.9, kind == ValueKind.NotApplicable ? ValueReasons.NotApplicable : kind == ValueKind.Nothing ? ValueReasons.Nothing : ValueReasons.Open, []) { Word = kind };
        }
        if (rest.Length > 0 && (_choices.Exact(headLetters) is var exact and >= 0 || (exact = _choices.Label(headLetters)) >= 0))
        {
            return Found(text, exact, 0.88, ValueReasons.WithNote) with { Note = rest };
        }
        if (rest.Length > 0 && (Plain.IsYes(head) ? _choices.Yes : Plain.IsNo(head) ? _choices.No : -1) is var word and >= 0)
        {
            return Found(text, word, 0.85, ValueReasons.WithNote) with { Note = rest };
        }
        return _choices.Beginning(HeaderText.Letters(core)) is var cut and >= 0 ? Found(text, cut, 0.9, ValueReasons.Cut) : null;
    }

    private Member Alike(string text, string core)
    {
        var terms = Terms.Of(core);
        var denies = ValueText.Denies(core);
        var scores = Enumerable.Range(0, _choices.Choices.Count).Select(i => (Id: _choices.Choices[i].Id, Score: ScoreOf(i, terms, denies), Reason: ValueReasons.Alike))
            .Concat(_learned.Select(c => (Id: c.Recoded, Score: 0.92 * _choices.Similarity.Of(terms, c.Terms) is var s && s >= 0.6 ? s : 0, Reason: ValueReasons.Learned(c.Recoded))))
            .GroupBy(s => s.Id, StringComparer.Ordinal).Select(g => g.MaxBy(s => s.Score)).Where(s => s.Score >= 0.2).ToList();
        if (_usual.Value is { } usual && scores.All(s => s.Score < 0.42))
        {
            scores = [(usual.Recoded, 0.45 * usual.Share, ValueReasons.Usual), .. scores.Where(s => s.Id != usual.Recoded).Select(s => s with { Score = s.Score * usual.Share * 0.9 })];
        }
        if ((core.StartsWith("yes ", StringComparison.OrdinalIgnoreCase) ? _choices.Yes : core.StartsWith("no ", StringComparison.OrdinalIgnoreCase) ? _choices.No : -1) is var lead and >= 0)
        {
            // "No PII" is a no, "No decision yet" is none: offered, not taken.
            scores = [(_choices.Choices[lead].Id, 0.52, ValueReasons.Affirms), .. scores.Where(s => s.Id != _choices.Choices[lead].Id)];
        }
        if (Affirms(terms, core, denies) && scores.All(s => s.Score < 0.5))
        {
            scores.Add((_choices.Choices[_choices.Yes].Id, 0.5, ValueReasons.Affirms));
        }
        var ranked = scores.OrderByDescending(s => s.Score).DistinctBy(s => s.Id).ToList();
        if (ranked.Count == 0)
        {
            return new Member(text, -1, 0, ValueReasons.Nowhere, []);
        }
        var margin = ranked.Count > 1 ? ranked[0].Score - ranked[1].Score : 1;
        return Given(text, ranked[0].Id, ranked[0].Score * (0.75 + (0.25 * Math.Min(1, margin / 0.15))), ranked[0].Reason)
            with { Alternatives = [.. ranked.Skip(1).Take(3).Select(s => new Alternative(s.Id, Math.Round(s.Score, 3)))] };
    }

    private double ScoreOf(int choice, Terms terms, bool denies)
    {
        var best = _choices.Terms[choice].Max(t => _choices.Similarity.Of(terms, t));
        return 0.95 * best * (denies == _choices.Denies[choice] ? 1 : 0.6);
    }

    /// <summary>A sentence that names what a yes-or-no question asks about and denies nothing is most likely a yes; never sure enough to be taken.</summary>
    private bool Affirms(Terms terms, string core, bool denies) =>
        _choices.Choices.Count == 2 && _choices.Yes >= 0 && _choices.No >= 0 && !denies && !core.Contains('?', StringComparison.Ordinal)
        && _field.Names.SelectMany(n => n.Variants).Any(v => terms.Weights.Keys.Any(k => v.Weights.TryGetValue(k, out var weight) && weight > 0.5));

    /// <summary>What values that resemble nothing were mostly given as: three different ones at least, and more than half of them.</summary>
    private (string Recoded, double Share)? Usual()
    {
        var odd = _learned.Where(c => Enumerable.Range(0, _choices.Choices.Count).All(i => ScoreOf(i, c.Terms, false) < 0.42)).ToList();
        var most = odd.GroupBy(c => c.Recoded, StringComparer.Ordinal).MaxBy(g => g.Count());
        return most is not null && odd.Count >= 3 && most.Count() * 2 > odd.Count ? (most.Key, (double)most.Count() / odd.Count) : null;
    }

    private Member Given(string text, string id, double confidence, LocalText reason)
    {
        var choice = Enumerable.Range(0, _choices.Choices.Count).FirstOrDefault(i => _choices.Choices[i].Id == id, -1);
        return Found(text, choice, Math.Round(confidence, 3), reason) with { Recoded = choice < 0 ? id : null };
    }

    private static Member Found(string text, int choice, double confidence, LocalText reason) => new(text, choice, confidence, reason, []);
}
