using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Council.Contracts;
using Haechi.Tower.Duties;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council.Subjects;

/// <summary>How far the duties of a system were on a day. They have no versions, so the pin keeps what they said.</summary>
internal sealed class DutiesSubject : ICaseSubject
{
    private const string Word = "duties";
    private const int MostShown = 12;

    public string Kind => Word;

    public LocalText Title { get; } = LocalText.Of("의무의 이행", "Duties and evidence");

    public bool CanBeBrought => false;

    private sealed record Line(string Rule, string Ko, string En, string Cite, string Strength, string Standing, string? Due);

    public static async Task<SubjectPin> Now(TowerContext context, string system, DateOnly day, CancellationToken stop)
    {
        var rows = await (from d in context.Set<DutyRow>().AsNoTracking() join t in context.Set<DutyTerms>() on d.Terms equals t.Id where d.System == system && d.IsOpen select new { Duty = d, Terms = t }).ToListAsync(stop);
        var lines = rows.OrderBy(r => r.Duty.Rule, StringComparer.Ordinal)
            .Select(r => new Line(r.Duty.Rule, r.Terms.TitleKo, r.Terms.TitleEn, r.Terms.Cite, r.Terms.Strength, Standings.Word(r.Duty.StandingOn(day)), r.Duty.Due?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))).ToList();
        var content = CanonicalJson.Of(lines);
        return new SubjectPin(Word, system, day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Digest.Of(content), content);
    }

    public async Task<Result<PinnedSubject>> Pin(TowerContext context, string thing, Moment at, CancellationToken stop) => new PinnedSubject([await Now(context, thing, at.On, stop)], thing, [], []);

    public Task<Result<IReadOnlyList<CardLine>>> Read(TowerContext context, SubjectPin pin, CancellationToken stop)
    {
        if (pin.Content is not { } content || Digest.Of(content) != pin.Hash)
        {
            return Task.FromResult<Result<IReadOnlyList<CardLine>>>(Pins.Gone(pin));
        }
        var all = JsonSerializer.Deserialize<List<Line>>(content)!;
        bool Shown(Line l) => l.Standing is "evidenced" or "verified";
        var open = all.Where(l => !Standings.IsSettled(Standings.Parse(l.Standing) ?? DutyStanding.Blank) || l.Standing is "claimed_done").OrderByDescending(l => Standings.Number(l.Strength)).ThenBy(l => l.Due ?? "9999", StringComparer.Ordinal).ThenBy(l => l.Rule, StringComparer.Ordinal).ToList();
        List<CardLine> lines =
        [
            new("evidence", "duties-shown", LocalText.Of("증빙이 있는 의무", "Duties with evidence"), LocalText.Of($"{all.Count}건 가운데 {all.Count(Shown)}건, 확인된 것 {all.Count(l => l.Standing == "verified")}건", $"{all.Count(Shown)} of {all.Count}, {all.Count(l => l.Standing == "verified")} of them verified")),
            .. open.Take(MostShown).Select(l => new CardLine("gaps", "duty." + l.Rule, LocalText.Of(l.Ko, l.En), LocalText.Of(Say(l, "ko"), Say(l, "en")))),
        ];
        if (open.Count > MostShown)
        {
            lines.Add(new CardLine("gaps", "duties-more", LocalText.Of("그 밖의 빈틈", "Other gaps"), LocalText.Of($"{open.Count - MostShown}건", $"{open.Count - MostShown} more")));
        }
        return Task.FromResult(Refused.Not<IReadOnlyList<CardLine>>(lines));
    }

    public Task<LocalText?> Changed(TowerContext context, SubjectPin pin, CancellationToken stop) => Task.FromResult<LocalText?>(null);

    private static string Say(Line line, string language) => $"{Standings.Title(Standings.Parse(line.Standing) ?? DutyStanding.Blank).In(language)}{(line.Due is null ? "" : " · " + CouncilWords.Day(DateOnly.ParseExact(line.Due, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).In(language))} · {Standings.Strength(line.Strength).In(language)} · {Citation.In(line.Cite, language)}";
}
