using Haechi.Tower.Access;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Rulebooks;

/// <summary>Decides how the installation counts days.</summary>
public sealed record ChooseCounting(CountingChoice Choice);

internal sealed class ChooseCountingHandler(TowerStore store) : IHandle<ChooseCounting, Done>
{
    public Task<Result<Done>> Handle(Actor actor, ChooseCounting command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        if (await Permissions.NeedScope(scope.Context, actor, null) is { } outside)
        {
            return outside;
        }
        await Choices.Write(scope, InForce.DaysKey, command.Choice);
        scope.Record("rulebooks.choose-counting", "setting:" + InForce.DaysKey, new { command.Choice.FirstDayCounts, rest = command.Choice.Rest.ToString() });
        return Done.Well;
    }, stop);
}
