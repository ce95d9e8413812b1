namespace Haechi.Tower.Register.Profiles;

/// <summary>How well a profile fits the headers of a table.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Matched">How many of the table's columns it knows.</param>
/// <param name="Columns">How many columns the profile has.</param>
/// <param name="UnknownHeaders">The table's headers that it does not know.</param>
/// <param name="MissingRequired">Its required columns that the table lacks.</param>
/// <param name="Fit">From 0 to 1: what both have, as a share of what either has.</param>
public sealed record ProfileFit(Profile Profile, int Matched, int Columns, IReadOnlyList<string> UnknownHeaders, IReadOnlyList<string> MissingRequired, double Fit);

/// <summary>Finds the profile that belongs to a table by its headers.</summary>
public static class ProfileFinder
{
    /// <summary>The least fit at which a profile is proposed by itself.</summary>
    public const double Enough = 0.5;

    private const int FewestColumns = 3;

    /// <summary>Every profile with at least one matching column, the best fit first; one made for the format goes before a generic one.</summary>
    public static IReadOnlyList<ProfileFit> Rank(ProfileSet profiles, IReadOnlyList<string> headers)
    {
        var index = new HeaderIndex(headers);
        var filled = headers.Count(h => h.Length > 0);
        return [.. profiles.All.Select(p => Of(p, headers, index, filled)).Where(f => f.Matched > 0)
            .OrderBy(f => f.Profile.Generic).ThenByDescending(f => f.Fit).ThenByDescending(f => f.Matched).ThenBy(f => f.Profile.Id, StringComparer.Ordinal)];
    }

    /// <summary>The profile to propose: the best one that fits well enough; else a generic one that knows a name column; else null, and an officer has to choose.</summary>
    public static ProfileFit? Find(ProfileSet profiles, IReadOnlyList<string> headers)
    {
        var ranked = Rank(profiles, headers);
        return ranked.FirstOrDefault(f => !f.Profile.Generic && f.Fit >= Enough && f.Matched >= FewestColumns)
            ?? ranked.FirstOrDefault(f => f.Profile.Generic && f.MissingRequired.Count == 0 && f.Matched >= FewestColumns);
    }

    private static ProfileFit Of(Profile profile, IReadOnlyList<string> headers, HeaderIndex index, int filled)
    {
        var found = profile.Columns.Select(c => (Column: c, At: c.Repeats ? index.AllOf(c) : index.Of(c) is var i and >= 0 ? [i] : [])).ToList();
        var known = found.SelectMany(f => f.At).ToHashSet();
        var columns = found.Count(f => f.At.Count > 0);
        var either = filled + profile.Columns.Count - columns - (known.Count - columns);
        return new ProfileFit(profile, known.Count, profile.Columns.Count, [.. headers.Where((h, i) => h.Length > 0 && !known.Contains(i))],
            [.. found.Where(f => f.At.Count == 0 && f.Column.Required).Select(f => f.Column.Header)], either == 0 ? 0 : (double)columns / either);
    }
}
