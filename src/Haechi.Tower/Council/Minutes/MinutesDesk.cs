using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council.Minutes;

/// <summary>Gives minutes in each form, for those who may see everything and for everybody.</summary>
public sealed class MinutesDesk(TowerStore store, CouncilQueries queries, FileStore files)
{
    /// <summary>What a content security policy must allow for the page's own style.</summary>
    public static string StyleSource => MinutesHtml.StyleSource;

    /// <summary>The minutes as a page.</summary>
    public Task<Result<byte[]>> Html(Actor actor, string meeting, string language, bool isPublic, CancellationToken stop = default) => Make(actor, meeting, language, isPublic, MinutesHtml.Of, stop);

    /// <summary>The minutes as DOCX.</summary>
    public Task<Result<byte[]>> Docx(Actor actor, string meeting, string language, bool isPublic, CancellationToken stop = default) => Make(actor, meeting, language, isPublic, MinutesDocx.Of, stop);

    /// <summary>The bytes that were published; refuses when nothing was.</summary>
    public async Task<Result<Stream>> Published(string meeting, string language, CancellationToken stop = default)
    {
        var row = await store.Read(c => c.Set<CouncilMeeting>().FirstOrDefaultAsync(m => m.Id == meeting && m.PublishedAt != null, stop));
        return row is null ? Refusal.NotFound("공개된 회의록", "published minutes of a meeting", meeting) : await files.Open(language == "en" ? row.MinutesEn! : row.MinutesKo!, stop);
    }

    private async Task<Result<byte[]>> Make(Actor actor, string meeting, string language, bool isPublic, Func<IReadOnlyList<MinutesPart>, string, byte[]> write, CancellationToken stop)
    {
        var view = await queries.Meeting(actor, meeting, stop);
        return view.Done ? write(MinutesText.Of(view.Value, await store.Read(BodyName.Of), language, isPublic), language) : Refused.Because<byte[]>(view.Refusals);
    }
}

/// <summary>Publishes the public minutes of a closed meeting. Whoever closed it or wrote down what was said does not publish them.</summary>
public sealed record PublishMinutes(string Meeting);

internal sealed class PublishMinutesHandler(CouncilDesk desk, MinutesDesk minutes, FileStore files) : IHandle<PublishMinutes, MeetingRef>
{
    public async Task<Result<MeetingRef>> Handle(Actor actor, PublishMinutes command, CancellationToken stop)
    {
        if (Permissions.Need(actor, Roles.Publisher | Roles.Officer) is { } role)
        {
            return role;
        }
        var stored = new List<StoredFile>();
        foreach (var language in new[] { "ko", "en" })
        {
            var page = await minutes.Html(actor, command.Meeting, language, true, stop);
            if (!page.Done)
            {
                return Refused.Because<MeetingRef>(page.Refusals);
            }
            using var bytes = new MemoryStream(page.Value);
            var put = await files.Put(bytes, stop: stop);
            if (!put.Done)
            {
                return Refused.Because<MeetingRef>(put.Refusals);
            }
            stored.Add(put.Value);
        }
        return await desk.Write<MeetingRef>(actor, "council-meeting:" + command.Meeting, async scope =>
        {
            if (await scope.Context.Set<CouncilMeeting>().FindAsync([command.Meeting], stop) is not { State: "closed", PublishedAt: null } meeting)
            {
                return Refusal.Because("wrong-state", "끝난 회의의, 아직 공개하지 않은 회의록만 공개할 수 있습니다.", "only minutes of a closed meeting that were not published yet can be published", command.Meeting);
            }
            var items = scope.Context.Set<CouncilItem>().Where(i => i.Meeting == meeting.Id).Select(i => i.Id);
            if (meeting.ClosedBy == actor.Account || await scope.Context.Set<CouncilNote>().AnyAsync(n => items.Contains(n.Item) && n.Account == actor.Account, stop))
            {
                return new Refusal("second-person", LocalText.Of("회의를 끝냈거나 회의록을 적은 사람은 공개할 수 없습니다.", "whoever closed the meeting or wrote down what was said does not publish the minutes"), command.Meeting,
                    LocalText.Of("공개 담당자나 다른 총괄 담당관에게 요청하십시오.", "ask a publisher or another officer."));
            }
            foreach (var file in stored)
            {
                await FileStore.Keep(scope, file);
            }
            (meeting.PublishedAt, meeting.MinutesKo, meeting.MinutesEn) = (scope.Now, stored[0].Hash, stored[1].Hash);
            scope.Record("council.publish", "council-meeting:" + meeting.Id, new { meeting.Body, meeting.Number, ko = meeting.MinutesKo, en = meeting.MinutesEn });
            return new MeetingRef(meeting.Id);
        }, stop);
    }
}
