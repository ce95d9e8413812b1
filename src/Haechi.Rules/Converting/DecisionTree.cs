using Haechi.Rules.Books;

namespace Haechi.Rules.Converting;

/// <summary>Where an answer leads: to a question or to a conclusion, when its condition on the labels holds (none: always).</summary>
internal sealed record TreeExit(Condition? If, string Target, bool ToConclusion, Place Place);

/// <summary>An answer: the labels that it adds, then its ways out in order; the first whose condition holds is taken.</summary>
internal sealed record TreeAnswer(string Text, IReadOnlyList<string> Labels, IReadOnlyList<TreeExit> Exits, Place Place);

/// <summary>A question of the tree.</summary>
internal sealed record TreeQuestion(string Id, string Ask, string Help, string Cite, IReadOnlyList<TreeAnswer> Answers, Place Place);

/// <summary>An end of the tree.</summary>
internal sealed record TreeConclusion(string Id, string Text, string Obligation, string Cite, Place Place);

/// <summary>
/// A decision tree with labels and redirects, as the Dutch government's AI Act decision aid writes it: the walk starts at the first question, each answer adds labels, and
/// redirects look at the labels collected so far.
/// </summary>
internal sealed record DecisionTree(
    string Name, string Version, IReadOnlyList<TreeQuestion> Questions, IReadOnlyList<TreeConclusion> Conclusions, Place Place)
{
    /// <summary>Every label that some answer gives, in order of first mention.</summary>
    public IReadOnlyList<string> Labels { get; } = [.. Questions.SelectMany(q => q.Answers).SelectMany(a => a.Labels).Distinct(StringComparer.Ordinal)];
}
