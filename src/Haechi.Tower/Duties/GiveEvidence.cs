using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Duties;

/// <summary>Gives evidence: a file, a link, a measured result, or an attestation, which expires.</summary>
/// <param name="Duty">The duty.</param>
/// <param name="Title">What it is.</param>
/// <param name="File">The received file, or null.</param>
/// <param name="FileName">Its name.</param>
/// <param name="Link">An address, or null.</param>
/// <param name="Measured">A measured result such as <c>오탐률 2.1 % (n = 4,300)</c>, or null.</param>
/// <param name="Attested">The sentence to which the giver stands, or null.</param>
/// <param name="Day">The day of the document or measurement; null for today.</param>
/// <param name="Until">The last day on which it counts; null for no end, or for an attestation one year; an account of what is past does not expire.</param>
public sealed record GiveEvidence(
    string Duty, string Title, StoredFile? File = null, string? FileName = null, string? Link = null, string? Measured = null, string? Attested = null, DateOnly? Day = null, DateOnly? Until = null);

/// <summary>The evidence that was kept.</summary>
public sealed record EvidenceRef(string Evidence, string Hash);

internal sealed class GiveEvidenceHandler(TowerStore store) : IHandle<GiveEvidence, EvidenceRef>
{
    public Task<Result<EvidenceRef>> Handle(Actor actor, GiveEvidence command, CancellationToken stop) => store.Write<EvidenceRef>(actor, async scope =>
    {
        var found = await DutyAct.FindOpen(scope, command.Duty, Roles.Owner | Roles.Officer, stop);
        if (!found.Done)
        {
            return Refused.Because<EvidenceRef>(found.Refusals);
        }
        var day = command.Day ?? scope.Today;
        if (Problem(command, day, scope.Today) is { } problem)
        {
            return problem;
        }
        if (command.File is { } file)
        {
            await FileStore.Keep(scope, file);
        }
        var (kind, content) = Content(command);
        var row = new EvidenceRow
        {
            Id = NewId.Next(), Duty = found.Value.Id, Period = found.Value.Period, Kind = kind, Title = command.Title.Trim(), FileName = command.File is null ? null : command.FileName, Content = content,
            Hash = command.File?.Hash ?? Digest.Of(content!), Day = day, Until = command.Until ?? (kind == "attestation" && found.Value.Rule != BrokenGlass.Rule ? day.AddYears(1) : null), GivenBy = actor.Account, GivenAt = scope.Now, State = "given",
        };
        scope.Context.Add(row);
        var all = await DutyAct.Evidence(scope.Context, found.Value.Id, stop);
        DutyAct.Do(scope, found.Value, "evidence", d => DutyAct.Recount(d, all.Append(row)), null, row.Id);
        return new EvidenceRef(row.Id, row.Hash);
    }, stop);

    private static (string Kind, string? Content) Content(GiveEvidence c) =>
        c.File is not null ? ("file", null) : c.Link is { Length: > 0 } ? ("link", c.Link.Trim()) : c.Measured is { Length: > 0 } ? ("result", c.Measured.Trim()) : ("attestation", c.Attested?.Trim());

    private static Refusal? Problem(GiveEvidence c, DateOnly day, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(c.Title))
        {
            return Refusal.Because("missing", "무엇을 제출하는지 제목을 적어 주십시오.", "say what it is that you give", "title");
        }
        if (c.File is null && string.IsNullOrWhiteSpace(Content(c).Content))
        {
            return Refusal.Because("missing", "파일, 링크, 측정 결과, 확인서 가운데 하나가 필요합니다.", "give a file, a link, a measured result or an attestation", "file");
        }
        if (Content(c) is ("link", { } link) && !(Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")))
        {
            return Refusal.Because("wrong-link", "링크는 http:// 또는 https:// 로 시작하는 주소여야 합니다.", "a link begins with http:// or https://", "link");
        }
        if (day > today)
        {
            return Refusal.Because("wrong-day", "증빙의 날짜가 오늘보다 늦습니다.", "the day of the evidence lies in the future", "day");
        }
        return c.Until < today ? Refusal.Because("wrong-day", "이미 효력이 끝난 증빙입니다. 유효 기간을 확인하십시오.", "this evidence has expired already; check until when it counts", "until") : null;
    }
}
