using Haechi.Tower.Duties;

namespace Haechi.Web.Api.Shapes;

/// <summary>What an account owes, and what waits for its check.</summary>
public sealed record MyDutiesShape(IReadOnlyList<DutyShape> Owed, IReadOnlyList<DutyShape> ToVerify);

/// <summary>A piece of evidence.</summary>
/// <param name="Id">The id.</param>
/// <param name="Duty">The duty.</param>
/// <param name="Period">The year of a yearly duty that it belongs to.</param>
/// <param name="Kind">file, link, result, attestation or record.</param>
/// <param name="Title">What it is.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="Content">The link, the measured result, the attested sentence or the record.</param>
/// <param name="Sha256">SHA-256 of the file, of the record's document, or of the content.</param>
/// <param name="Day">The day of the document or measurement.</param>
/// <param name="Until">The last day on which it counts.</param>
/// <param name="GivenBy">The account that gave it.</param>
/// <param name="Given">When.</param>
/// <param name="State">given, verified, refused or withdrawn.</param>
/// <param name="DecidedBy">The account that verified, refused or withdrew it.</param>
/// <param name="Decided">When.</param>
/// <param name="Reason">Why.</param>
public sealed record EvidenceShape(
    string Id, string Duty, int Period, string Kind, string Title, string? FileName, string? Content, string Sha256, DateOnly Day, DateOnly? Until, string GivenBy, Instant Given, string State, string? DecidedBy, Instant? Decided, string? Reason)
{
    internal static EvidenceShape Of(EvidenceRow e) => new(e.Id, e.Duty, e.Period, e.Kind, e.Title, e.FileName, e.Content, e.Hash, e.Day, e.Until, e.GivenBy, new Instant(e.GivenAt), e.State, e.DecidedBy, Instant.Of(e.DecidedAt), e.Reason);
}

/// <summary>Something that happened to a duty.</summary>
public sealed record DutyEventShape(Instant At, string Account, string Kind, string? Note, string? About);

/// <summary>One duty with everything that was done about it.</summary>
/// <param name="Duty">The duty.</param>
/// <param name="Evidence">Its evidence, newest first.</param>
/// <param name="Events">Its history, newest first.</param>
/// <param name="People">The names of the accounts that appear, by id.</param>
public sealed record DutyStoryShape(DutyShape Duty, IReadOnlyList<EvidenceShape> Evidence, IReadOnlyList<DutyEventShape> Events, IReadOnlyDictionary<string, string> People)
{
    internal static DutyStoryShape Of(DutyStory story, DateOnly day) => new(DutyShape.Of(story.Line, day), [.. story.Evidence.Select(EvidenceShape.Of)],
        [.. story.Events.Select(e => new DutyEventShape(new Instant(e.At), e.Account, e.Kind, e.Note, e.About))], story.People);
}
