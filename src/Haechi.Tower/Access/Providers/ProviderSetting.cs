using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Access.Providers;

/// <summary>Another service that people sign in with (OpenID Connect): a choice of the installation.</summary>
/// <param name="Issuer">Its issuer identifier, an https address.</param>
/// <param name="ClientId">How it knows this tower.</param>
/// <param name="Secret">The client secret, closed by <see cref="ISecretBox"/>; null for a public client.</param>
/// <param name="Name">What the link on the sign-in page calls it.</param>
/// <param name="Claim">The claim that names a person there: <c>email</c>, <c>preferred_username</c> or <c>sub</c>.</param>
/// <param name="MakeReaders">Whoever comes from there without an account gets one that may read; else nobody gets an account by coming.</param>
/// <param name="On">It may be used.</param>
public sealed record ProviderSetting(string Issuer, string ClientId, string? Secret, string Name, string Claim = "email", bool MakeReaders = false, bool On = true)
{
    internal const string Key = "provider";

    /// <summary>The claims that may name a person.</summary>
    public static IReadOnlyList<string> Claims { get; } = ["email", "preferred_username", "sub"];

    /// <summary>The choice, or null when there is none.</summary>
    public static Task<ProviderSetting?> Of(TowerContext context) => Choices.Read<ProviderSetting>(context, Key);

    /// <summary>Whether an address may be asked: https, or this machine itself.</summary>
    public static bool MayAsk(Uri address) => address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback);
}

/// <summary>Chooses the service. The kept secret stays only while issuer and client stay: else it would go to another service than the one it was given for.</summary>
/// <param name="Provider">The choice; its <see cref="ProviderSetting.Secret"/> is not read.</param>
/// <param name="ClientSecret">The client secret, or null to keep the one there is.</param>
public sealed record ChooseProvider(ProviderSetting Provider, string? ClientSecret = null);

/// <summary>Carries out <see cref="ChooseProvider"/>.</summary>
internal sealed class ChooseProviderHandler(TowerStore store, ISecretBox box) : IHandle<ChooseProvider, Done>
{
    private const int Longest = 500;

    public Task<Result<Done>> Handle(Actor actor, ChooseProvider command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Administrator) is { } role)
        {
            return role;
        }
        if (await Permissions.NeedScope(scope.Context, actor, null) is { } outside)
        {
            return outside;
        }
        var given = command.Provider with { Issuer = command.Provider.Issuer.Trim(), ClientId = command.Provider.ClientId.Trim(), Name = command.Provider.Name.Trim() };
        if (Problems(given).ToList() is { Count: > 0 } wrong)
        {
            return Refused.Because<Done>(wrong);
        }
        var before = await ProviderSetting.Of(scope.Context);
        var kept = before is not null && (before.Issuer, before.ClientId) == (given.Issuer, given.ClientId) ? before.Secret : null;
        var chosen = given with { Secret = command.ClientSecret is { Length: > 0 } secret ? box.Close(secret) : kept };
        await Choices.Write(scope, ProviderSetting.Key, chosen);
        scope.Record("access.provider", "setting:" + ProviderSetting.Key, new { chosen.Issuer, chosen.Claim, chosen.MakeReaders, chosen.On, secret = chosen.Secret is not null, changedSecret = chosen.Secret != before?.Secret });
        return Done.Well;
    }, stop);

    private static IEnumerable<Refusal> Problems(ProviderSetting given)
    {
        if (given.Issuer.Length > Longest || !Uri.TryCreate(given.Issuer, UriKind.Absolute, out var issuer) || !ProviderSetting.MayAsk(issuer) || issuer.Query.Length > 0 || issuer.Fragment.Length > 0 || issuer.UserInfo.Length > 0)
        {
            yield return Refusal.Because("wrong-value", "발급자는 https:// 로 시작하는 주소여야 합니다(이 컴퓨터 안의 주소만 http://). 예: https://login.haneul.example",
                "the issuer is an address that begins with https:// (http:// only on this machine), such as https://login.haneul.example", "issuer");
        }
        if (given.ClientId.Length is 0 or > Longest)
        {
            yield return Refusal.Because("wrong-value", "서비스에 등록하고 받은 클라이언트 ID를 적으십시오.", "give the client id that the service gave this tower", "client");
        }
        if (given.Name.Length is 0 or > 80)
        {
            yield return Refusal.Because("wrong-value", "로그인 화면에 보일 이름을 80자까지 적으십시오. 예: 하늘시 통합 로그인", "give the name for the sign-in page, at most 80 characters", "name");
        }
        if (!ProviderSetting.Claims.Contains(given.Claim))
        {
            yield return Refusal.Because("wrong-value", "사람을 알아보는 값을 목록에서 고르십시오.", "choose from the list what names a person", "claim");
        }
    }
}
