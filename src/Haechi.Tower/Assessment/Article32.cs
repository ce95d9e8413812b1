using Haechi.Rules.Books;

namespace Haechi.Tower.Assessment;

/// <summary>
/// The days of Art. 32 of the Public AI Act and of Art. 5 of its addenda. They are read from the installed book, so that a postponed law needs new data and no new program.
/// </summary>
/// <param name="From">From this day an assessment must be made and published before AI is introduced.</param>
/// <param name="ActFrom">The day on which the Act itself came into force.</param>
/// <param name="LegacyUntil">The last day for AI that was in use before. The addenda say "two years from the Act's enforcement"; that this means the Act and not Art. 32 is an inference.</param>
public sealed record Article32(DateOnly From, DateOnly ActFrom, DateOnly LegacyUntil)
{
    /// <summary>The book.</summary>
    public const string Book = "kr/public-ai-act";

    /// <summary>The form that serves it.</summary>
    public const string Form = "kr-public-ai-act-32";

    /// <summary>The form of the assessment of Art. 35 of the AI Basic Act.</summary>
    public const string OtherForm = "kr-ai-basic-act-35";

    /// <summary>The rule that says when the assessment comes before the introduction.</summary>
    public const string Rule = "assess_before_introduction";

    /// <summary>The rule on AI that was in use before.</summary>
    public const string LegacyRule = "legacy_assessment";

    /// <summary>Who is bound.</summary>
    public const string BoundRule = "is_public_body";

    /// <summary>How refusals cite it.</summary>
    public const string Cite = "공공AI법 제32조제1항";

    /// <summary>How refusals cite the addenda.</summary>
    public const string LegacyCite = "공공AI법 부칙 제5조";

    /// <summary>The text as promulgated (Act 21392, addenda Arts 1 and 5).</summary>
    public static Article32 AsPromulgated { get; } = new(new DateOnly(2027, 2, 28), new DateOnly(2026, 8, 28), new DateOnly(2028, 8, 28));

    /// <summary>The days as the installed book has them; null when the book is not installed.</summary>
    public static Article32? In(BooksHere books)
    {
        if (!books.Has(Book))
        {
            return null;
        }
        DateOnly? Start(string rule) => books.Set?.Rules.FirstOrDefault(r => r.Book.Id == Book && r.Rule.Id == rule).Rule?.Versions.Select(v => v.From).Min();
        var until = (books.Set?.Rules.FirstOrDefault(r => r.Book.Id == Book && r.Rule.Id == LegacyRule).Rule?.Duty?.Due as DueOn)?.Day;
        return new Article32(Start(Rule) ?? AsPromulgated.From, Start(LegacyRule) ?? AsPromulgated.ActFrom, until ?? AsPromulgated.LegacyUntil);
    }
}
