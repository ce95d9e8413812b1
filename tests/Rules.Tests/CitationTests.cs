namespace Haechi.Rules.Tests;

/// <summary>Citations of Korean law as readers of English see them.</summary>
public sealed class CitationTests
{
    [Theory]
    [InlineData("제32조제1항", "Art. 32(1)")]
    [InlineData("제2조제4호카목; 고영향 판단 가이드라인(2026.4.29.) p.211-212", "Art. 2 subpara. 4(k); high-impact guideline (29 Apr 2026) p.211-212")]
    [InlineData("공공AI법 제32조제4항, 시행령 제29조", "Public AI Act Art. 32(4), Decree Art. 29")]
    [InlineData("제32조제2항제1호부터 제3호까지", "Art. 32(2) subpara. 1 to subpara. 3")]
    [InlineData("하늘시 인공지능 조례(가상) 제12조, 정보통신융합법 제37조·제38조의2", "Haneul City AI Ordinance (fictional) Art. 12, ICT Convergence Act Art. 37·Art. 38-2")]
    [InlineData("제34조제3항, 영 별표 1(제34조제1항제4호)", "Art. 34(3), Decree Annex 1(Art. 34(1) subpara. 4)")]
    [InlineData("법률 제20676호 부칙 제1조", "Act No. 20676 Addenda Art. 1")]
    [InlineData("시행령(대통령령 제36604호)", "Decree (Presidential Decree No. 36604)")]
    [InlineData("제2조제4호가목; 고영향 판단 가이드라인(2026.4.29.) 에너지 편", "Art. 2 subpara. 4(a); high-impact guideline (29 Apr 2026) energy part")]
    [InlineData("부칙 제1조 단서", "Addenda Art. 1 proviso")]
    [InlineData("UK name; NL name; 공공AI법 제30조", "UK name; NL name; Public AI Act Art. 30")]
    [InlineData("Art. 26(4)", "Art. 26(4)")]
    public void A_provision_reads_in_English(string cite, string english)
    {
        Assert.Equal(english, Citation.In(cite, "en"));
        Assert.Equal(cite, Citation.In(cite, "ko"));
    }

    [Theory]
    [InlineData("바다시 갯벌 조례 제3조", "바다시 갯벌 Ordinance Art. 3")]
    [InlineData("영리법인 제3조", "영리법인 Art. 3")]
    [InlineData("2026.13.45.", "2026.13.45.")]
    public void What_is_not_known_stays_as_it_was_written(string cite, string english) => Assert.Equal(english, Citation.In(cite, "en"));

    [Fact]
    public void Nothing_is_nothing() => Assert.Null(Citation.In(null, "en"));

    [Fact]
    public void Every_citation_of_the_books_and_forms_of_this_project_reads_in_English()
    {
        var cites = new[] { "rulebooks", "assessments" }.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Support.Folders.Root, f), "*.yaml", SearchOption.AllDirectories))
            .SelectMany(File.ReadLines).Select(l => System.Text.RegularExpressions.Regex.Match(l, "\\b(?:cite|provision): \"([^\"]*)\"")).Where(m => m.Success).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.True(cites.Count > 200);
        Assert.Empty(cites.Select(c => Citation.In(c, "en")!).Where(c => System.Text.RegularExpressions.Regex.IsMatch(c, "[가-힣]")));
    }
}
