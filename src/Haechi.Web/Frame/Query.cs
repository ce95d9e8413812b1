using Microsoft.AspNetCore.WebUtilities;

namespace Haechi.Web.Frame;

/// <summary>Changes one value in the query of an address and keeps the rest.</summary>
public static class Query
{
    /// <summary>The address with <paramref name="name"/> set to <paramref name="value"/>, or without it when null.</summary>
    public static string With(string address, string name, string? value)
    {
        var parts = address.Split('?', 2);
        var query = parts.Length > 1 ? QueryHelpers.ParseQuery(parts[1]) : [];
        var kept = query.Where(q => q.Key != name).SelectMany(q => q.Value, (q, v) => KeyValuePair.Create(q.Key, v));
        return QueryHelpers.AddQueryString(parts[0], value is null ? kept : kept.Append(KeyValuePair.Create(name, (string?)value)));
    }
}
