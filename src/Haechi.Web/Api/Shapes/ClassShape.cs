using Haechi.Rules;

namespace Haechi.Web.Api.Shapes;

/// <summary>Systems with one outcome of a class.</summary>
/// <param name="Outcome">yes, no, unknown or review.</param>
/// <param name="Word">The class's own word for it.</param>
/// <param name="Systems">How many systems.</param>
public sealed record ClassCountShape(string Outcome, string Word, int Systems);

/// <summary>A class over the whole register. Plain no of classes that nobody declared, and unknown of classes that tell no risk, are not counted one by one.</summary>
/// <param name="Class">The class.</param>
/// <param name="Title">Its title.</param>
/// <param name="Outcomes">How many systems have which outcome.</param>
/// <param name="Disagreements">Systems whose owner declared something else.</param>
public sealed record ClassShape(string Class, LocalText Title, IReadOnlyList<ClassCountShape> Outcomes, int Disagreements);

/// <summary>All classes that have an outcome anywhere.</summary>
/// <param name="Systems">All systems of the register.</param>
/// <param name="Pending">Those that wait to be determined again.</param>
/// <param name="Classes">The classes.</param>
public sealed record ClassesShape(int Systems, int Pending, IReadOnlyList<ClassShape> Classes);

/// <summary>A system under a class.</summary>
public sealed record ClassedShape(string System, string Number, string Name, string Outcome, string Word, string? Declared, bool Disagrees);
