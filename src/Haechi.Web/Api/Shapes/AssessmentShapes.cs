using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Tower.Assessment;

namespace Haechi.Web.Api.Shapes;

/// <summary>An assessment in a list.</summary>
/// <param name="Id">The id.</param>
/// <param name="System">The system.</param>
/// <param name="Number">The system's number.</param>
/// <param name="Name">The system's name.</param>
/// <param name="Department">The system's department.</param>
/// <param name="Form">The form.</param>
/// <param name="Title">The form's title.</param>
/// <param name="State">draft, submitted, approved, published, withdrawn or replaced.</param>
/// <param name="Version">The newest version.</param>
/// <param name="Stale">True when material facts changed since.</param>
/// <param name="Due">The day by which the law wants it.</param>
/// <param name="Strength">How strongly.</param>
/// <param name="Changed">When it changed last.</param>
public sealed record AssessmentShape(
    string Id, string System, string Number, string Name, Named? Department, string Form, LocalText Title, AssessmentState State, int Version, bool Stale, DateOnly? Due, string Strength, Instant Changed)
{
    internal static AssessmentShape Of(AssessmentLine l) => new(l.Row.Id, l.Row.System, SystemShape.NumberOf(l.SystemNumber), l.SystemName, Named.Of(l.Department), l.Row.Form, l.Form, l.Row.State, l.Row.Version, l.Stale, l.Due, l.Strength.Word(),
        new Instant(l.Row.ChangedAt));
}

/// <summary>An answer. A blank text is no answer.</summary>
public sealed record AnswerShape(string Ko, string En, IReadOnlyList<string> Chosen, IReadOnlyList<IReadOnlyDictionary<string, AnswerShape>> Rows, bool FromFacts, bool Check)
{
    internal static AnswerShape Of(Answer a) => new(a.Ko, a.En, a.Chosen, [.. a.Rows.Select(r => (IReadOnlyDictionary<string, AnswerShape>)r.ToDictionary(c => c.Key, c => Of(c.Value)))], a.IsAsFilled, a.Check);
}

/// <summary>A step of an assessment's way.</summary>
public sealed record AssessmentEventShape(Instant At, string Account, string Act, AssessmentState State, int Version, string? Note);

/// <summary>A material fact that changed since.</summary>
public sealed record ChangedFactShape(LocalText Fact, LocalText Before, LocalText Now);

/// <summary>One assessment at one version.</summary>
/// <param name="Id">The id.</param>
/// <param name="System">The system.</param>
/// <param name="Form">The form.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Version">The version that is shown.</param>
/// <param name="Newest">The newest version.</param>
/// <param name="Sha256">SHA-256 of the answers.</param>
/// <param name="Answers">The answers by item.</param>
/// <param name="Stale">True when it is approved or published and material facts changed since.</param>
/// <param name="Changed">Those facts.</param>
/// <param name="Missing">What a draft still lacks.</param>
/// <param name="ApprovedOn">The day of approval.</param>
/// <param name="PublishedOn">The day of publication.</param>
/// <param name="Link">Where it is public outside this tower.</param>
/// <param name="Events">Its way so far, newest first.</param>
public sealed record AssessmentDetailShape(
    string Id, string System, string Form, AssessmentState State, int Version, int Newest, string Sha256, IReadOnlyDictionary<string, AnswerShape> Answers, bool Stale, IReadOnlyList<ChangedFactShape> Changed,
    IReadOnlyList<LocalText> Missing, DateOnly? ApprovedOn, DateOnly? PublishedOn, string? Link, IReadOnlyList<AssessmentEventShape> Events)
{
    internal static AssessmentDetailShape Of(AssessmentView v) => new(v.Row.Id, v.Row.System, v.Row.Form, v.Row.State, v.Version.Number, v.Row.Version, v.Version.Hash, v.Answers.ToDictionary(a => a.Key, a => AnswerShape.Of(a.Value)), v.Stale,
        [.. v.Changed.Select(c => new ChangedFactShape(c.Fact, c.Before, c.Now))], [.. v.Missing.Select(m => m.Message)], v.Row.ApprovedOn, v.Row.PublishedOn, v.Row.Link,
        [.. v.Events.Select(e => new AssessmentEventShape(new Instant(e.At), e.Account, e.Act, e.State, e.Version, e.Note))]);
}

/// <summary>Whether a form applies to a system.</summary>
public sealed record FitShape(string Form, LocalText Title, string Outcome, DateOnly? From, IReadOnlyList<string> Missing, string? Assessment, bool Installed)
{
    internal static FitShape Of(FormFit f) => new(f.Form.Id, f.Form.Title, f.Outcome.Word(), f.From, [.. f.Ask.Select(a => a.Id)], f.Open?.Id, f.Installed);
}

/// <summary>A system's assessments, and which forms apply to it.</summary>
public sealed record SystemAssessmentsShape(IReadOnlyList<AssessmentShape> Assessments, IReadOnlyList<FitShape> Forms);

/// <summary>A record that an assessment may be left out.</summary>
public sealed record ExemptionShape(
    string Id, string System, string Ground, DateOnly AskedOn, string Reference, string? FileHash, string Answer, DateOnly? AnsweredOn, string Reason, DateOnly? PilotFrom, DateOnly? PilotUntil, string RecordedBy, Instant Recorded,
    string? AnsweredBy, string? ConfirmedBy, DateOnly? ConfirmedOn, DateOnly? EndedOn, string? EndReason)
{
    internal static ExemptionShape Of(Exemption x) => new(x.Id, x.System, x.Ground, x.AskedOn, x.Reference, x.FileHash, x.Answer, x.AnsweredOn, x.Reason, x.PilotFrom, x.PilotUntil, x.RecordedBy, new Instant(x.RecordedAt), x.AnsweredBy,
        x.ConfirmedBy, x.ConfirmedOn, x.EndedOn, x.EndReason);
}

/// <summary>How a system stands to the duty to publish an assessment before use, with its exemptions.</summary>
public sealed record ExemptionsShape(string System, StandingKind Standing, bool MayBeUsed, DateOnly? Until, bool Review, IReadOnlyList<ExemptionShape> Exemptions)
{
    internal static ExemptionsShape Of(ExemptionsView v) => new(v.System, v.Standing.Kind, v.Standing.MayBeUsed, v.Standing.Until, v.Standing.Review, [.. v.Exemptions.Select(ExemptionShape.Of)]);
}

/// <summary>An item of a form.</summary>
public sealed record FormItemShape(string Id, LocalText Title, ItemKind Kind, IReadOnlyList<ValueShape> Options, IReadOnlyList<FormItemShape> Columns)
{
    internal static FormItemShape Of(FormItem i) => new(i.Id, i.Title, i.Kind, [.. i.Options.Select(o => new ValueShape(o.Id, o.Title))], [.. i.Columns.Select(Of)]);
}

/// <summary>A form of assessment.</summary>
public sealed record FormShape(string Id, string Version, LocalText Title, string Book, string Provision, string Strength, IReadOnlyList<FormItemShape> Items)
{
    internal static FormShape Of(AssessmentForm f) => new(f.Id, f.Version, f.Title, f.Book, f.Provision, f.Strength.Word(), [.. f.Items.Select(FormItemShape.Of)]);
}
