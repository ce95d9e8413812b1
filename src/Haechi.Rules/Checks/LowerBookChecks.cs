using Haechi.Rules.Books;

namespace Haechi.Rules.Checks;

/// <summary>A lower book adds to an upper one and never takes from it.</summary>
internal static class LowerBookChecks
{
    public static void Run(BookSet set, Rulebook book, Rule rule, Findings findings)
    {
        if (rule.Widens is { } widens)
        {
            Upper(set, book, rule, widens, "widens", findings);
        }
        if (rule.Strengthens is { } strengthens && Upper(set, book, rule, strengthens, "strengthens", findings) is { } upper)
        {
            CheckStrength(rule, upper, findings);
        }
    }

    private static Rule? Upper(BookSet set, Rulebook book, Rule rule, string id, string verb, Findings findings)
    {
        if (!set.ScopeOf(book).Rules.TryGetValue(id, out var index))
        {
            var (ko, en) = Nearest.Hint(id, set.ScopeOf(book).Rules.Keys);
            findings.Error("unknown-name", rule.Place, $"{verb}의 '{id}'은(는) 상위 책의 규칙이 아닙니다.{ko}", $"{verb} names '{id}', which is not a rule of a book that this one extends.{en}");
            return null;
        }
        var (upperBook, upper) = set.Rules[index];
        if (upperBook.Rank >= book.Rank)
        {
            findings.Error("weakens", rule.Place, $"'{id}'의 책 '{upperBook.Id}'은(는) 이 책보다 순위가 높지 않습니다.", $"{verb} names '{id}' of '{upperBook.Id}', whose rank is not above this book's");
            return null;
        }
        return upper;
    }

    private static void CheckStrength(Rule rule, Rule upper, Findings findings)
    {
        if (rule.Duty is not { } lower || upper.Duty is not { } above)
        {
            findings.Error("weakens", rule.Place, $"strengthens는 의무가 있는 규칙끼리 씁니다: '{rule.Id}', '{upper.Id}'.", $"strengthens joins two rules with duties; '{rule.Id}' or '{upper.Id}' has none");
            return;
        }
        if (lower.Id != above.Id)
        {
            findings.Error("weakens", lower.Place, $"같은 의무여야 합니다: '{above.Id}'이(가) 필요한데 '{lower.Id}'입니다.", $"found the duty '{lower.Id}'; expected the same duty as above, '{above.Id}'");
        }
        foreach (var duty in rule.Exceptions.Select(e => e.Duty).Prepend(lower).OfType<Duty>())
        {
            CheckDuty(duty, above, findings);
        }
    }

    private static void CheckDuty(Duty lower, Duty above, Findings findings)
    {
        if (Weight(lower.Modality) < Weight(above.Modality) || (above.Modality == Modality.MustNot) != (lower.Modality == Modality.MustNot))
        {
            findings.Error("weakens", lower.Place, $"상위 의무는 '{above.Modality.Word()}'인데 여기서는 '{lower.Modality.Word()}'입니다. 낮출 수 없습니다.", $"the upper duty is '{above.Modality.Word()}' and this one '{lower.Modality.Word()}': a lower book may not weaken it");
        }
        // Comparable only when both count the same unit from the same fact. A should that becomes a must may come later: the should stays beside it.
        if (lower.Modality == above.Modality && lower.Due is DueFrom l && above.Due is DueFrom a && l.Question == a.Question && l.Unit == a.Unit && l.Count > a.Count)
        {
            findings.Error("weakens", lower.Place, $"기한이 상위 의무보다 늦습니다({l.Count} > {a.Count}).", $"due later than the upper duty ({l.Count} > {a.Count}): a lower book may not weaken it");
        }
    }

    private static int Weight(Modality modality) => modality == Modality.MustNot ? (int)Modality.Must : (int)modality;
}
