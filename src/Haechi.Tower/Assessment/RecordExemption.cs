using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>Records that the ministry was consulted, or asked to confirm, so that the assessment may be left out. The duty stands until the ministry has answered and a second person has confirmed the record.</summary>
/// <param name="System">The system.</param>
/// <param name="Ground">The ground (<see cref="ExemptionGround"/>).</param>
/// <param name="AskedOn">The day of the consultation or request.</param>
/// <param name="Reference">The document's number.</param>
/// <param name="Reason">Why the ground applies.</param>
/// <param name="Answer">pending, agreed or refused.</param>
/// <param name="AnsweredOn">The day of the answer; needed unless pending.</param>
/// <param name="FileHash">SHA-256 of the document, or null.</param>
/// <param name="PilotFrom">A pilot's first day.</param>
/// <param name="PilotUntil">A pilot's last day.</param>
public sealed record RecordExemption(
    string System, string Ground, DateOnly AskedOn, string Reference, string Reason, string Answer = ExemptionAnswers.Pending, DateOnly? AnsweredOn = null, string? FileHash = null,
    DateOnly? PilotFrom = null, DateOnly? PilotUntil = null)
{
    /// <summary>The document itself, uploaded; its hash takes the place of <see cref="FileHash"/>. What must stay secret (Art. 32(2)1) is not uploaded: its hash is enough.</summary>
    public ExemptionDocument? Document { get; init; }
}

/// <summary>An uploaded document of the correspondence with the ministry.</summary>
public sealed record ExemptionDocument(StoredFile File, string Name)
{
    /// <summary>Keeps it with the record.</summary>
    internal async Task Attach(WriteScope scope, Exemption exemption)
    {
        await FileStore.Keep(scope, File);
        (exemption.FileHash, exemption.FileName) = (File.Hash, Name);
    }
}

/// <summary>Carries out <see cref="RecordExemption"/>.</summary>
internal sealed class RecordExemptionHandler(TowerStore store) : IHandle<RecordExemption, Exemption>
{
    public Task<Result<Exemption>> Handle(Actor actor, RecordExemption command, CancellationToken stop) => store.Write<Exemption>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Owner | Roles.Officer) is { } role)
        {
            return role;
        }
        if (await SystemToday.Read(scope.Context, command.System, scope.Today) is not { } system)
        {
            return Refusal.NotFound("시스템", "system", command.System);
        }
        if (await Permissions.NeedScope(scope.Context, actor, system.Version.Department) is { } outside)
        {
            return outside;
        }
        if (ExemptionGround.Find(command.Ground) is not { } ground)
        {
            return Refusal.NotFound("생략 사유", "ground to skip", command.Ground);
        }
        List<Refusal> wrong = [.. ExemptionChecks.Of(command, scope.Today)];
        wrong.AddRange(await Already(scope, command, ground, stop));
        if (wrong.Count > 0)
        {
            return Refused.Because<Exemption>(wrong);
        }
        var exemption = new Exemption
        {
            Id = NewId.Next(), System = command.System, Ground = ground.Id, AskedOn = command.AskedOn, Reference = command.Reference.Trim(), FileHash = command.FileHash?.ToLowerInvariant(),
            Answer = command.Answer, AnsweredOn = command.AnsweredOn, Reason = command.Reason.Trim(), PilotFrom = command.PilotFrom, PilotUntil = command.PilotUntil, RecordedBy = actor.Account, RecordedAt = scope.Now,
        };
        scope.Context.Add(exemption);
        if (command.Document is { } document)
        {
            await document.Attach(scope, exemption);
        }
        scope.Record("assessment.exempt", "exemption:" + exemption.Id, new { command.System, ground = ground.Id, command.AskedOn, command.Answer, exemption.FileHash });
        return exemption;
    }, stop);

    private static async Task<IReadOnlyList<Refusal>> Already(WriteScope scope, RecordExemption command, ExemptionGround ground, CancellationToken stop)
    {
        var refusals = new List<Refusal>();
        var same = await scope.Context.Set<Exemption>().AsNoTracking().Where(x => x.System == command.System && x.Ground == ground.Id && x.EndedOn == null).ToListAsync(stop);
        if (same.Any(x => x.PilotUntil is null || x.PilotUntil >= scope.Today))
        {
            refusals.Add(new Refusal("already-open", LocalText.Of("같은 사유의 생략 기록이 이미 있습니다.", "there is a record with the same ground already"), "ground",
                LocalText.Of("그 기록에 회신을 더하거나, 끝낸 뒤 새로 적으십시오.", "add the answer to that one, or end it first.")));
        }
        if (ground.Id == ExemptionGround.Pilot && await scope.Context.Set<Exemption>().AnyAsync(x => x.System == command.System && x.Ground == ground.Id && x.ConfirmedOn != null && x.Answer == ExemptionAnswers.Agreed, stop))
        {
            refusals.Add(new Refusal("pilot-spent", LocalText.Of("이 시스템은 이미 시범 운영으로 영향평가를 생략한 적이 있습니다. 이어서 다시 생략하면 1년의 한도가 뜻을 잃으므로 받지 않습니다(추론).",
                "this system has had an exempt pilot already; another one would empty the limit of a year of its meaning (inference)"), "ground",
                LocalText.Of("영향평가를 하고 결과를 공개하십시오.", "make the assessment and publish its result."), ground.Cite));
        }
        if (ground.Id == ExemptionGround.Done35 && command is { FileHash: null, Document: null }
            && !await scope.Context.Set<ImpactAssessment>().AnyAsync(a => a.System == command.System && a.Form == Article32.OtherForm && (a.State == AssessmentState.Approved || a.State == AssessmentState.Published), stop))
        {
            refusals.Add(new Refusal("no-assessment", LocalText.Of("이 시스템에는 승인된 인공지능기본법 제35조 영향평가가 없습니다.", "this system has no approved assessment under Art. 35 of the AI Basic Act"), "ground",
                LocalText.Of("여기에서 평가를 승인받거나, 다른 곳에서 한 평가서 파일을 올리거나 그 해시를 적으십시오.", "have one approved here, or upload the report made elsewhere, or give its hash."), ground.Cite));
        }
        return refusals;
    }
}

