namespace Haechi.Tower.Register.Matching;

/// <summary>What is computed once per target: the terms and concepts of every name of every field, and the shape that each field expects.</summary>
internal sealed class TargetIndex
{
    private readonly Dictionary<string, int> _places;

    public TargetIndex(Target target, FieldConcepts concepts)
    {
        Concepts = concepts;
        Fields = [.. target.Fields.Select((f, i) => new IndexedField(f, i, concepts))];
        Similarity = new Similarity([.. Fields.Select(f => f.Names.SelectMany(n => n.Variants).SelectMany(v => v.Weights.Keys))]);
        foreach (var field in Fields)
        {
            field.LeaveConceptsTo(Fields);
        }
        _places = target.Fields.Select((f, i) => (f.Id, i)).ToDictionary(f => f.Id, f => f.i, StringComparer.Ordinal);
    }

    public FieldConcepts Concepts { get; }

    public IReadOnlyList<IndexedField> Fields { get; }

    public Similarity Similarity { get; }

    public int PlaceOf(string? field) => field is null ? -1 : _places.GetValueOrDefault(field, -1);
}

/// <summary>A name of a field, as written and in its variants.</summary>
internal sealed record IndexedName(string Text, IReadOnlyList<Terms> Variants)
{
    /// <summary>What its words count: a question that asks for the field shares words with much that it does not ask for.</summary>
    public double Worth { get; init; } = 1;

    /// <summary>True for a whole question rather than a label.</summary>
    public bool IsQuestion => Text.EndsWith('?') || Text.EndsWith('까');
}

/// <summary>A field with its names prepared.</summary>
internal sealed class IndexedField
{
    /// <summary>The word that sets a field in English apart from the one in the list's own language.</summary>
    public const string English = "=english";

    private const double BesideLabels = 0.85;

    public IndexedField(TargetField field, int place, FieldConcepts? concepts = null)
    {
        (Field, Place) = (field, place);
        Names = [.. field.Names.Prepend(field.Id).Distinct(StringComparer.Ordinal).Select(n => new IndexedName(n, Terms.VariantsOf(n))).Where(n => n.Variants.Count > 0)];
        if (Names.Any(n => !n.IsQuestion && n.Text != field.Id))
        {
            Names = [.. Names.Select(n => n.IsQuestion ? n with { Worth = BesideLabels } : n)];
        }
        Accepts = Names.SelectMany(n => Shapes.Said(n.Variants[0])).ToHashSet();
        IsEnglish = Names.Any(n => n.Variants[0].Weights.ContainsKey(English));
        Concepts = (concepts ?? FieldConcepts.Default).OfField([.. Names.SelectMany(n => n.Variants)]);
        Shape = field.Shape != CellShape.Any ? field.Shape : field.Choices.Count > 0 ? CellShape.Choice : Shapes.Expected(Names);
        Choices = field.Choices.Count > 0 ? new ChoiceIndex(field) : null;
    }

    public TargetField Field { get; }

    public int Place { get; }

    public IReadOnlyList<IndexedName> Names { get; }

    public IReadOnlyDictionary<string, double> Concepts { get; private set; }

    /// <summary>True for a field that only explains another ("other, please specify").</summary>
    public bool IsFollowUp => Field.After is not null || FieldConcepts.IsFollowUp(Concepts);

    /// <summary>The kinds of cells that its names speak of: a contact may be a mail address or a page.</summary>
    public IReadOnlySet<CellShape> Accepts { get; }

    /// <summary>True for the English twin of a field.</summary>
    public bool IsEnglish { get; }

    public CellShape Shape { get; }

    public ChoiceIndex? Choices { get; }

    /// <summary>Gives up the concepts that another field of the target is clearly nearer to: where there is a field for the purpose, a summary is not one.</summary>
    public void LeaveConceptsTo(IReadOnlyList<IndexedField> fields) => Concepts = Concepts
        .Where(c => fields.All(f => f == this || f.Concepts.GetValueOrDefault(c.Key) <= c.Value + 0.15 || f.Concepts.GetValueOrDefault(c.Key) < f.Concepts.Values.Max()))
        .ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
}
