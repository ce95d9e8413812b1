using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Register.Contracts;

/// <summary>
/// Narrows the list of systems by what a module above the register knows, such as the class that a law book gives. The list shows a choice for each filter that it finds; the register knows none of
/// them. Register with <c>services.AddSingleton&lt;ISystemFilter, …&gt;()</c>.
/// </summary>
public interface ISystemFilter
{
    /// <summary>The name in addresses and commands, such as <c>class</c>: lower-case letters.</summary>
    public string Key { get; }

    /// <summary>The name for people.</summary>
    public LocalText Title { get; }

    /// <summary>What may be chosen: the value in addresses, and its title.</summary>
    public Task<IReadOnlyList<(string Value, LocalText Title)>> Choices(TowerContext context);

    /// <summary>The ids of the systems that the choice keeps; part of one statement in the database.</summary>
    public IQueryable<string> Systems(TowerContext context, string value, Moment moment);
}
