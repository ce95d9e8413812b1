namespace Haechi.Tower.Register.Matching;

/// <summary>A field's allowed values prepared for comparison.</summary>
internal sealed class ChoiceIndex
{
    private readonly Dictionary<string, int> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _letters = new(StringComparer.Ordinal);

    public ChoiceIndex(TargetField field)
    {
        Choices = field.Choices;
        var spellings = Choices.Select(c => c.Names.Prepend(c.Id).Select(ValueText.Core).Where(s => s.Length > 0).Distinct(StringComparer.Ordinal).ToList()).ToList();
        Terms = [.. spellings.Select(s => (IReadOnlyList<Terms>)[.. s.Concat(s.Select(x => ValueText.Parts(x).Label)).Distinct(StringComparer.Ordinal).Select(Matching.Terms.Of)])];
        Denies = [.. spellings.Select(s => s.Any(ValueText.Denies))];
        Similarity = new Similarity([.. Terms.Select(t => t.SelectMany(x => x.Weights.Keys))]);
        for (var i = 0; i < Choices.Count; i++)
        {
            foreach (var spelling in spellings[i])
            {
                Enter(_exact, HeaderText.Letters(spelling), i);
                Enter(_labels, HeaderText.Letters(ValueText.Parts(spelling).Label), i);
            }
            if (ValueText.LetterOf(Choices[i].Id) is { } letter)
            {
                Enter(_letters, letter, i);
            }
        }
        Yes = Find(Plain.IsYes);
        No = Find(Plain.IsNo);
        int Find(Func<string, bool> isWord) => Single([.. Enumerable.Range(0, Choices.Count).Where(i => spellings[i].Any(s => isWord(s) || isWord(ValueText.Parts(s).Label)))]);
    }

    public IReadOnlyList<TargetChoice> Choices { get; }

    public IReadOnlyList<IReadOnlyList<Terms>> Terms { get; }

    public IReadOnlyList<bool> Denies { get; }

    public Similarity Similarity { get; }

    /// <summary>The choice that means yes, or -1 when none or several do.</summary>
    public int Yes { get; }

    /// <summary>The choice that means no, or -1.</summary>
    public int No { get; }

    /// <summary>The choice with this text, letters and digits only; -1 when there is none.</summary>
    public int Exact(string letters) => letters.Length > 0 && _exact.TryGetValue(letters, out var i) ? i : -1;

    /// <summary>The only choice with this short label; -1 when none or several have it.</summary>
    public int Label(string letters) => letters.Length > 0 && _labels.TryGetValue(letters, out var i) ? i : -1;

    public int Letter(string letter) => _letters.GetValueOrDefault(letter, -1);

    /// <summary>The only choice that begins with a text that was cut; -1 when there is none.</summary>
    public int Beginning(string letters) =>
        letters.Length < 12 ? -1 : Single([.. _exact.Where(e => e.Key.StartsWith(letters, StringComparison.Ordinal)).Select(e => e.Value).Distinct()]);

    private static int Single(List<int> found) => found.Count == 1 ? found[0] : -1;

    private static void Enter(Dictionary<string, int> index, string key, int choice)
    {
        if (key.Length > 0)
        {
            index[key] = index.TryGetValue(key, out var other) && other != choice ? -1 : choice;
        }
    }
}
