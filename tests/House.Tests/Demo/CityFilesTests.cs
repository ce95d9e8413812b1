using Haechi.Rules;
using Haechi.Tower.Demo;
using Haechi.Tower.Register;

namespace Haechi.House.Tests.Demo;

public sealed class CityFilesTests
{
    private static readonly Lazy<CityFile> Lazily = new(Load);

    private static readonly Lazy<BookSet> Books = new(() => BookSet.Load([.. City.Books.Prepend("register").Select(b => Path.Combine(Repository.Root, "rulebooks", b))]));

    private static CityFile City => Lazily.Value;

    public static TheoryData<string> Days => ["2026-08-01", "2026-11-22", "2027-03-02", "2028-09-01"];

    [Fact]
    public void The_city_has_about_sixty_systems_over_twelve_departments()
    {
        Assert.InRange(City.Systems.Count, 55, 75);
        var tops = City.Departments.Where(d => d.Parent is null).Select(d => d.Key).ToList();
        Assert.InRange(tops.Count + City.Reorganisation.Count(s => s.Kind == "add"), 11, 13);
        Assert.All(City.Departments.Where(d => d.Parent is not null), d => Assert.Contains(d.Parent, tops));
        Assert.Equal(26, City.Systems.Count(s => s.Imported));
    }

    [Fact]
    public void Every_reference_in_the_files_leads_somewhere()
    {
        var departments = City.Departments.Select(d => d.Key).Concat(City.Reorganisation.Where(s => s.Kind == "add").Select(s => s.Department)).ToHashSet();
        var people = City.Personas.Select(p => p.Key).ToHashSet();
        var products = City.Products.Select(p => p.Key).ToHashSet();
        Assert.Empty(City.Systems.Where(s => !s.Imported && !departments.Contains(s.Department!)).Select(s => s.Id));
        Assert.Empty(City.Systems.Where(s => s.Product is not null && !products.Contains(s.Product)).Select(s => s.Id));
        Assert.Empty(City.Systems.SelectMany(s => s.Changes.Select(c => c.By).Append(s.By).OfType<string>()).Where(k => !people.Contains(k)));
        Assert.Empty(City.Personas.Where(p => p.Department is not null && !departments.Contains(p.Department)).Select(p => p.Key));
        Assert.All(products, p => Assert.True(City.Systems.Count(s => s.Product == p) >= 2, p));
    }

    [Theory]
    [MemberData(nameof(Days))]
    public void Every_fact_is_asked_for_by_a_book_and_every_value_is_allowed(string day)
    {
        var (findings, today) = (new Findings(), DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        foreach (var facts in City.Systems.SelectMany(s => s.Changes.Select(c => c.Facts).Append(s.Facts)).Concat(City.Products.Select(p => p.Facts)))
        {
            facts.Read(Books.Value, today, findings);
        }
        Assert.True(findings.All.Count == 0, string.Join('\n', findings.All.Select(f => f.ToLine("en"))));
    }

    [Fact]
    public void Every_state_of_a_life_is_shown_and_one_is_unknown()
    {
        var shown = City.Systems.Select(s => s.Changes.Select(c => c.Facts.Text(Lifecycle.Question)).Prepend(s.State ?? s.Facts.Text(Lifecycle.Question)).LastOrDefault(v => v is not null)).ToHashSet();
        Assert.Empty(Lifecycle.All.Except(shown.OfType<string>()));
        Assert.Contains(null, shown);
        Assert.Empty(shown.OfType<string>().Except(Lifecycle.All));
    }

    [Fact]
    public void Nobody_and_nothing_in_the_city_can_be_taken_for_real()
    {
        Assert.Contains("가상", City.Body.In("ko"), StringComparison.Ordinal);
        Assert.Contains("fictional", City.Body.In("en"), StringComparison.Ordinal);
        Assert.All(City.Products, p => Assert.EndsWith("(가상)", p.Supplier, StringComparison.Ordinal));
        Assert.All(City.Personas, p => Assert.Contains(City.FamilyNames, f => p.Name.StartsWith(f, StringComparison.Ordinal)));
        // The commonest family names; none of the invented ones begins like a real one.
        Assert.All(City.FamilyNames, f => Assert.DoesNotContain(f, "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용봉사부가복태목형계피두감음빈동온호범좌팽승간견당화창공"));
        var texts = City.Systems.SelectMany(s => s.Facts.Texts).Select(t => t.Text);
        Assert.Empty(texts.Where(t => t.Contains('@', StringComparison.Ordinal) && !t.EndsWith(".example", StringComparison.Ordinal)));
        Assert.All(Directory.EnumerateFiles(City.Folder, "*.yaml"), f => Assert.StartsWith("# FICTIONAL / 가상", File.ReadLines(f).First(), StringComparison.Ordinal));
        Assert.All(Directory.EnumerateFiles(Path.Combine(City.Folder, "evidence")), f => Assert.Contains("가상", File.ReadAllText(f), StringComparison.Ordinal));
    }

    [Fact]
    public void Korean_and_English_are_given_where_people_read_them()
    {
        Assert.All(City.Departments, d => Assert.NotEqual(d.Name.In("ko"), d.Name.In("en")));
        var names = City.Systems.Where(s => s.Facts.Text("name_en") is null).Select(s => s.Id);
        // The system in an unknown state is one of which nobody has answered more.
        Assert.InRange(names.Count(), 0, 1);
    }

    [Theory]
    [InlineData("-40d", "2026-01-31")]
    [InlineData("-1m", "2026-02-12")]
    [InlineData("+2w", "2026-03-26")]
    [InlineData("-1y", "2025-03-12")]
    public void A_day_is_counted_from_the_fill(string text, string expected)
    {
        Assert.True(RelativeDay.TryRead(text, out var day));
        Assert.Equal(expected, day.From(new DateOnly(2026, 3, 12)).ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(text, day.ToString());
    }

    [Fact]
    public void Acts_of_a_weekend_happen_on_the_friday_before_and_none_after_now()
    {
        var now = new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.FromHours(9));
        var time = new ScriptTime(now);
        time.MoveTo(new DateOnly(2026, 11, 21), 0);
        Assert.Equal(new DateOnly(2026, 11, 20), ScriptTime.DayOf(time.GetUtcNow()));
        time.MoveTo(new DateOnly(2026, 11, 23), 3);
        Assert.Equal(now, time.GetUtcNow());
    }

    private static CityFile Load()
    {
        var findings = new Findings();
        var city = CityReader.Read(Path.Combine(Repository.Root, "samples", "haneul", "city"), findings);
        Assert.Empty(findings.All.Select(f => f.ToLine("en")));
        return city!;
    }
}
