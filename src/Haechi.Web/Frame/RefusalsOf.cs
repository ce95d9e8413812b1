using Haechi.Tower.Common;

namespace Haechi.Web.Frame;

/// <summary>Finds what was refused about one field.</summary>
public static class RefusalsOf
{
    /// <summary>The message about the field, or null.</summary>
    public static string? Of(this IReadOnlyList<Refusal> refusals, string field, string language) => refusals.FirstOrDefault(r => r.Where == field)?.Message.In(language);
}
