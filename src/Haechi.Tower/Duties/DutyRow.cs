namespace Haechi.Tower.Duties;

/// <summary>How far a duty is in our own system: what people here did and showed.</summary>
public enum DutyProgress
{
    /// <summary>Nothing yet: a blank, not a no.</summary>
    NotStarted = 0,

    /// <summary>Somebody began.</summary>
    InProgress = 1,

    /// <summary>Evidence was given; nobody checked it yet.</summary>
    Evidenced = 2,

    /// <summary>A second person checked the evidence.</summary>
    Verified = 3,

    /// <summary>The evidence was refused: a no.</summary>
    Refused = 4,

    /// <summary>Said not to apply, with a reason.</summary>
    NotApplicable = 5,
}

/// <summary>What the source of the facts claims of a duty, such as an imported inventory. A claim is no evidence.</summary>
public enum DutyClaim
{
    /// <summary>It says nothing.</summary>
    Blank = 0,

    /// <summary>In progress.</summary>
    InProgress = 1,

    /// <summary>Done.</summary>
    Done = 2,

    /// <summary>Not applicable.</summary>
    NotApplicable = 3,

    /// <summary>Precluded, as by law.</summary>
    Precluded = 4,

    /// <summary>Waived by the body itself.</summary>
    Waived = 5,

    /// <summary>Not done.</summary>
    No = 6,

    /// <summary>A word of the question that is none of these.</summary>
    Other = 7,
}

/// <summary>The column of the board in which a duty stands: our own progress, and only where there is none the claim.</summary>
public enum DutyStanding
{
    /// <summary>Nobody says anything.</summary>
    Blank = 0,

    /// <summary>Not done, or its evidence was refused.</summary>
    No = 1,

    /// <summary>Begun.</summary>
    InProgress = 2,

    /// <summary>Claimed done, no evidence.</summary>
    ClaimedDone = 3,

    /// <summary>Evidence given.</summary>
    Evidenced = 4,

    /// <summary>Evidence verified.</summary>
    Verified = 5,

    /// <summary>Claimed not applicable, no reason on file here.</summary>
    ClaimedNotApplicable = 6,

    /// <summary>Not applicable, with a reason.</summary>
    NotApplicable = 7,

    /// <summary>Claimed waived or precluded.</summary>
    ClaimedWaived = 8,

    /// <summary>Waived until a day that has not passed; by the day, never stored.</summary>
    Waived = 9,

    /// <summary>There was evidence, and it expired; by the day, never stored.</summary>
    Expired = 10,
}

/// <summary>A duty of one system under one rule. Its history stays through every new determination.</summary>
public sealed class DutyRow : Storage.IChangeNumbered
{
    internal const string Kind = "duty";

    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <summary>The rule without its exception; with the system the key.</summary>
    public required string Rule { get; init; }

    /// <summary>What exactly is owed (<see cref="DutyTerms"/>).</summary>
    public int Terms { get; set; }

    /// <summary>The system's department, or null.</summary>
    public string? Department { get; set; }

    /// <summary>The account that owes it, or null.</summary>
    public string? Owner { get; set; }

    /// <summary>The due day as this installation keeps it, or null.</summary>
    public DateOnly? Due { get; set; }

    /// <summary>The due day by the law's own count, or null.</summary>
    public DateOnly? LawDue { get; set; }

    /// <summary>True when holidays of that year are not on file, so that the day may still move.</summary>
    public bool Unsure { get; set; }

    /// <summary>The fact that the due day waits for, or null.</summary>
    public string? WaitsFor { get; set; }

    /// <summary>True for a duty that comes back each year.</summary>
    public bool Yearly { get; set; }

    /// <summary>Counts the years of a yearly duty; evidence belongs to one of them.</summary>
    public int Period { get; set; }

    /// <summary>True while it follows from the rules.</summary>
    public bool IsOpen { get; set; }

    /// <summary>When it was first opened, in UTC microseconds.</summary>
    public long OpenedAt { get; init; }

    /// <summary>Since when it has been open without a break; its age counts from here.</summary>
    public long OpenSince { get; set; }

