namespace Haechi.Tower.Duties;

/// <summary>
/// A duty as far as boards need it, in about 60 bytes. Systems, rules, departments and owners are positions in lists of <see cref="DutyColumns"/>; −1 stands for none. Days are day numbers; 0 stands
/// for none.
/// </summary>
internal struct DutySlice
{
    /// <summary>The system.</summary>
    public int System;

    /// <summary>The system's duty that was read before this one, or −1.</summary>
    public int Before;

    /// <summary>The rule.</summary>
    public int Rule;

    /// <summary>What exactly is owed (<see cref="DutyTerms"/>).</summary>
    public int Terms;

    /// <summary>The department.</summary>
    public int Department;

    /// <summary>Who owes it.</summary>
    public int Owner;

    /// <summary>The due day.</summary>
    public int DueDay;

    /// <summary>The last day of a waiver.</summary>
    public int WaivedDay;

    /// <summary>The last day on which its evidence counts.</summary>
    public int EvidenceDay;

    /// <summary>The day since which it has been open.</summary>
    public int OpenDay;

    /// <summary>When it was first opened.</summary>
    public long OpenedAt;

    private byte _standing;
    private byte _claim;

    /// <summary>0 may, 1 should, 2 must, 3 must not.</summary>
    public byte Strength;

    /// <summary>The system's highest risk class.</summary>
    public byte Risk;

    /// <summary>True while it follows from the rules.</summary>
    public bool IsOpen;

    /// <summary>Where it stands, before days are looked at.</summary>
    public DutyStanding Standing
    {
        readonly get => (DutyStanding)_standing;
        set => _standing = (byte)value;
    }

    /// <summary>The source's claim.</summary>
    public DutyClaim Claim
    {
        readonly get => (DutyClaim)_claim;
        set => _claim = (byte)value;
    }

    /// <summary>Where it stands on a day: <see cref="Standings.On"/> in day numbers, because boards ask it of each of a million duties.</summary>
    public readonly DutyStanding On(DateOnly day) => Standing switch
    {
        DutyStanding.Evidenced or DutyStanding.Verified => EvidenceDay != 0 && EvidenceDay < day.DayNumber ? DutyStanding.Expired : Standing,
        _ => WaivedDay >= day.DayNumber ? DutyStanding.Waived : Standing,
    };

    /// <summary>The number of a day.</summary>
    public static int Number(DateOnly? day) => day?.DayNumber ?? 0;
}

/// <summary>What a duty was before an event (<see cref="DutyMark"/>), as far as boards of the past need it.</summary>
internal readonly record struct PastMark(int Duty, long At, DutyStanding Standing, int Owner, int WaivedDay, int EvidenceDay, bool IsOpen, int DueDay)
{
    /// <summary>The duty as it stood then.</summary>
    public DutySlice Then(DutySlice now)
    {
        (now.Standing, now.Owner, now.WaivedDay, now.EvidenceDay, now.IsOpen, now.DueDay) = (Standing, Owner, WaivedDay, EvidenceDay, IsOpen, DueDay);
        return now;
    }
}