/// <summary>What a record of an exemption must hold.</summary>
internal static class ExemptionChecks
{
    public static IEnumerable<Refusal> Of(RecordExemption command, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(command.Reference) || command.Reference.Length > 200)
        {
            yield return Refusal.Because("missing", "협의하거나 확인을 요청한 문서의 번호를 적어 주십시오(200자 이내).", "give the number of the document of the consultation or request (up to 200 characters)", "reference");
        }
        if (string.IsNullOrWhiteSpace(command.Reason) || command.Reason.Length > AnswerShape.LongestText)
        {
            yield return Refusal.Because("missing", "이 사유에 해당한다고 보는 까닭을 적어 주십시오.", "say why this ground applies", "reason");
        }
        if (command.AskedOn > today)
        {
            yield return Refusal.Because("wrong-day", "협의일 또는 요청일이 오늘보다 뒤입니다. 실제로 협의하거나 요청한 날을 적어 주십시오.", "the day of the consultation or request lies ahead; give the day on which it took place", "asked");
        }
        if (command.FileHash is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
        {
            yield return Refusal.Because("wrong-hash", "문서의 SHA-256은 64자리 16진수여야 합니다.", "the document's SHA-256 has 64 hexadecimal digits", "file");
        }
        foreach (var refusal in Answer(command.Answer, command.AnsweredOn, command.AskedOn, today).Concat(Pilot(command)))
        {
            yield return refusal;
        }
    }

    public static IEnumerable<Refusal> Answer(string answer, DateOnly? answeredOn, DateOnly askedOn, DateOnly today)
    {
        if (!ExemptionAnswers.All.Contains(answer, StringComparer.Ordinal))
        {
            yield return Refusal.Because("wrong-value", $"회신 '{answer}'은(는) pending, agreed, refused 가운데 하나여야 합니다.", $"the answer '{answer}' must be pending, agreed or refused", "answer");
        }
        else if (answer != ExemptionAnswers.Pending && answeredOn is null)
        {
            yield return Refusal.Because("missing", "행정안전부의 회신일을 적어 주십시오.", "give the day of the ministry's answer", "answered");
        }
        if (answeredOn is { } day && (day < askedOn || day > today))
        {
            yield return Refusal.Because("wrong-day", $"회신일은 협의·요청일({askedOn:yyyy. M. d.})과 오늘({today:yyyy. M. d.}) 사이여야 합니다.", $"the answer's day must lie between the request ({askedOn:yyyy-MM-dd}) and today ({today:yyyy-MM-dd})", "answered");
        }
    }

    /// <summary>Decree Art. 27(1): a pilot lasts a year at most, so its last day is the day before the same date of the next year (Civil Act Art. 160).</summary>
    private static IEnumerable<Refusal> Pilot(RecordExemption command)
    {
        if (command.Ground != ExemptionGround.Pilot)
        {
            if (command.PilotFrom is not null || command.PilotUntil is not null)
            {
                yield return Refusal.Because("wrong-value", "시범 운영 기간은 시범 운영을 사유로 할 때만 적습니다.", "the days of a pilot are given only when the ground is a pilot", "pilot");
            }
            yield break;
        }
        var cite = ExemptionGround.Find(ExemptionGround.Pilot)!.Cite;
        if (command.PilotFrom is not { } from || command.PilotUntil is not { } until)
        {
            yield return new Refusal("missing", LocalText.Of("시범 운영의 첫날과 마지막 날을 적어 주십시오.", "give the first and the last day of the pilot"), "pilot", null, cite);
        }
        else if (until < from || until > from.AddYears(1).AddDays(-1))
        {
            yield return new Refusal("too-long", LocalText.Of($"성능 확인을 위한 시범 운영은 1년까지입니다. {from:yyyy-MM-dd}에 시작하면 마지막 날은 {from.AddYears(1).AddDays(-1):yyyy-MM-dd} 이전이어야 합니다.",
                $"a performance pilot lasts a year at most; begun on {from:yyyy-MM-dd} it ends by {from.AddYears(1).AddDays(-1):yyyy-MM-dd}"), "pilot",
                LocalText.Of("기간을 줄이거나 영향평가를 하십시오.", "shorten it, or make the assessment."), cite);
        }
    }
}
