using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Tower.Common;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>Finds or adds the terms of duties, by what they say.</summary>
internal sealed class TermsCatalogue(BookSet set)
{
    private readonly Dictionary<string, int> _byHash = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DutyTerms> _new = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Rule> _rules = set.Rules.ToDictionary(r => r.Rule.Id, r => r.Rule, StringComparer.Ordinal);

    public async Task Load(TowerContext context, CancellationToken stop)
    {
        _byHash.Clear();
        foreach (var known in await context.Set<DutyTerms>().AsNoTracking().Select(t => new { t.Hash, t.Id }).ToListAsync(stop))
        {
            _byHash[known.Hash] = known.Id;
        }
    }

    /// <summary>The terms of a duty; they have a number after <see cref="Save"/>.</summary>
    public string HashOf(KeptDuty duty)
    {
        var terms = Make(duty);
        if (!_byHash.ContainsKey(terms.Hash))
        {
            _new.TryAdd(terms.Hash, terms);
        }
        return terms.Hash;
    }

    public int Number(string hash) => _byHash[hash];

    /// <summary>True for a duty that comes back each year.</summary>
    public bool IsYearly(KeptDuty duty) => Clause(duty).Duty?.Due is DueYearly;

    public async Task Save(WriteScope scope)
    {
        if (_new.Count == 0)
        {
            return;
        }
        scope.Context.AddRange(_new.Values);
        await scope.Context.SaveChangesAsync();
        foreach (var added in _new.Values)
        {
            _byHash[added.Hash] = added.Id;
        }
        _new.Clear();
    }

    private (Duty? Duty, LocalText Title) Clause(KeptDuty kept)
    {
        var rule = _rules[kept.Base];
        if (kept.Rule.Length > kept.Base.Length && rule.Exceptions.FirstOrDefault(e => e.Id == kept.Rule[(kept.Base.Length + 1)..]) is { } exception)
        {
            var title = exception.Duty is { Title.IsEmpty: false } own ? own.Title : exception.Title.IsEmpty ? rule.Title : exception.Title;
            return (exception.Duty, title);
        }
        return (rule.Duty, rule.Duty is { Title.IsEmpty: false } named ? named.Title : rule.Title);
    }

    private DutyTerms Make(KeptDuty kept)
    {
        var (duty, title) = Clause(kept);
        var (evidence, who) = (string.Join(' ', duty?.Evidence ?? []), string.Join(' ', duty?.Who ?? []));
        var all = string.Join('\u001f', kept.Base, kept.Rule, kept.Duty, title.In("ko"), title.In("en"), kept.Cite, kept.Book, kept.BookVersion, kept.Strength, kept.Stage, kept.State,
            kept.PenaltiesFrom?.ToString("O", null), kept.GraceUntil?.ToString("O", null), evidence, who, duty?.Status, kept.Under);
        return new DutyTerms
        {
            Hash = Digest.Of(all), Rule = kept.Base, FullRule = kept.Rule, Duty = kept.Duty, TitleKo = title.In("ko"), TitleEn = title.In("en"), Cite = kept.Cite, Book = kept.Book,
            BookVersion = kept.BookVersion, Strength = kept.Strength, Stage = kept.Stage, State = kept.State, PenaltiesFrom = kept.PenaltiesFrom, GraceUntil = kept.GraceUntil, Evidence = evidence, Who = who,
            StatusQuestion = duty?.Status, Under = kept.Under,
        };
    }
}
