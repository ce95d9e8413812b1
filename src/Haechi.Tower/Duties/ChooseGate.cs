using System.Text.RegularExpressions;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Duties;

/// <summary>What the installation decides about the gate.</summary>
/// <param name="Production">The environments that count as production; written in any case.</param>
public sealed partial record GateChoice(IReadOnlyList<string> Production)
{
    internal const string Key = "gate";

    /// <summary>What holds before anybody decides.</summary>
    public static GateChoice Default { get; } = new(["prod", "production", "live"]);

    /// <summary>The choice that holds.</summary>
    public static async Task<GateChoice> Read(TowerContext context) => await Choices.Read<GateChoice>(context, Key) ?? Default;

    /// <summary>True when residents are met there, so that everything the law asks before use must be shown.</summary>
    public bool IsProduction(string environment) => Production.Contains(environment, StringComparer.OrdinalIgnoreCase);

    /// <summary>Null when the text names an environment; else the refusal.</summary>
    public static Refusal? Check(string environment) => Names().IsMatch(environment) ? null : Refusal.Because(
        "wrong-environment", "환경 이름은 영문자, 숫자, 점, 밑줄, 빼기표로 40자 안에서 적습니다. 예: prod, staging, eu-west.1", "an environment is named with letters, digits, dots, underscores and hyphens, at most 40, such as prod, staging or eu-west.1", "environment");

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}

/// <summary>Decides which environments count as production.</summary>
public sealed record ChooseGate(IReadOnlyList<string> Production);

internal sealed class ChooseGateHandler(TowerStore store) : IHandle<ChooseGate, Done>
{
    private const int Most = 50;

    public Task<Result<Done>> Handle(Actor actor, ChooseGate command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        if ((Permissions.Need(actor, Roles.Officer) ?? await Permissions.NeedScope(scope.Context, actor, null)) is { } refusal)
        {
            return refusal;
        }
        List<string> names = [.. command.Production.Select(p => p.Trim().ToLowerInvariant()).Distinct()];
        if (names.Count is 0 or > Most)
        {
            return Refusal.Because("missing", "운영 환경의 이름을 하나 이상 50개 안에서 적어 주십시오. 하나도 없으면 관문이 아무것도 막지 못합니다.", "name one to fifty environments that count as production; without any the gate would refuse nothing", "production");
        }
        if (names.Select(GateChoice.Check).FirstOrDefault(r => r is not null) is { } wrong)
        {
            return wrong;
        }
        await Choices.Write(scope, GateChoice.Key, new GateChoice(names));
        scope.Record("gate.choose", "setting:" + GateChoice.Key, new { environments = names.Count });
        return Done.Well;
    }, stop);
}
