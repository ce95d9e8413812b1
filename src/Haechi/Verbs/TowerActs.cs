using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Verbs;

/// <summary>Carries out commands as the person at the terminal, for verbs that go on only when all went well.</summary>
internal static class TowerActs
{
    /// <summary>The store of an opened tower.</summary>
    public static TowerStore Store(this ServiceProvider tower) => tower.GetRequiredService<TowerStore>();

    /// <summary>Carries out a command.</summary>
    /// <exception cref="RefusedException">It was refused.</exception>
    public static async Task<TResult> Do<TCommand, TResult>(this ServiceProvider tower, TCommand command, CancellationToken stop = default)
    {
        var result = await tower.GetRequiredService<IHandle<TCommand, TResult>>().Handle(Actor.Terminal, command, stop);
        return result.Done ? result.Value : throw Refusal(result.Refusals);
    }

    /// <summary>Refusals as what ends a verb.</summary>
    public static RefusedException Refusal(IReadOnlyList<Refusal> refusals) => new([.. refusals.Select(r =>
        new Finding(Severity.Error, r.Code, new Place(r.Where ?? "", 0, 0), LocalText.Of(Full(r, "ko"), Full(r, "en"))))]);

    private static string Full(Refusal refusal, string language) =>
        refusal.Message.In(language) + (refusal.Provision is null ? "" : $" ({Citation.In(refusal.Provision, language)})") + (refusal.Next is null ? "" : " " + refusal.Next.In(language));
}
