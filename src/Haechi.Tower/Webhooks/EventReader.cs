using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Webhooks;

/// <summary>An event, and the department of its thing, by which subscriptions may be bounded.</summary>
internal sealed record ReadEvent(CloudEvent Event, string? Department);

/// <summary>Makes events of what stands in the database: entries of the journal, and duties whose day has passed.</summary>
internal static class EventReader
{
    /// <summary>The events of these entries, in their order. What an act was about is read now: a department is the one of today.</summary>
    public static async Task<List<ReadEvent>> Of(TowerContext context, IReadOnlyList<JournalEntry> entries, CancellationToken stop)
    {
        var events = entries.Select(Read).OfType<CloudEvent>().ToList();
        var departments = await Departments(context, [.. events.Select(e => e.Thing?.Subject).OfType<string>().Distinct()], stop);
        return [.. events.Select(e => new ReadEvent(e, e.Data.GetValueOrDefault("department") as string ?? departments.GetValueOrDefault(e.Thing?.Subject ?? "")))];
    }

    /// <summary>
    /// The duties that became overdue since <paramref name="told"/>: their day, the end of a waiver or of evidence has passed since, or they were opened since with a day that had passed.
    /// </summary>
    public static async Task<List<ReadEvent>> Overdue(TowerContext context, string? department, DateOnly told, DateOnly today, CancellationToken stop)
    {
        var opened = TowerClock.EndOf(told.AddDays(-1));
        var late = (await DutyQuery.Where(context, new DutyFilter { Overdue = true, Department = department }, today))
            .Where(d => d.Due >= told || d.OpenSince > opened || (d.WaivedUntil >= told && d.WaivedUntil < today) || (d.EvidenceUntil >= told && d.EvidenceUntil < today));
        return [.. (await late.OrderBy(d => d.Due).ThenBy(d => d.Id).ToListAsync(stop)).Select(d =>
        {
            // The same day of the same period is the same event, whenever and however often it is looked for.
            var id = Digest.Of(string.Create(CultureInfo.InvariantCulture, $"overdue:{d.Id}:{d.Period}:{d.Due:yyyy-MM-dd}:{d.WaivedUntil:yyyy-MM-dd}:{d.EvidenceUntil:yyyy-MM-dd}"))[..32];
            var data = new Dictionary<string, object> { ["system"] = d.System, ["rule"] = d.Rule, ["due"] = d.Due!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["standing"] = Duties.Standings.Word(d.StandingOn(today)) };
            return new ReadEvent(new CloudEvent(id, EventCatalogue.Overdue, TowerClock.EndOf(today.AddDays(-1)) + 1, EventThing.Of("duty:" + d.Id), data), d.Department);
        })];
    }

    /// <summary>The event that an entry is, or null when it is none.</summary>
    internal static CloudEvent? Read(JournalEntry entry)
    {
        using var detail = JsonDocument.Parse(entry.Detail);
        var outcome = new Lazy<string?>(() => OutcomeOf(entry));
        var type = EventCatalogue.OfAct(entry.Act).FirstOrDefault(t => (t.Outcome is null || t.Outcome == outcome.Value) && (t.AnyOf.Count == 0 || t.AnyOf.Any(c => Count(detail.RootElement, c) > 0)));
        if (type is null)
        {
            return null;
        }
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, told) in type.Members)
        {
            if (detail.RootElement.TryGetProperty(name, out var value) && Plain(value) is { } plain)
            {
                data[told] = plain;
            }
        }
        if (entry.Subject.StartsWith("department:", StringComparison.Ordinal) && entry.Subject["department:".Length..] is var department && department != SystemFilter.Unknown)
        {
            data["department"] = department;
        }
        var thing = EventThing.Of(entry.Subject) ?? (entry.Subject.StartsWith("exemption:", StringComparison.Ordinal) && detail.RootElement.TryGetProperty("System", out var system) ? EventThing.Of("system:" + system.GetString()) : null);
        // By the leaf: it never changes, says which entry of all towers it is, and comes back from a backup as it was. The position would be given out again after a restore.
        return new CloudEvent(Convert.ToHexStringLower(SHA256.HashData(entry.Leaf))[..32], type.Name, entry.At, thing, data);
    }

    private static string? OutcomeOf(JournalEntry entry)
    {
        using var leaf = JsonDocument.Parse(entry.Leaf);
        return leaf.RootElement.TryGetProperty("outcome", out var outcome) ? outcome.GetString() : null;
    }

    private static long Count(JsonElement detail, string name) => detail.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) ? count : 0;

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.String when value.GetString() is { Length: > 0 and <= 160 } text => text,
        _ => null,
    };

    private static async Task<Dictionary<string, string?>> Departments(TowerContext context, IReadOnlyList<string> subjects, CancellationToken stop)
    {
        string[] Ids(string kind) => [.. subjects.Where(s => s.StartsWith(kind + ":", StringComparison.Ordinal)).Select(s => s[(kind.Length + 1)..])];
        var (systems, duties, assessments) = (Ids("system"), Ids("duty"), Ids("assessment"));
        var found = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (systems.Length > 0)
        {
            (await context.Set<SystemNow>().Where(s => systems.Contains(s.System)).Select(s => new { s.System, s.Department }).ToListAsync(stop)).ForEach(s => found["system:" + s.System] = s.Department);
        }
        if (duties.Length > 0)
        {
            (await context.Set<DutyRow>().Where(d => duties.Contains(d.Id)).Select(d => new { d.Id, d.Department }).ToListAsync(stop)).ForEach(d => found["duty:" + d.Id] = d.Department);
        }
        if (assessments.Length > 0)
        {
            (await (from a in context.Set<ImpactAssessment>() where assessments.Contains(a.Id) join s in context.Set<SystemNow>() on a.System equals s.System select new { a.Id, s.Department }).ToListAsync(stop))
                .ForEach(a => found["assessment:" + a.Id] = a.Department);
        }
        return found;
    }
}