    /// <summary>When it was closed, or null.</summary>
    public long? ClosedAt { get; set; }

    /// <summary>Why it was closed: <c>rule-no</c>, <c>rule-unknown</c>, <c>rule-review</c>, <c>announced</c>, <c>system-left</c>; or null.</summary>
    public string? ClosedWhy { get; set; }

    /// <summary>Our own progress.</summary>
    public DutyProgress Progress { get; set; }

    /// <summary>The source's claim.</summary>
    public DutyClaim Claim { get; set; }

    /// <summary>Where it stands, before days are looked at.</summary>
    public DutyStanding Standing { get; set; }

    /// <summary>The last day on which its evidence counts, or null when it does not expire.</summary>
    public DateOnly? EvidenceUntil { get; set; }

    /// <summary>The last day of a waiver, or null.</summary>
    public DateOnly? WaivedUntil { get; set; }

    /// <summary>0 may, 1 should, 2 must, 3 must not; for filters, the terms say the same.</summary>
    public int Strength { get; set; }

    /// <summary>The system's highest risk class: 3 high, 2 review, 1 unknown, 0 none.</summary>
    public int Risk { get; set; }

    /// <summary>When anything of it changed.</summary>
    public long ChangedAt { get; set; }

    /// <summary>The number of the transaction that wrote it last; by it boards find what is new to them.</summary>
    public long Change { get; set; }

    string Storage.IChangeNumbered.ChangeKind => Kind;

    /// <summary>Where it stands on a day: a waiver or the end of evidence counts only then.</summary>
    public DutyStanding StandingOn(DateOnly day) => Standings.On(Standing, WaivedUntil, EvidenceUntil, day);

    /// <summary>True when it is late on a day.</summary>
    public bool IsOverdue(DateOnly day) => IsOpen && Due < day && !Standings.IsSettled(StandingOn(day));

    internal void Settle(long now)
    {
        Standing = Standings.Of(Progress, Claim);
        ChangedAt = now;
    }
}

/// <summary>The exact words and strength of a duty, kept once for all systems that share them; never changed.</summary>
public sealed class DutyTerms
{
    /// <summary>The number.</summary>
    public int Id { get; init; }

    /// <summary>SHA-256 of everything below.</summary>
    public required string Hash { get; init; }

    /// <summary>The rule without its exception.</summary>
    public required string Rule { get; init; }

    /// <summary>The rule; with an exception, <c>rule/exception</c>.</summary>
    public required string FullRule { get; init; }

    /// <summary>The duty's id in its book.</summary>
    public required string Duty { get; init; }

    /// <summary>The title in Korean.</summary>
    public required string TitleKo { get; init; }

    /// <summary>The title in English.</summary>
    public required string TitleEn { get; init; }

    /// <summary>The provision.</summary>
    public required string Cite { get; init; }

    /// <summary>The book.</summary>
    public required string Book { get; init; }

    /// <summary>Its version.</summary>
    public required string BookVersion { get; init; }

    /// <summary>must, must_not, should or may.</summary>
    public required string Strength { get; init; }

    /// <summary>guideline or enforced.</summary>
    public required string Stage { get; init; }

    /// <summary>owed, undecided or conflict.</summary>
    public required string State { get; init; }

    /// <summary>End of a grace that the law gives, or null.</summary>
    public DateOnly? PenaltiesFrom { get; init; }

    /// <summary>End of a grace that the installation assumes, or null.</summary>
    public DateOnly? GraceUntil { get; init; }

    /// <summary>Kinds of evidence that show it, separated by spaces.</summary>
    public required string Evidence { get; init; }

    /// <summary>Who can do it, separated by spaces.</summary>
    public required string Who { get; init; }

    /// <summary>The question in which the source says how far it is, or null.</summary>
    public string? StatusQuestion { get; init; }

    /// <summary>The lower book's rule that strengthens it, or null.</summary>
    public string? Under { get; init; }

    /// <summary>The title in a language.</summary>
    public string Title(string language) => language == "ko" ? TitleKo : TitleEn;
}
