using System.Globalization;
using Haechi.Rules;
using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Tower.Council.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council.Subjects;

/// <summary>An impact assessment at one version.</summary>
internal sealed class AssessmentSubject(AssessmentForms forms) : ICaseSubject
{
    private const string Word = "assessment";
    private static readonly string[] Told = ["summary", "conclusion"];

    public string Kind => Word;

    public LocalText Title { get; } = LocalText.Of("영향평가", "Impact assessment");

    /// <summary>The newest that a second person approved, else the newest that waits for one, with those who wrote it.</summary>
    public static async Task<(SubjectPin? Pin, IReadOnlyCollection<string> Authors)> Newest(TowerContext context, string system, CancellationToken stop)
    {
        AssessmentState[] shown = [AssessmentState.Published, AssessmentState.Approved, AssessmentState.Submitted];
        var rows = await context.Set<ImpactAssessment>().AsNoTracking().Where(a => a.System == system && shown.Contains(a.State)).ToListAsync(stop);
        return rows.OrderBy(a => Array.IndexOf(shown, a.State)).ThenByDescending(a => a.ChangedAt).ThenBy(a => a.Id, StringComparer.Ordinal).FirstOrDefault() is { } best ? await Of(context, best, stop) : (null, []);
    }

    public async Task<Result<PinnedSubject>> Pin(TowerContext context, string thing, Moment at, CancellationToken stop)
    {
        if (await context.Set<ImpactAssessment>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == thing, stop) is not { } row)
        {
            return Refusal.NotFound("영향평가", "assessment", thing);
        }
        var (pin, authors) = await Of(context, row, stop);
        return new PinnedSubject([pin], row.System, [], authors);
    }

    public async Task<Result<IReadOnlyList<CardLine>>> Read(TowerContext context, SubjectPin pin, CancellationToken stop)
    {
        var number = int.Parse(pin.Version, CultureInfo.InvariantCulture);
        if (await context.Set<ImpactAssessmentVersion>().AsNoTracking().FirstOrDefaultAsync(v => v.Assessment == pin.Thing && v.Number == number, stop) is not { } version || version.Hash != pin.Hash)
        {
            return Pins.Gone(pin);
        }
        var answers = AnswersJson.Read(version.Content);
        // The form as it was when the version was saved: its questions may be others by now.
        var form = await forms.Pinned(context, version.FormHash);
        List<CardLine> lines = [new("evidence", "assessment", LocalText.Of("영향평가", "Impact assessment"), LocalText.Of($"{form.Title.In("ko")}, {number}판", $"{form.Title.In("en")}, version {number}"))];
        foreach (var item in Told.Where(answers.ContainsKey))
        {
            var answer = answers[item];
            var title = form.Items.FirstOrDefault(i => i.Id == item);
            var text = answer.Chosen.Count > 0 ? LocalText.Of(Chosen(title, answer, "ko"), Chosen(title, answer, "en")) : LocalText.Of(answer.Ko, answer.En.Length > 0 ? answer.En : answer.Ko);
            if (text.Has("ko"))
            {
                lines.Add(new CardLine("evidence", "assessment." + item, title?.Title ?? LocalText.Same(item), text));
            }
        }
        var blank = form.Items.Count(i => i.Required && (!answers.TryGetValue(i.Id, out var a) || a.IsBlank));
        if (blank > 0)
        {
            lines.Add(new CardLine("gaps", "assessment-blank", LocalText.Of("영향평가의 빈 항목", "Blank items of the assessment"), LocalText.Same(blank.ToString(CultureInfo.InvariantCulture))));
        }
        return Refused.Not<IReadOnlyList<CardLine>>(lines);
    }

    public async Task<LocalText?> Changed(TowerContext context, SubjectPin pin, CancellationToken stop)
    {
        var row = await context.Set<ImpactAssessment>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == pin.Thing, stop);
        return row is null ? null : row.State is AssessmentState.Withdrawn ? LocalText.Of("영향평가가 철회됨", "the impact assessment was withdrawn")
            : row.State is AssessmentState.Replaced ? LocalText.Of("영향평가가 새 평가로 바뀜", "the impact assessment was replaced by another")
            : row.Version.ToString(CultureInfo.InvariantCulture) != pin.Version && row.State is AssessmentState.Approved or AssessmentState.Published && await Differs(context, row, pin, stop)
                ? LocalText.Of("영향평가의 새 판이 승인됨", "a new version of the impact assessment was approved") : null;
    }

    private static async Task<bool> Differs(TowerContext context, ImpactAssessment row, SubjectPin pin, CancellationToken stop) =>
        await context.Set<ImpactAssessmentVersion>().AsNoTracking().Where(v => v.Assessment == row.Id && v.Number == row.Version).Select(v => v.Hash).FirstOrDefaultAsync(stop) != pin.Hash;

    private static async Task<(SubjectPin Pin, IReadOnlyCollection<string> Authors)> Of(TowerContext context, ImpactAssessment row, CancellationToken stop)
    {
        var versions = await context.Set<ImpactAssessmentVersion>().AsNoTracking().Where(v => v.Assessment == row.Id).Select(v => new { v.Number, v.Hash, v.Account }).ToListAsync(stop);
        return (new SubjectPin(Word, row.Id, row.Version.ToString(CultureInfo.InvariantCulture), versions.First(v => v.Number == row.Version).Hash), [.. versions.Select(v => v.Account).Distinct()]);
    }

    private static string Chosen(FormItem? item, Answer answer, string language) => string.Join(", ", answer.Chosen.Select(c => item?.Options.FirstOrDefault(o => o.Id == c)?.Title.In(language) ?? c));
}
