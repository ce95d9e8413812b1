namespace Haechi.Web.Frame.Fields;

/// <summary>A value of a field and what people see for it.</summary>
/// <param name="Value">What is sent.</param>
/// <param name="Text">What is shown.</param>
/// <param name="Hint">Help under it, or null.</param>
public sealed record Choice(string Value, string Text, string? Hint = null);
