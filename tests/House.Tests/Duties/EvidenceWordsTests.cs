using Haechi.Rules;
using Haechi.Web.Duties;

namespace Haechi.House.Tests.Duties;

public sealed class EvidenceWordsTests
{
    [Fact]
    public void Every_kind_of_evidence_that_a_book_asks_for_has_a_korean_word()
    {
        var books = Directory.EnumerateFiles(Path.Combine(Repository.Root, "rulebooks"), "book.yaml", SearchOption.AllDirectories).Select(f => BookSet.Load(Path.GetDirectoryName(f)!));
        var duties = books.SelectMany(b => b.Rules).SelectMany(r => r.Rule.Exceptions.Select(e => e.Duty).Append(r.Rule.Duty)).OfType<Haechi.Rules.Books.Duty>();
        List<string> kinds = [.. duties.SelectMany(d => d.Evidence).Distinct(StringComparer.Ordinal)];
        Assert.True(kinds.Count > 50, "the books ask for hardly any evidence");
        Assert.Empty(kinds.Where(k => !EvidenceWords.Knows(k)));
    }
}
