using System.Globalization;
using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Tower.Council.Contracts;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council.Subjects;

/// <summary>A system of the register at one version, with its determination, its assessment and its duties.</summary>
internal sealed class SystemSubject(AssessmentForms forms, RegisterFields fields) : ICaseSubject
{
    internal const string Word = "system";

    /// <summary>What a card tells of a system. Names of persons are not among it: the card is kept for good. The labels stand here and not in a book, whose words may change while a card may not.</summary>
    private static readonly (string Fact, string Section, string Ko, string En)[] Told =
    [
        ("summary", "what", "요약", "Summary"), ("purpose", "what", "목적", "Purpose"), ("outputs", "what", "결과물", "Results"), ("technique", "what", "기술", "Technique"), ("human_control", "what", "사람의 통제", "Human control"),
        ("area", "affected", "영역", "Area"), ("public_function", "affected", "행정 기능", "Public function"), ("impact_on_people", "affected", "사람에게 미치는 영향", "Effect on people"),
        ("ai_vulnerable_groups", "affected", "인공지능 취약계층", "AI-vulnerable groups"), ("redress_appeal", "affected", "이의 제기의 길", "Ways to object"), ("risks", "evidence", "알려진 위험", "Known risks"), ("benefits", "evidence", "기대 효과", "Benefits"),
    ];

    public string Kind => Word;

    public LocalText Title { get; } = LocalText.Of("시스템", "System");

    public async Task<Result<PinnedSubject>> Pin(TowerContext context, string thing, Moment at, CancellationToken stop)
    {
        var number = thing.StartsWith("AI-", StringComparison.OrdinalIgnoreCase) && int.TryParse(thing.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1;
        if (await context.Set<AiSystem>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == thing || s.Number == number, stop) is not { LeftAt: null } system || await Versions.At(context, system.Id, at) is not { } version)
        {
            return Refusal.NotFound("시스템", "system", thing);
        }
        List<SubjectPin> pins = [new(Word, system.Id, version.Number.ToString(CultureInfo.InvariantCulture), Digest.Of(version.Facts))];
        if (await DeterminationSubject.Newest(context, system.Id, stop) is { } determined)
        {
            pins.Add(determined);
        }
        var (assessment, authors) = await AssessmentSubject.Newest(context, system.Id, stop);
        if (assessment is not null)
        {
            pins.Add(assessment);
        }
        pins.Add(await DutiesSubject.Now(context, system.Id, at.On, stop));
        return new PinnedSubject(pins, system.Id, await Parties(context, system, version, stop), authors);
    }

    public async Task<Result<IReadOnlyList<CardLine>>> Read(TowerContext context, SubjectPin pin, CancellationToken stop)
    {
        var number = int.Parse(pin.Version, CultureInfo.InvariantCulture);
        if (await context.Set<SystemVersion>().AsNoTracking().FirstOrDefaultAsync(v => v.System == pin.Thing && v.Number == number, stop) is not { } version || Digest.Of(version.Facts) != pin.Hash)
        {
            return Pins.Gone(pin);
        }
        var facts = FactsJson.Read(version.Facts);
        var shown = await context.Set<AiSystem>().AsNoTracking().Where(s => s.Id == pin.Thing).Select(s => s.Number).FirstAsync(stop);
        var name = facts.Text("name") ?? version.Name;
        List<CardLine> lines =
        [
            new("what", "name", LocalText.Of("시스템", "System"), LocalText.Of($"{name} (AI-{shown}, {number}판)", $"{facts.Text("name_en") ?? name} (AI-{shown}, version {number})")),
            new("what", Lifecycle.Question, LocalText.Of("상태", "State"), LocalText.Same(version.State ?? "")),
        ];
        foreach (var (fact, section, ko, en) in Told.Where(t => facts[t.Fact] is not null))
        {
            lines.Add(new CardLine(section, fact, LocalText.Of(ko, en), Pins.Raw(facts[fact]!, facts.Text(fact + "_en"))));
        }
        List<LocalText> unknown = [.. Told.Where(t => facts[t.Fact] is null).Select(t => LocalText.Of(t.Ko, t.En))];
        if (unknown.Count > 0)
        {
            lines.Add(new CardLine("gaps", "unknown", LocalText.Of("모르는 사실", "Facts that are unknown"), Pins.Joined(unknown)));
        }
        return Refused.Not<IReadOnlyList<CardLine>>(lines);
    }

    public async Task<LocalText?> Changed(TowerContext context, SubjectPin pin, CancellationToken stop)
    {
        var number = int.Parse(pin.Version, CultureInfo.InvariantCulture);
        var newest = await Versions.Newest(context, pin.Thing);
        if (newest.Number == number || await context.Set<SystemVersion>().AsNoTracking().FirstOrDefaultAsync(v => v.System == pin.Thing && v.Number == number, stop) is not { } then)
        {
            return null;
        }
        var (before, now) = (FactsJson.Read(then.Facts), FactsJson.Read(newest.Facts));
        var material = forms.All.SelectMany(f => f.MaterialFacts).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        List<LocalText> changed = [.. material.Where(f => FactsJson.Write(One(before, f)) != FactsJson.Write(One(now, f))).Select(Label).Distinct()];
        if (then.Product != newest.Product)
        {
            changed.Insert(0, LocalText.Of("제품", "product"));
        }
        return changed.Count == 0 ? null : LocalText.Of($"시스템의 중요 사실이 바뀜: {string.Join(", ", changed.Take(5).Select(c => c.In("ko")))}", $"material facts of the system changed: {string.Join("; ", changed.Take(5).Select(c => c.In("en")))}");
    }

    /// <summary>One fact with its value alone: the same value from another source is no change.</summary>
    private static SystemFacts One(SystemFacts facts, string id) =>
        new(facts[id] is { } value ? new Dictionary<string, HeldFact> { [id] = new(value is SetFact set ? new SetFact([.. set.Values.Order(StringComparer.Ordinal)]) : value with { Source = null }, "", null, "") } : []);

    private static async Task<IReadOnlyCollection<string>> Parties(TowerContext context, AiSystem system, SystemVersion version, CancellationToken stop)
    {
        var product = version.Product is null ? null : await context.Set<Product>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == version.Product, stop);
        var department = version.Department is null ? null : await context.Set<Department>().AsNoTracking().FirstOrDefaultAsync(d => d.Id == version.Department, stop);
        var facts = FactsJson.Read(version.Facts);
        string?[] all = [product?.Supplier, product?.Name, department?.Name, version.Name, version.Organisation, $"AI-{system.Number}", .. Vendors(facts)];
        return [.. all.OfType<string>().Where(p => p.Trim().Length > 0).Distinct(StringComparer.Ordinal)];
    }

    private LocalText Label(string fact) => Told.FirstOrDefault(t => t.Fact == fact) is { Fact: not null } told ? LocalText.Of(told.Ko, told.En) : fields[fact]?.Ask is { IsEmpty: false } ask ? ask : LocalText.Of("그 밖의 사실", "another fact");

    private static IEnumerable<string> Vendors(SystemFacts facts) =>
        facts["vendors"] is ListFact list ? list.Records.Select(r => r.Facts.GetValueOrDefault("name")).OfType<TextFact>().Select(t => t.Value) : facts.Text("vendors") is { } one ? [one] : [];
}
