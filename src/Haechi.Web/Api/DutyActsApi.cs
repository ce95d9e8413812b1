using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Files;
using Haechi.Tower.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Api;

/// <summary>Evidence that is no file: a link, a measured result, or a sentence to which the giver stands.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Link">An address.</param>
/// <param name="Measured">A measured result.</param>
/// <param name="Attested">The sentence.</param>
/// <param name="Day">The day of the document or measurement; today when left out.</param>
/// <param name="Until">The last day on which it counts.</param>
public sealed record EvidenceBody(string Title, string? Link = null, string? Measured = null, string? Attested = null, DateOnly? Day = null, DateOnly? Until = null);

/// <summary>Acts on duties and their evidence.</summary>
internal sealed class DutyActsApi : IApi
{
    private const Roles Doers = Roles.Owner | Roles.Officer;

    public string Area => "duties";

    public void Add(ApiTable api)
    {
        api.Act<AssignDuties, Assigned>("/duties/assign", "assign_duties", "의무의 담당자를 정함. duties 또는 filter로 고름", "Assigns duties, chosen by duties or by filter", Doers);
        api.Act<StartDuty>("/duties/{duty}/start", "start_duty", "의무를 시작함", "Begins a duty", Doers, Version);
        api.Act<NoteDuty>("/duties/{duty}/note", "note_duty", "의무에 적어 둠", "Adds a note to a duty", Doers | Roles.Verifier, Version);
        api.Act<UndoDutyAct>("/duties/{duty}/undo", "undo_duty_act", "마지막 일을 되돌림", "Takes the last act back", Doers, Version);
        api.Act<ClaimNotApplicable>("/duties/{duty}/not-applicable", "claim_not_applicable", "해당 없음을 까닭과 함께 적음", "Says with a reason that a duty does not apply", Doers, Version);
        api.Act<WaiveDuty>("/duties/{duty}/waive", "waive_duty", "근거와 함께 어느 날까지 유예함", "Waives a duty until a day, on a provision", Roles.Officer, Version);
        api.ActFrom<EvidenceBody, GiveEvidence, EvidenceRef, EvidenceRef>("/duties/{duty}/evidence", "give_evidence", "링크, 측정 결과, 확인서를 증빙으로 냄", "Gives a link, a measured result or an attestation as evidence", Doers,
            (call, body, _) => Task.FromResult<Result<GiveEvidence>>(new GiveEvidence(call.Route("duty"), body.Title, null, null, body.Link, body.Measured, body.Attested, body.Day, body.Until)),
            new ActKind<EvidenceRef, EvidenceRef>(r => r, null, Version), more: e => e with { Lockable = true });
        api.Upload<GiveEvidence, EvidenceRef>("/duties/{duty}/evidence/file", "give_evidence_file", "파일을 증빙으로 냄. 본문이 파일", "Gives a file as evidence; the body is the file", Doers, File,
            ApiQuery.Text("title", "무엇인지", "What it is", required: true), ApiQuery.Text("file_name", "파일 이름", "The file's name", required: true), ApiQuery.Day("day", "문서의 날짜(없으면 오늘)", "The document's day; today when left out"), ApiQuery.Day("until", "효력이 있는 마지막 날", "The last day on which it counts"));
        api.Act<VerifyEvidence>("/evidence/{evidence}/verify", "verify_evidence", "다른 사람이 낸 증빙을 확인함", "Verifies evidence that somebody else gave", Roles.Verifier | Roles.Officer);
        api.Act<RefuseEvidence>("/evidence/{evidence}/refuse", "refuse_evidence", "증빙을 까닭과 함께 돌려보냄", "Refuses evidence with a reason", Roles.Verifier | Roles.Officer);
        api.Act<WithdrawEvidence>("/evidence/{evidence}/withdraw", "withdraw_evidence", "증빙을 거둠", "Withdraws evidence", Doers);
        api.Bytes("/evidence/{evidence}/file", "get_evidence_file", "증빙의 파일", "The file of a piece of evidence", "application/octet-stream", Download);
    }

    private static async Task<long?> Version(ApiCall call, TowerContext context)
    {
        var id = call.Route("duty");
        return await context.Set<DutyRow>().Where(d => d.Id == id).Select(d => (long?)d.Change).FirstOrDefaultAsync(call.Stop);
    }

    /// <summary>The bytes go to the file store as they come; the row that lists them is written with the evidence.</summary>
    private static async Task File(ApiCall call)
    {
        if (await ApiUpload.Store(call, FileStore.DefaultLimit) is not { } file)
        {
            return;
        }
        var name = Path.GetFileName(call.Text("file_name")!.Replace('\\', '/'));
        var command = new GiveEvidence(call.Route("duty"), call.Text("title")!, file, name.Length > 0 ? name : "file", Day: call.Day("day"), Until: call.Day("until"));
        await ApiAct.Once(call, ApiAct.RequestOf(call, System.Text.Encoding.ASCII.GetBytes(file.Hash)), null, () => Task.FromResult<Result<GiveEvidence>>(command), new ActKind<EvidenceRef, EvidenceRef>(r => r));
    }

    private static async Task Download(ApiCall call)
    {
        var id = call.Route("evidence");
        var row = await call.Get<TowerStore>().Read(c => c.Set<EvidenceRow>().FirstOrDefaultAsync(e => e.Id == id && e.Kind == "file", call.Stop));
        var opened = row is null ? Refusal.NotFound("파일", "file", id) : await call.Get<FileStore>().Open(row.Hash, call.Stop);
        if (!opened.Done)
        {
            await call.Refuse(opened.Refusals);
            return;
        }
        await using var file = opened.Value;
        await call.Bytes(file, "application/octet-stream", row!.FileName ?? "file");
    }
}

/// <summary>Takes a file that is the body of a request.</summary>
internal static class ApiUpload
{
    /// <summary>Keeps the bytes while they arrive; null when the request was answered with a refusal.</summary>
    public static async Task<StoredFile?> Store(ApiCall call, long limit)
    {
        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit + 1;
        }
        if (call.Http.Request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true)
        {
            await call.Refuse(new Refusal("wrong-type", LocalText.Of("파일을 그대로 본문으로 보내십시오. 양식(multipart)이 아닙니다.", "send the file itself as the body, not as a form (multipart)"), "Content-Type"));
            return null;
        }
        var put = await call.Get<FileStore>().Put(call.Http.Request.Body, limit, call.Stop);
        if (!put.Done)
        {
            await call.Refuse(put.Refusals);
            return null;
        }
        return put.Value;
    }
}
