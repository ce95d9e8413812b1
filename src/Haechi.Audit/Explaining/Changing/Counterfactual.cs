namespace Haechi.Audit.Explaining.Changing;

/// <summary>The answer that would change the decision.</summary>
/// <param name="Output">Which of the model's answers.</param>
/// <param name="Threshold">Where the decision turns.</param>
/// <param name="AtLeast">True when an answer of at least the threshold is wanted, false when one below it is.</param>
public sealed record WantedAnswer(int Output, double Threshold, bool AtLeast)
{
    /// <summary>Whether an answer is the wanted one.</summary>
    public bool Met(double answer) => AtLeast ? answer >= Threshold : answer < Threshold;
}

/// <summary>One feature moved.</summary>
public sealed record FeatureChange(string Feature, double From, double To);

/// <summary>A set of changes after which the model gives the wanted answer.</summary>
/// <param name="Changes">What changes, in the order of the features.</param>
/// <param name="Answer">What the model then answers.</param>
/// <param name="Cost">The sum of the changes, each as a share of the range that the data have.</param>
public sealed record Counterfactual(IReadOnlyList<FeatureChange> Changes, double Answer, double Cost);

/// <summary>What a search for counterfactuals found, and how far it went.</summary>
/// <param name="Answer">What the model answers now.</param>
/// <param name="AlreadyMet">True when that is the wanted answer; nothing was searched.</param>
/// <param name="Found">The cheapest ones with the fewest changes, each with another set of features.</param>
/// <param name="Complete">True when every candidate with up to <paramref name="MostChanges"/> changes was tried.</param>
/// <param name="Proof">True when nothing was found and nothing can be: all combinations of all values that the trees tell apart were tried within the bounds.</param>
/// <param name="MostChanges">How many features were changed together at most.</param>
/// <param name="Tried">How many changed rows the model was asked for.</param>
public sealed record CounterfactualSearch(double Answer, bool AlreadyMet, IReadOnlyList<Counterfactual> Found, bool Complete, bool Proof, int MostChanges, long Tried);
