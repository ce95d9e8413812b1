namespace Haechi.Audit.Planning;

/// <summary>A ranking: what stood where, and how relevant it was.</summary>
/// <param name="Rank">The column with the place, from 1.</param>
/// <param name="Query">The column that says which list a row stands in; null when all rows are one list.</param>
/// <param name="Relevance">The column with the relevance (a number, 0 or more), or null.</param>
/// <param name="At">The first places that count as being selected.</param>
public sealed record RankingPlan(string Rank, string? Query, string? Relevance, int At);

/// <summary>What the data would give away if it were handed on: columns that others know, and columns that they should not learn.</summary>
/// <param name="Quasi">Columns by which a person could be found (Sweeney 2002).</param>
/// <param name="Sensitive">Columns that must not be learnt.</param>
public sealed record PrivacyPlan(IReadOnlyList<string> Quasi, IReadOnlyList<string> Sensitive);
