using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Access;

/// <summary>Says which body runs this tower.</summary>
/// <param name="Ko">Its Korean or only name.</param>
/// <param name="En">Its English name, or null.</param>
/// <param name="Kind">What kind of body it is: a word of <see cref="BodyKinds"/>.</param>
public sealed record NameBody(string Ko, string? En, string Kind);

/// <summary>Carries out <see cref="NameBody"/>.</summary>
internal sealed class NameBodyHandler(TowerStore store) : IHandle<NameBody, Done>
{
    private const int Longest = 100;

    public Task<Result<Done>> Handle(Actor actor, NameBody command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        if (await Permissions.NeedScope(scope.Context, actor, null) is { } outside)
        {
            return outside;
        }
        var (ko, en) = (command.Ko.Trim(), command.En?.Trim() ?? "");
        List<Refusal> wrong = [];
        if (ko.Length is 0 or > Longest || en.Length > Longest)
        {
            wrong.Add(Refusal.Because("wrong-name", $"기관 이름을 {Longest}자 안에서 적으십시오. 예: 하늘시", $"give the name of the body in at most {Longest} characters, such as Haneul City", ko.Length is 0 or > Longest ? "ko" : "en"));
        }
        if (!BodyKinds.All.Any(k => k.Id == command.Kind))
        {
            wrong.Add(Refusal.Because("wrong-kind", "기관의 종류를 목록에서 고르십시오.", "choose the kind of body from the list", "kind"));
        }
        if (wrong.Count > 0)
        {
            return Refused.Because<Done>(wrong);
        }
        await Choices.Write(scope, BodyName.Key, new BodySetting(ko, en, command.Kind));
        scope.Record("access.name-body", "setting:" + BodyName.Key, new { ko, en, command.Kind });
        return Done.Well;
    }, stop);
}

/// <summary>The setting of the body as it is kept.</summary>
/// <param name="Ko">The Korean or only name.</param>
/// <param name="En">The English name, or empty.</param>
/// <param name="Kind">A word of <see cref="BodyKinds"/>; null in settings that were kept before kinds were asked.</param>
public sealed record BodySetting(string Ko, string? En, string? Kind);
