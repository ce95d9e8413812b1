using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Access;

/// <summary>How strictly people sign in: a choice of the installation.</summary>
/// <param name="IdleMinutes">A session that stands unused for so long ends.</param>
/// <param name="LongestHours">A session ends after so long, however much it is used.</param>
/// <param name="SecondFactor">Administrators and officers must have a second factor.</param>
public sealed record SignInRules(int IdleMinutes = 120, int LongestHours = 12, bool SecondFactor = false)
{
    internal const string Key = "sign-in";

    /// <summary>Whose accounts can do most: those who let others in and those who run the register.</summary>
    public const Roles Strong = Roles.Administrator | Roles.Officer;

    /// <summary>What holds now.</summary>
    public static async Task<SignInRules> Of(TowerContext context) => await Choices.Read<SignInRules>(context, Key) ?? new SignInRules();

    /// <summary>True when an account with these roles must have a second factor.</summary>
    public bool Demands(Roles roles) => SecondFactor && (roles & Strong) != 0;
}

/// <summary>Chooses the rules of signing in.</summary>
public sealed record ChooseSignIn(int IdleMinutes, int LongestHours, bool SecondFactor);

/// <summary>Carries out <see cref="ChooseSignIn"/>. They hold for sessions that begin from now on.</summary>
internal sealed class ChooseSignInHandler(TowerStore store) : IHandle<ChooseSignIn, Done>
{
    public Task<Result<Done>> Handle(Actor actor, ChooseSignIn command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Administrator) is { } role)
        {
            return role;
        }
        if (await Permissions.NeedScope(scope.Context, actor, null) is { } outside)
        {
            return outside;
        }
        List<Refusal> wrong = [];
        if (command.IdleMinutes is < 5 or > 24 * 60)
        {
            wrong.Add(Refusal.Because("wrong-number", "쓰지 않을 때 끝나는 시간은 5분에서 1,440분 사이로 적으십시오.", "a session may stand unused for 5 to 1,440 minutes", "idle"));
        }
        if (command.LongestHours is < 1 or > 72)
        {
            wrong.Add(Refusal.Because("wrong-number", "가장 긴 시간은 1시간에서 72시간 사이로 적으십시오.", "a session may last 1 to 72 hours", "longest"));
        }
        if (wrong.Count > 0)
        {
            return Refused.Because<Done>(wrong);
        }
        var rules = new SignInRules(command.IdleMinutes, command.LongestHours, command.SecondFactor);
        await Choices.Write(scope, SignInRules.Key, rules);
        scope.Record("access.sign-in-rules", "setting:" + SignInRules.Key, rules);
        return Done.Well;
    }, stop);
}
