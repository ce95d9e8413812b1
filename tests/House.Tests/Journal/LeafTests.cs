using System.Text;
using System.Text.Json;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;

namespace Haechi.House.Tests.Journal;

public sealed class LeafTests
{
    private static readonly Actor Person = new("acc7k2", "박민원", Roles.Officer | Roles.Reader);

    [Fact]
    public void A_leaf_says_what_was_done_to_what_and_not_by_whom()
    {
        var entry = JournalLeaf.Entry(Person, 1_800_000_000_123_456, "register.change", "system:k3v9", new { facts = new[] { "name" }, version = 2 }, books: ["kr/b@1", "kr/a@1"]);
        using var leaf = JsonDocument.Parse(entry.Leaf);
        Assert.Equal(["actor", "books", "commitment", "outcome", "subject", "time", "type", "v"], leaf.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("2027-01-15T08:00:00.123456Z", leaf.RootElement.GetProperty("time").GetString());
        Assert.Equal("""["officer","reader"]""", leaf.RootElement.GetProperty("actor").GetRawText());
        Assert.Equal("""["kr/a@1","kr/b@1"]""", leaf.RootElement.GetProperty("books").GetRawText());
        Assert.DoesNotContain("acc7k2", Encoding.UTF8.GetString(entry.Leaf), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("account:acc7k2", "account")]
    [InlineData("session:99", "session")]
    [InlineData("system:k3v9", "system:k3v9")]
    [InlineData("setting:books", "setting:books")]
    [InlineData("note:김하늘 010-1234-5678", "note")]
    [InlineData("register", "register")]
    [InlineData("김하늘", "thing")]
    public void Persons_and_texts_are_no_subjects_of_a_leaf(string subject, string shown) => Assert.Equal(shown, JournalLeaf.Public(subject));

    [Fact]
    public void The_commitment_opens_with_salt_and_document_and_with_nothing_else()
    {
        var entry = JournalLeaf.Entry(Person, 5, "access.change", "account:acc7k2", new { roles = "Officer" });
        Assert.True(JournalLeaf.Opens(entry));
        Assert.False(JournalLeaf.Opens(new JournalEntry { Act = entry.Act, Subject = entry.Subject, Account = "other", Detail = entry.Detail, Salt = entry.Salt, Leaf = entry.Leaf }));
        Assert.False(JournalLeaf.Opens(new JournalEntry { Act = entry.Act, Subject = entry.Subject, Account = entry.Account, Detail = entry.Detail, Salt = null, Leaf = entry.Leaf }));
        Assert.NotEqual(entry.Leaf, JournalLeaf.Entry(Person, 5, "access.change", "account:acc7k2", new { roles = "Officer" }).Leaf);
    }

    [Fact]
    public void One_thing_has_one_spelling()
    {
        Assert.Equal("""{"a":[1,-2,null,true],"b":"한글\n\"\\\u0001"}""", CanonicalJson.Of(new { b = "한글\n\"\\\u0001", a = new object?[] { 1, -2, null, true } }));
        Assert.Equal(CanonicalJson.Text("가"), CanonicalJson.Text("가".Normalize(NormalizationForm.FormD)));
        Assert.Equal("""{"e":{},"l":[]}""", CanonicalJson.Of(new { l = Array.Empty<int>(), e = new { } }));
        Assert.Throws<ArgumentException>(() => CanonicalJson.Of(new { half = 0.5 }));
    }
}
