using System.Text.Json;

namespace Haechi.Tower.Duties;

/// <summary>The part of a duty that changes, as an event keeps it before and after, so that an act can be undone and the past be shown.</summary>
internal sealed record DutyMark(int Progress, int Standing, string? Owner, DateOnly? WaivedUntil, DateOnly? EvidenceUntil, bool Open, DateOnly? Due = null)
{
    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public static DutyMark Of(DutyRow duty) => new((int)duty.Progress, (int)duty.Standing, duty.Owner, duty.WaivedUntil, duty.EvidenceUntil, duty.IsOpen, duty.Due);

    public static DutyMark? Read(string? text) => text is null ? null : JsonSerializer.Deserialize<DutyMark>(text, Form);

    public string Write() => JsonSerializer.Serialize(this, Form);
}
