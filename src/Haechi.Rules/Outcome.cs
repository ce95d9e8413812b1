namespace Haechi.Rules;

/// <summary>
/// What a condition says of one record. Kleene's strong three-valued logic, with a fourth outcome for judgements that facts alone do not settle.
/// The default value is <see cref="Unknown"/>, so that a forgotten answer is never a no.
/// </summary>
public enum Outcome : byte
{
    /// <summary>A fact that matters is missing.</summary>
    Unknown = 0,

    /// <summary>The condition holds.</summary>
    Yes = 1,

    /// <summary>The condition does not hold.</summary>
    No = 2,

    /// <summary>The facts are there and a person has to judge.</summary>
    Review = 3,
}

/// <summary>The logic of <see cref="Outcome"/>. Unknown goes before review: a missing fact is asked for before a person is called.</summary>
public static class Logic
{
    /// <summary>No if one is no; else unknown, else review, if one is; else yes.</summary>
    public static Outcome And(Outcome a, Outcome b) =>
        a == Outcome.No || b == Outcome.No ? Outcome.No
        : a == Outcome.Unknown || b == Outcome.Unknown ? Outcome.Unknown
        : a == Outcome.Review || b == Outcome.Review ? Outcome.Review
        : Outcome.Yes;

    /// <summary>Yes if one is yes; else unknown, else review, if one is; else no.</summary>
    public static Outcome Or(Outcome a, Outcome b) => Not(And(Not(a), Not(b)));

    /// <summary>Swaps yes and no; unknown and review stay.</summary>
    public static Outcome Not(Outcome a) => a switch { Outcome.Yes => Outcome.No, Outcome.No => Outcome.Yes, _ => a };

    /// <summary>
    /// A judgement read from the top: review, then yes, then no, else review. The outcome is stated only when every way
    /// in which the unknown parts can still turn out leads to it.
    /// </summary>
    public static Outcome Decide(Outcome review, Outcome yes, Outcome no)
    {
        if (review is Outcome.Yes or Outcome.Review
            || (yes == Outcome.No && no is (Outcome.No or Outcome.Review))
            || (review == Outcome.No && yes == Outcome.Review))
        {
            return Outcome.Review;
        }
        return review != Outcome.No ? Outcome.Unknown
            : yes == Outcome.Yes ? Outcome.Yes
            : yes == Outcome.No && no == Outcome.Yes ? Outcome.No
            : Outcome.Unknown;
    }

    /// <summary>The word for an outcome in files and JSON: yes, no, unknown, review.</summary>
    public static string Word(this Outcome outcome) => outcome switch
    {
        Outcome.Yes => "yes",
        Outcome.No => "no",
        Outcome.Review => "review",
        _ => "unknown",
    };
}
