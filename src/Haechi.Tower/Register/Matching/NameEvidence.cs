namespace Haechi.Tower.Register.Matching;

/// <summary>What a header says for a field, and how it says so. <paramref name="By"/>: the name or learned header that it met.</summary>
internal readonly record struct NameScore(double Score, Evidence Evidence, string By);

/// <summary>A column's header prepared.</summary>
internal sealed class IndexedHeader
{
    public IndexedHeader(string header, FieldConcepts concepts)
    {
        Clean = HeaderText.Clean(header);
        Folded = HeaderText.Folded(header);
        Cut = HeaderText.CutBeginning(header);
        Variants = Terms.VariantsOf(header);
        Concepts = concepts.Of(Variants);
        IsFollowUp = FieldConcepts.IsFollowUp(Concepts);
        IsEnglish = Variants.Any(v => v.Weights.ContainsKey(IndexedField.English));
        Shape = Variants.Count > 0 && Shapes.Said(Variants[0]).ToList() is [var shape] ? shape : CellShape.Any;
        Telling = Variants.SelectMany(v => v.Weights.Values).DefaultIfEmpty(0).Max();
    }

    public string Clean { get; }

    public string Folded { get; }

    public string? Cut { get; }

    public IReadOnlyList<Terms> Variants { get; }

    public IReadOnlyDictionary<string, double> Concepts { get; }

    public bool IsFollowUp { get; }

    public bool IsEnglish { get; }

    /// <summary>What the header asks for by a word: an address or a day.</summary>
    public CellShape Shape { get; }

    /// <summary>The weight of its most telling word.</summary>
    public double Telling { get; }

    /// <summary>False for "Column 7" and the like.</summary>
    public bool SaysSomething => Variants.Count > 0 && Variants[0].Weights.Any(w => w.Value >= 0.3 && w.Key.Any(char.IsLetter) && w.Key is not ("column" or "field" or "unnam" or "col" or "열" or "항목" or "필드"));
}

/// <summary>Scores headers against the names of fields, the thesaurus, and what was learned.</summary>
internal sealed class NameEvidence(TargetIndex target, LearnedIndex learned)
{
    private const double ElsewhereFrom = 0.85;
    private const double SameName = 0.98;

    /// <summary>The score of a header for every field, and for "none of the fields" as people said before.</summary>
    public (NameScore[] Fields, NameScore None) Of(IndexedHeader header)
    {
        var scores = target.Fields.Select(f => Named(header, f)).ToArray();
        var none = default(NameScore);
        foreach (var (folded, entry) in learned.Headers)
        {
            var near = Near(header, folded, entry);
            if (near < 0.7)
            {
                continue;
            }
            foreach (var field in entry.Fields.Keys)
            {
                var score = new NameScore(near * entry.TrustIn(field), Evidence.Learned, entry.Variants[0].Text);
                var place = target.PlaceOf(field);
                none = field == LearnedEntry.NoField && score.Score > none.Score ? score : none;
                if (place >= 0 && score.Score > scores[place].Score)
                {
                    scores[place] = score;
                }
            }
        }
        return (scores, none);
    }

    private double Near(IndexedHeader header, string folded, LearnedEntry entry) =>
        header.Folded == folded ? 1
        : header.Cut is { } cut && folded.StartsWith(cut, StringComparison.Ordinal) ? 0.98
        : 0.95 * header.Variants.SelectMany(v => entry.Variants.Select(e => target.Similarity.Of(v, e))).DefaultIfEmpty(0).Max();

    private NameScore Named(IndexedHeader header, IndexedField field)
    {
        var best = default(NameScore);
        foreach (var name in field.Names)
        {
            var score = Direct(header, name);
            score = score >= SameName ? score : score * name.Worth;
            best = score > best.Score ? new NameScore(score, score >= SameName ? Evidence.SameName : Evidence.LikeName, name.Text) : best;
        }
        if (best.Score >= SameName)
        {
            return best;
        }
        // Words that every list has ("public", "what does it do") make two texts alike that mean different things.
        var fit = Shapes.Fit(header.Shape, field.Shape) * (header.IsEnglish == field.IsEnglish ? 1 : 0.6);
        best = best with { Score = best.Score * fit * (header.Telling <= 0.1 ? 0 : header.Telling < 0.5 ? 0.75 : 1) };
        var meet = FieldConcepts.Meet(header.Concepts, field.Concepts);
        meet *= 0.93 * fit * (header.Telling < 0.5 && meet < 0.9 ? 0.75 : 1);
        if (best.Score < 0.9 && meet == 0 && field.Concepts.Count > 0 && header.Concepts.Values.Any(near => near >= ElsewhereFrom))
        {
            // The header plainly means something that this field is not: a common word proves little then.
            best = best with { Score = best.Score * 0.7 };
        }
        var both = 0.05 * Math.Min(meet, best.Score);
        return meet > best.Score ? new NameScore(Math.Min(0.97, meet + both), Evidence.Synonym, best.By ?? field.Field.Id) : best with { Score = Math.Min(0.97, best.Score + both) };
    }

    private double Direct(IndexedHeader header, IndexedName name)
    {
        if (header.Clean.Length > 0 && header.Clean == HeaderText.Clean(name.Text))
        {
            return 1;
        }
        var folded = name.Variants[0].Folded;
        if (header.Folded.Length > 0 && header.Folded == folded)
        {
            return 0.99;
        }
        if (header.Cut is { } cut && folded.StartsWith(cut, StringComparison.Ordinal))
        {
            return 0.98;
        }
        var best = 0.0;
        foreach (var variant in header.Variants)
        {
            foreach (var other in name.Variants)
            {
                best = Math.Max(best, target.Similarity.Of(variant, other) * Terms.Covered(variant, other, 0.85));
            }
        }
        return 0.97 * best;
    }
}
