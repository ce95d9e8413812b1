using Haechi.Rules;
using Haechi.Rules.Books;

namespace Haechi.Tower.Register.Matching;

/// <summary>
/// The fields that the columns of a spreadsheet are matched to, in the order in which their own list has them. Ids are unique. Immutable.
/// </summary>
public sealed class Target
{
    private readonly Lazy<TargetIndex> _index;

    private Target(IReadOnlyList<TargetField> fields, FieldConcepts? concepts = null)
    {
        Fields = fields;
        _index = new Lazy<TargetIndex>(() => new TargetIndex(this, concepts ?? FieldConcepts.Default));
    }

    /// <summary>The fields in order.</summary>
    public IReadOnlyList<TargetField> Fields { get; }

    internal TargetIndex Index => _index.Value;

    /// <summary>The same target, matched without what the program's word list says in the words of these headers.</summary>
    internal Target Without(IEnumerable<string> headers) => new(Fields, FieldConcepts.Without(headers));

    /// <summary>
    /// A target of these fields. A field that only asks for an explanation, or whose name another field has too (nine times "If Other, please explain."), explains the
    /// last field before it that has a name of its own, unless it says otherwise.
    /// </summary>
    /// <exception cref="ArgumentException">Two fields have one id.</exception>
    public static Target Of(IEnumerable<TargetField> fields)
    {
        var list = fields.ToList();
        if (list.GroupBy(f => f.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The field '{twice.Key}' is there twice.", nameof(fields));
        }
        string? before = null;
        var repeated = list.GroupBy(FirstName, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            if (repeated.Contains(FirstName(list[i])) || FieldConcepts.IsFollowUp(FieldConcepts.Default.Of(Terms.VariantsOf(Label(list[i])))))
            {
                list[i] = list[i] with { After = list[i].After ?? before };
            }
            else
            {
                before = list[i].Id;
            }
        }
        return new Target(list);
    }

    /// <summary>Every question of the books once, in their order.</summary>
    public static Target Of(BookSet books) => Of(books.Questions);

    /// <summary>These questions, in order; the first of an id counts.</summary>
    public static Target Of(IEnumerable<Question> questions) => Of(questions.DistinctBy(q => q.Id, StringComparer.Ordinal).Select(TargetField.Of));

    /// <summary>Bare column names, such as those of another file. Repeated names get <c>#2</c>, <c>#3</c> as in a table's own keys.</summary>
    public static Target OfColumns(IEnumerable<string> columns)
    {
        var count = new Dictionary<string, int>(StringComparer.Ordinal);
        return Of(columns.Select(c =>
        {
            var n = count[c] = count.GetValueOrDefault(c) + 1;
            return new TargetField(n == 1 ? c : $"{c}#{n}", [c]);
        }).ToList());
    }

    private static string Label(TargetField field) => field.Names.Count > 0 ? field.Names[0] : field.Id;

    private static string FirstName(TargetField field) => HeaderText.Folded(Label(field));
}
