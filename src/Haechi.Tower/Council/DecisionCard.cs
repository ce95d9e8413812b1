using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Council.Contracts;
using Haechi.Tower.Council.Subjects;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>What members see before they decide, as it is kept.</summary>
/// <param name="Bytes">Canonical JSON in UTF-8.</param>
/// <param name="Hash">SHA-256 of the bytes.</param>
public sealed record DecisionCard(byte[] Bytes, string Hash)
{
    /// <summary>The lines of a kept card.</summary>
    public static IReadOnlyList<CardLine> Lines(byte[] bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        return [.. json.RootElement.GetProperty("lines").EnumerateArray().Select(l => new CardLine(l.GetProperty("section").GetString()!, l.GetProperty("key").GetString()!, Text(l.GetProperty("label")), Text(l.GetProperty("value"))))];
    }

    private static LocalText Text(JsonElement text) => LocalText.Of(text.GetProperty("ko").GetString()!, text.GetProperty("en").GetString()!);
}

/// <summary>Makes decision cards. A card holds nothing but what its pins and its case say, and neither ever changes; so the card can be made again, byte for byte, by anybody who has them.</summary>
public sealed class CardMaker
{
    private readonly Dictionary<string, ICaseSubject> _subjects;

    /// <summary>All subjects of all modules.</summary>
    public CardMaker(IEnumerable<ICaseSubject> subjects) => _subjects = subjects.ToDictionary(s => s.Kind, StringComparer.Ordinal);

    /// <summary>What cases may be brought on.</summary>
    public IEnumerable<ICaseSubject> Brought => _subjects.Values.Where(s => s.CanBeBrought).OrderBy(s => s.Kind, StringComparer.Ordinal);

    /// <summary>The subject of a kind, or null.</summary>
    public ICaseSubject? Find(string kind) => _subjects.GetValueOrDefault(kind);

    internal async Task<Result<PinnedSubject>> Pin(TowerContext context, CouncilCase @case, Moment at, CancellationToken stop)
    {
        if (Find(@case.SubjectKind) is not { CanBeBrought: true } subject)
        {
            return Refusal.NotFound("안건 대상의 종류", "kind of subject", @case.SubjectKind);
        }
        var pinned = await subject.Pin(context, @case.Subject, at, stop);
        return pinned.Done ? pinned.Value with { Pins = [.. pinned.Value.Pins, .. await PrecedentSubject.For(context, @case, stop)] } : pinned;
    }

    /// <summary>The card of a case over some pins.</summary>
    public async Task<Result<DecisionCard>> Make(TowerContext context, CouncilCase @case, IReadOnlyList<SubjectPin> pins, CancellationToken stop)
    {
        var lines = new List<CardLine>();
        foreach (var pin in pins)
        {
            var read = Find(pin.Kind) is { } subject ? await subject.Read(context, pin, stop) : Pins.Gone(pin);
            if (!read.Done)
            {
                return Refused.Because<DecisionCard>(read.Refusals);
            }
            lines.AddRange(read.Value);
        }
        var body = await context.Set<CouncilBody>().AsNoTracking().FirstAsync(b => b.Id == @case.Body, stop);
        var bytes = Encoding.UTF8.GetBytes(CanonicalJson.Of(new
        {
            v = 1,
            body = new { id = body.Id, name = Both(body.Name) },
            @case = new { number = @case.Number, title = Both(@case.Title), ask = @case.Ask, affected = @case.Affected, options = @case.Options, subject = new { kind = @case.SubjectKind, thing = @case.Subject } },
            lines = lines.Select(l => new { section = l.Section, key = l.Key, label = Both(l.Label), value = Both(l.Value) }),
            pins = pins.Select(p => new { kind = p.Kind, thing = p.Thing, version = p.Version, hash = p.Hash }),
        }));
        return new DecisionCard(bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <summary>The pins of an item, in their order.</summary>
    public static async Task<IReadOnlyList<SubjectPin>> PinsOf(TowerContext context, string item, CancellationToken stop) =>
        await context.Set<CouncilPin>().AsNoTracking().Where(p => p.Item == item).OrderBy(p => p.Position).Select(p => new SubjectPin(p.Kind, p.Thing, p.Version, p.Hash, p.Content)).ToListAsync(stop);

    private static object Both(LocalText text) => new { ko = text.In("ko"), en = text.In("en") };
}
