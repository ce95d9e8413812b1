using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Tower.Assessment;

namespace Haechi.House.Tests.Assessment;

public sealed class FormTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "assessments"), "*.yaml").Select(f => Path.GetFileName(f)!)];

    private static readonly Lazy<BookSet> Books = new(() => BookSet.Load([.. new[] { "register", "kr/ai-basic-act", "kr/public-ai-act" }.Select(b => Path.Combine(Repository.Root, "rulebooks", b))]));

    private static AssessmentForm Load(string file)
    {
        var findings = new Findings();
        var form = FormReader.Read(file, File.ReadAllText(Path.Combine(Repository.Root, "assessments", file)), findings);
        Assert.True(form is not null, string.Join('\n', findings.All.Select(f => f.ToLine("ko"))));
        return form;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_item_has_both_languages_help_and_a_provision(string file)
    {
        var form = Load(file);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), form.Id);
        var texts = form.Sections.SelectMany(s => new[] { s.Title, s.Help }).Concat(form.Items.SelectMany(i => i.Columns.Append(i)).SelectMany(i => i.Options.Select(o => o.Title).Append(i.Title)))
            .Concat(form.Items.Select(i => i.Help)).Concat(form.Items.Where(i => !i.Withheld.IsEmpty).Select(i => i.Withheld));
        Assert.Empty(texts.Where(t => !t.Has("ko") || !t.Has("en")));
        Assert.Empty(form.Items.Where(i => string.IsNullOrWhiteSpace(i.Cite)).Select(i => i.Id));
        Assert.All(form.Items, i => Assert.Matches("제\\d+조", i.Cite));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_fact_rule_and_list_that_fills_an_item_exists_in_the_books(string file)
    {
        var form = Load(file);
        var set = Books.Value;
        var facts = form.Items.SelectMany(i => i.Prefill).SelectMany(p => p.Facts).Concat(form.Watch).Concat(form.Descriptive);
        Assert.Empty(facts.Where(f => set.IndexOfQuestion(f) < 0).Distinct());
        var rules = form.Items.SelectMany(i => i.Prefill).Where(p => p.Kind == PrefillKind.Rule).SelectMany(p => p.Ids).Concat(form.Rules);
        Assert.Empty(rules.Where(r => set.Rules.All(x => x.Rule.Id != r)));
        Assert.Empty(from item in form.Items
                     from source in item.Prefill.Where(p => p.Kind == PrefillKind.Rows)
                     from column in source.Columns
                     where item.Columns.All(c => c.Id != column.Key) || set.Questions[set.IndexOfQuestion(source.Ids[0])].Fields.All(f => f.Id != column.Value)
                     select $"{item.Id}: {column}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Options_that_a_fact_fills_are_the_values_of_that_fact(string file)
    {
        var form = Load(file);
        var set = Books.Value;
        foreach (var item in form.Items.Where(i => i.Kind is ItemKind.Choice or ItemKind.Choices))
        {
            Assert.All(item.Prefill.Where(p => p.Kind == PrefillKind.Fact), p => Assert.Empty(set.Questions[set.IndexOfQuestion(p.Ids[0])].Values.Select(v => v.Id).Except(item.Options.Select(o => o.Id))));
        }
    }

    [Fact]
    public void The_form_of_article_35_holds_the_seven_contents_of_the_decree() =>
        Assert.All(Enumerable.Range(1, 7), n =>
        {
            var cite = $"제28조제1항제{n}호";
            Assert.Contains(Load("kr-ai-basic-act-35.yaml").Items, i => i.Cite.Contains(cite, StringComparison.Ordinal) && i is { Basis: ItemBasis.Effort, Required: true });
        });

    [Fact]
    public void The_law_asks_differently_for_the_two_and_the_forms_say_so()
    {
        var (effort, duty) = (Load("kr-ai-basic-act-35.yaml"), Load("kr-public-ai-act-32.yaml"));
        Assert.Equal((Modality.Should, Modality.Must), (effort.Strength, duty.Strength));
        Assert.DoesNotContain(effort.Items, i => i.Basis == ItemBasis.Duty);
        Assert.All(duty.Items.Where(i => i.Cite.Contains("제29조", StringComparison.Ordinal) || i.Cite.Contains("제26조", StringComparison.Ordinal)), i => Assert.Equal(ItemBasis.Duty, i.Basis));
        Assert.True(duty.Items.Count(i => i.Cite.Contains("제26조", StringComparison.Ordinal)) >= 5);
        Assert.True(duty.Items.Count(i => i.Cite.Contains("제29조", StringComparison.Ordinal)) >= 7);
    }

    [Theory]
    [InlineData("form: x\nversion: \"1\"", "missing-text")]
    [InlineData("- a list", "wrong-value")]
    [InlineData("form: x\nfrom: y", "unknown-key")]
    [InlineData("form: [", "not-yaml")]
    public void A_wrong_form_is_refused_with_its_place(string text, string code)
    {
        var findings = new Findings();
        Assert.Null(FormReader.Read("x.yaml", text, findings));
        var finding = findings.All.First(f => f.Code == code);
        Assert.Equal("x.yaml", finding.Place.File);
        Assert.True(finding.Message.Has("ko") && finding.Message.Has("en"));
    }
}
