using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Access;

/// <summary>Says on the walk through an empty tower that departments come with the list, or that the walk is over.</summary>
/// <param name="DepartmentsLater">The departments come with the first list.</param>
/// <param name="Finished">The first page shows the portfolio from now on.</param>
public sealed record MarkSetUp(bool DepartmentsLater = false, bool Finished = false);

/// <summary>Carries out <see cref="MarkSetUp"/>. What was said before stays said.</summary>
internal sealed class MarkSetUpHandler(TowerStore store) : IHandle<MarkSetUp, Done>
{
    public Task<Result<Done>> Handle(Actor actor, MarkSetUp command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        var before = await Choices.Read<SetUp.Mark>(scope.Context, SetUp.Key) ?? new SetUp.Mark(false, false);
        var mark = new SetUp.Mark(before.DepartmentsLater || command.DepartmentsLater, before.Finished || command.Finished);
        await Choices.Write(scope, SetUp.Key, mark);
        scope.Record("access.set-up", "setting:" + SetUp.Key, mark);
        return Done.Well;
    }, stop);
}
