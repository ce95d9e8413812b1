namespace Haechi.Tower.Register.Matching;

/// <summary>
/// Says which of a field's allowed values a cell means. What is too uncertain is not taken: it comes back as <see cref="ValueKind.Unmatched"/> with the nearest values, so
/// that a person is asked. A blank is <see cref="ValueKind.Unknown"/>, never no.
/// </summary>
public sealed class ValueMatcher
{
    /// <summary>Below this confidence a value is offered and not taken.</summary>
    public const double Threshold = 0.55;

    private readonly IndexedField _field;
    private readonly MemberMatcher? _members;
    private readonly LearnedIndex _learned;

    private ValueMatcher(IndexedField field, LearnedIndex learned)
    {
        (_field, _learned) = (field, learned);
        _members = field.Choices is null ? null : new MemberMatcher(field, learned);
    }

    /// <summary>A matcher for the cells of one field.</summary>
    public static ValueMatcher For(TargetField field, LearnedExamples? learned = null) => new(new IndexedField(field, 0), (learned ?? LearnedExamples.None).Index);

    /// <summary>Each different cell with what it means, in the order given.</summary>
    public static IReadOnlyList<ValueMatch> Match(TargetField field, IEnumerable<string> cells, LearnedExamples? learned = null)
    {
        var matcher = For(field, learned);
        return [.. cells.Distinct(StringComparer.Ordinal).Select(matcher.Match)];
    }

    /// <summary>What one cell means.</summary>
    public ValueMatch Match(string cell)
    {
        if (string.IsNullOrWhiteSpace(cell))
        {
            return new ValueMatch(cell, ValueKind.Unknown, [], 1, [], ValueReasons.Blank);
        }
        if (_members is null)
        {
            return FreeText(cell);
        }
        var whole = _members.Match(cell);
        return !_field.Field.Many || (whole.Confidence >= 0.9 && whole.Note is null) ? Finish(cell, whole) : List(cell, whole);
    }

    private ValueMatch FreeText(string cell)
    {
        var core = ValueText.Core(cell);
        var letters = HeaderText.Letters(core);
        var known = letters.Length == 0 ? null : _learned.CellsOf(_field.Field.Id).Where(c => c.Letters == letters).MaxBy(c => c.Count);
        return known is not null ? new ValueMatch(cell, ValueKind.Text, [known.Recoded], 0.95, [], ValueReasons.Learned(known.Recoded))
            : Plain.IsNotApplicable(core) ? new ValueMatch(cell, ValueKind.NotApplicable, ["N/A"], 0.9, [], ValueReasons.NotApplicable)
            : Plain.IsNone(core) ? new ValueMatch(cell, ValueKind.Nothing, ["None"], 0.9, [], ValueReasons.Nothing)
            : Plain.IsOpen(core) ? new ValueMatch(cell, ValueKind.Unknown, [], 0.9, [], ValueReasons.Open)
            : new ValueMatch(cell, ValueKind.Text, [HeaderText.Clean(cell)], 1, [], ValueReasons.Kept);
    }

    private ValueMatch List(string cell, Member whole)
    {
        var parts = ListMembers.Of(cell);
        var members = parts.SelectMany(WithCommas).ToList();
        if (members.Count <= 1 && parts is not [var single] || members.Count == 0)
        {
            return Finish(cell, whole);
        }
        if (members.Count == 1)
        {
            return Finish(cell, members[0].Confidence > whole.Confidence ? members[0] : whole);
        }
        var weakest = members.Min(m => m.Confidence);
        var values = members.Where(m => m.Choice >= 0).Select(m => m.Choice).Distinct().Order().Select(i => _field.Choices!.Choices[i].Id).ToList();
        if (weakest < Threshold)
        {
            var unread = members.Where(m => m.Confidence < Threshold).Select(m => m.Text).ToList();
            return new ValueMatch(cell, ValueKind.Unmatched, [], weakest, values.Count == 0 ? [] : [new(string.Join("; ", values), weakest)], ValueReasons.MembersUnread(unread));
        }
        return new ValueMatch(cell, ValueKind.Choice, values, weakest, [], ValueReasons.Members(members.Count));
    }

    private IEnumerable<Member> WithCommas(string part)
    {
        var whole = _members!.Match(part);
        // A list of values also begins with a value: its other members would pass for a note.
        var parts = whole.Confidence >= 0.9 && whole.Note is null ? [] : ListMembers.ByCommas(part);
        if (parts.Count > 1)
        {
            var members = parts.Select(_members.Match).ToList();
            if (members.Min(m => m.Confidence) >= (whole.Note is null ? Math.Max(0.6, whole.Confidence) : 0.6))
            {
                return members;
            }
        }
        return [whole];
    }

    private ValueMatch Finish(string cell, Member found)
    {
        if (found.Word is { } word)
        {
            return new ValueMatch(cell, word, word == ValueKind.Unknown ? [] : [word == ValueKind.NotApplicable ? "N/A" : "None"], found.Confidence, found.Alternatives, found.Reason);
        }
        var choice = found.Recoded ?? (found.Choice >= 0 ? _field.Choices!.Choices[found.Choice].Id : null);
        return choice is not null && found.Confidence >= Threshold
            ? new ValueMatch(cell, ValueKind.Choice, [choice], found.Confidence, found.Alternatives, found.Reason) { Note = found.Note }
            : new ValueMatch(cell, ValueKind.Unmatched, [], found.Confidence, choice is null ? found.Alternatives : [new(choice, found.Confidence), .. found.Alternatives.Take(2)], choice is null ? ValueReasons.Nowhere : ValueReasons.TooUncertain);
    }
}
