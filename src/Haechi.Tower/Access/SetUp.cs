using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>How far an empty tower has been walked: its name, its departments, its books, its first list. Worked out from what is there, so it can be left and resumed anywhere.</summary>
/// <param name="Named">The body has a name.</param>
/// <param name="Departments">There are departments, or they are to come with the list.</param>
/// <param name="Finished">The walk was ended.</param>
public sealed record SetUp(bool Named, bool Departments, bool Finished)
{
    internal const string Key = "set-up";

    /// <summary>How far it is.</summary>
    public static async Task<SetUp> Of(TowerContext context)
    {
        var mark = await Choices.Read<Mark>(context, Key);
        return new SetUp(await context.Set<Setting>().AnyAsync(s => s.Key == BodyName.Key), mark is { DepartmentsLater: true } || await context.Set<Department>().AnyAsync(), mark is { Finished: true });
    }

    /// <summary>True when the first page shows the portfolio.</summary>
    public static async Task<bool> IsDone(TowerContext context) => (await Of(context)).Finished;

    /// <summary>What was said on the way.</summary>
    internal sealed record Mark(bool DepartmentsLater, bool Finished);
}
