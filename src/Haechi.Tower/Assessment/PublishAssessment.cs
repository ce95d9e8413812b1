using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>Publishes an approved assessment: keeps the page in both languages as bytes with their hash, takes the place of the one published before, and becomes evidence of the duties that it shows.</summary>
/// <param name="Assessment">The assessment.</param>
/// <param name="Expected">The version that the person looked at.</param>
/// <param name="On">The day since which the result is public; null for today.</param>
/// <param name="Link">Where the body shows it; null when this tower shows the page itself.</param>
public sealed record PublishAssessment(string Assessment, int Expected, DateOnly? On = null, string? Link = null);

/// <summary>Carries out <see cref="PublishAssessment"/>.</summary>
internal sealed class PublishAssessmentHandler(TowerStore store, Workshop workshop, AssessmentEvidence evidence) : IHandle<PublishAssessment, AssessmentRef>
{
    public Task<Result<AssessmentRef>> Handle(Actor actor, PublishAssessment command, CancellationToken stop) => store.Write<AssessmentRef>(actor, async scope =>
    {
        var opened = await Opened.For(scope, workshop, Roles.Publisher | Roles.Owner | Roles.Officer, command.Assessment, command.Expected, AssessmentState.Approved);
        if (!opened.Done)
        {
            return Refused.Because<AssessmentRef>(opened.Refusals);
        }
        if (await opened.Value.IsAuthor(scope, stop))
        {
            return NotItsAuthor;
        }
        var on = command.On ?? scope.Today;
        var link = string.IsNullOrWhiteSpace(command.Link) ? null : command.Link.Trim();
        if ((WrongDay(on, opened.Value.Row.ApprovedOn!.Value, scope.Today) ?? WrongLink(link) ?? Staleness.Refusal(opened.Value.ChangedFacts(), opened.Value.Books, draft: false)) is { } refusal)
        {
            return refusal;
        }
        var row = opened.Value.Row;
        (row.PublishedOn, row.Link) = (on, link);
        var body = await BodyName.Of(scope.Context);
        row.PageKo = await Keep(scope, PageHtml.Of(PageContent.Of(opened.Value, body), "ko"));
        row.PageEn = await Keep(scope, PageHtml.Of(PageContent.Of(opened.Value, body), "en"));
        await Replace(scope, row, on, stop);
        opened.Value.Step(scope, "publish", AssessmentState.Published);
        scope.Record("assessment.publish", "assessment:" + row.Id, new { version = row.Version, opened.Value.Version.Hash, on, linked = link is not null, row.PageKo, row.PageEn });
        await evidence.Follow(scope, row.System, stop);
        return new AssessmentRef(row.Id, row.Version);
    }, stop);

    private static async Task Replace(WriteScope scope, ImpactAssessment row, DateOnly on, CancellationToken stop)
    {
        foreach (var before in await scope.Context.Set<ImpactAssessment>().Where(a => a.System == row.System && a.Form == row.Form && a.State == AssessmentState.Published && a.Id != row.Id).ToListAsync(stop))
        {
            (before.State, before.EndedOn, before.ChangedAt) = (AssessmentState.Replaced, on, scope.Now);
            scope.Context.Add(new AssessmentEvent { Assessment = before.Id, At = scope.Now, Account = scope.Actor.Account, Act = "replace", State = AssessmentState.Replaced, Version = before.Version, Note = row.Id });
        }
    }

    private static async Task<string> Keep(WriteScope scope, byte[] page)
    {
        var hash = Convert.ToHexStringLower(global::System.Security.Cryptography.SHA256.HashData(page));
        if (await scope.Context.Set<PublishedPage>().FindAsync(hash) is null)
        {
            scope.Context.Add(new PublishedPage { Hash = hash, Bytes = page });
        }
        return hash;
    }

    /// <summary>Nobody publishes what they wrote.</summary>
    internal static Refusal NotItsAuthor { get; } = new("second-person",
        Rules.LocalText.Of("이 평가를 한 판이라도 작성한 사람은 공개할 수 없습니다.", "whoever wrote any version of this assessment cannot publish it"), null,
        Rules.LocalText.Of("작성에 참여하지 않은 공개 담당자나 총괄 담당관에게 공개를 요청하십시오.", "ask a publisher or officer who wrote none of it."));

    private static Refusal? WrongDay(DateOnly on, DateOnly approved, DateOnly today) =>
        on > today ? Refusal.Because("wrong-day", "공개일이 오늘보다 뒤입니다. 실제로 공개한 날을 적어 주십시오.", "the day of publishing lies ahead; give the day on which it became public", "on")
        : on < approved ? Refusal.Because("wrong-day", $"공개일이 승인일({approved:yyyy-MM-dd})보다 앞섭니다. 승인된 결과만 공개할 수 있습니다.", $"the day of publishing lies before the approval ({approved:yyyy-MM-dd}); only what is approved can be published", "on")
        : null;

    private static Refusal? WrongLink(string? link) =>
        link is null || (link.Length <= 2000 && Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http") ? null
        : Refusal.Because("wrong-link", "공개 주소는 https:// 또는 http:// 로 시작하는 전체 주소여야 합니다.", "the address must be a whole one that begins with https:// or http://", "link");
}
