namespace Haechi.Tower.Register.Matching;

/// <summary>What the cells say for and against a field, each from 0 to 1. <paramref name="Specific"/>: so telling that it may overrule a header.</summary>
internal readonly record struct Content(double For, double Against, bool Specific);

/// <summary>Compares the cells of a column with what each field of a target expects.</summary>
internal sealed class ContentEvidence
{
    private const int Fewest = 3;

    private static readonly CellShape[] Telling = [CellShape.Mail, CellShape.Link, CellShape.Date, CellShape.YesNo];

    private readonly TargetIndex _target;
    private readonly LearnedIndex _learned;
    private readonly Dictionary<CellShape, int> _fieldsOfShape;
    private readonly Dictionary<string, MemberMatcher> _members;

    public ContentEvidence(TargetIndex target, LearnedIndex learned)
    {
        (_target, _learned) = (target, learned);
        _fieldsOfShape = target.Fields.GroupBy(f => f.Shape).ToDictionary(g => g.Key, g => g.Count());
        _members = target.Fields.Where(f => f.Choices is not null).ToDictionary(f => f.Field.Id, f => new MemberMatcher(f, learned), StringComparer.Ordinal);
    }

    /// <summary>The evidence of one column for every field.</summary>
    public Content[] Of(ColumnSample sample)
    {
        var found = new Content[_target.Fields.Count];
        if (sample.Count < Fewest)
        {
            return found;
        }
        var coverage = _target.Fields.Select(f => f.Choices is null ? LearnedCoverage(f, sample) : Coverage(f, sample)).ToArray();
        for (var i = 0; i < found.Length; i++)
        {
            var field = _target.Fields[i];
            found[i] = field.Choices is not null || coverage[i] > 0 ? Choices(field, coverage, i, sample) : OfShape(field, sample);
        }
        if (found.Any(c => c.Specific))
        {
            // The cells are another field's: that speaks against every field that takes any text.
            found = [.. found.Select((c, i) => c.Specific || _target.Fields[i].Choices is not null ? c : c with { Against = Math.Max(c.Against, 0.5) })];
        }
        return found;
    }

    /// <summary>Values that several fields allow tell less: the support is shared among the fields that are covered as well.</summary>
    private static Content Choices(IndexedField field, double[] coverage, int at, ColumnSample sample)
    {
        var covered = coverage[at];
        if (covered < 0.15)
        {
            return field.Choices is null ? default : new Content(0, AgainstChoices(field, sample), false);
        }
        var alike = coverage.Count(c => c >= covered * 0.9);
        var yesOrNo = field.Shape == CellShape.YesNo || sample.Share(CellShape.YesNo) > 0.8;
        var support = (yesOrNo ? 0.4 : 0.95) * covered / Math.Sqrt(alike);
        return new Content(support, 0, !yesOrNo && alike == 1 && covered > 0.6 && sample.Values.Count > 1);
    }

    /// <summary>A few answers in other words may still be answers to the same question; addresses, days, a different text in each row, or far more values than a closed list has are not.</summary>
    private static double AgainstChoices(IndexedField field, ColumnSample sample) =>
        !field.Field.Open && !field.Field.Many && sample.Values.Count > Math.Max(8, 2 * field.Choices!.Choices.Count) && sample.Share(CellShape.YesNo) < 0.1 ? 0.85 :
        Telling.Take(3).Sum(sample.Share) + sample.Share(CellShape.Number) > 0.6 ? 0.85 : sample.Distinct < 0.3 ? 0.1 : sample.Share(CellShape.Prose) > 0.5 ? 0.6 : 0.3;

    private double Coverage(IndexedField field, ColumnSample sample)
    {
        var members = _members[field.Field.Id];
        double matched = 0, all = 0;
        foreach (var value in sample.Values)
        {
            all += value.Count;
            matched += IsValue(members, field, value) ? value.Count : 0;
        }
        return all == 0 ? 0 : matched / all;
    }

    private static bool IsValue(MemberMatcher members, IndexedField field, SampledValue value) =>
        members.Known(value.Text, value.Core, value.Letters)
        || (field.Field.Many && ListMembers.Of(value.Text) is { Count: > 1 } parts && parts.All(p => ValueText.Core(p) is var core && members.Known(p, core, HeaderText.Letters(core))));

    /// <summary>A field without declared values whose cells people have confirmed before.</summary>
    private double LearnedCoverage(IndexedField field, ColumnSample sample)
    {
        var cells = _learned.CellsOf(field.Field.Id);
        return cells.Count < Fewest ? 0 : (double)sample.Values.Where(v => cells.Any(c => c.Letters == v.Letters)).Sum(v => v.Count) / Math.Max(1, sample.Values.Sum(v => v.Count));
    }

    private Content OfShape(IndexedField field, ColumnSample sample)
    {
        var shape = field.Shape;
        if (shape == CellShape.Any && field.Accepts.Count > 1 && field.Accepts.Sum(sample.Share) is var accepted and > 0.7)
        {
            return new Content(0.5 * accepted, 0, false);
        }
        var share = sample.Share(shape);
        var fields = Math.Sqrt(_fieldsOfShape.GetValueOrDefault(shape, 1));
        if (shape != CellShape.Any && share < 0.1 && Telling.Where(t => t != shape).Any(t => sample.Share(t) > 0.7))
        {
            return new Content(0, 0.85, false);
        }
        return shape switch
        {
            CellShape.Mail => new Content(share > 0.5 ? 0.9 * share / fields : 0, share < 0.1 ? 0.3 : 0, share > 0.7 && fields == 1),
            CellShape.Link => new Content(share > 0.5 ? 0.75 * share / fields : 0, share < 0.1 ? 0.4 : 0, false),
            CellShape.Date => new Content(share > 0.5 ? 0.75 * share / fields : 0, share < 0.1 ? 0.6 : 0, false),
            CellShape.Number => new Content(share > 0.5 ? 0.4 * share / fields : 0, share < 0.1 ? 0.5 : 0, false),
            CellShape.YesNo => new Content(share > 0.5 ? 0.4 * share / fields : 0, share < 0.1 && sample.Share(CellShape.Prose) < 0.5 ? 0.4 : 0.2, false),
            CellShape.Code => new Content(share > 0.7 && sample.Distinct > 0.95 ? 0.8 / fields : 0, sample.Share(CellShape.Prose) > 0.5 || sample.Distinct < 0.5 ? 0.6 : 0, false),
            // Names and prose: whatever is plainly something else speaks against them.
            _ => new Content(0, Telling.Max(sample.Share) is var other and > 0.7 ? 0.85 * other : 0, false),
        };
    }
}
