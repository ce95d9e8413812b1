using Haechi.House.Tests.Support;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Columns;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Rulebooks;

/// <summary>The columns that previews use say what the facts say, whatever was asked for before and whatever changed since.</summary>
public sealed class RegisterColumnsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Columns_say_what_the_facts_say()
    {
        await using var tower = await TestTower.Open();
        var registry = tower.Services.GetRequiredService<BookRegistry>();
        var (korean, european) = (registry.Load(["city/haneul"]).Value!.Set, registry.Load(["eu/ai-act"]).Value!.Set);
        await Filled.Korean(tower, 120, korean, ["d1", "d2"]);
        var columns = tower.Services.GetRequiredService<RegisterColumns>();
        await Agree(tower, columns, korean);
        await columns.Warm(Stop);
        await Agree(tower, columns, european);
        var systems = await tower.Store.Read(c => c.Set<SystemNow>().OrderBy(s => s.Number).Select(s => s.System).ToListAsync(Stop));
        var changes = new Dictionary<string, FactValue?> { ["public_body"] = null, ["lifecycle"] = new TextFact("pilot"), ["name"] = new TextFact("다른 이름") };
        Assert.True((await tower.Do<ChangeFacts, SystemRef>(TestTower.Officer, new ChangeFacts(systems[3], changes))).Done);
        Assert.True((await tower.Do<ConfirmMatch, SystemRef>(TestTower.Officer, new ConfirmMatch(systems[0], systems[1], true))).Done);
        await Agree(tower, columns, korean);
        await Agree(tower, columns, european);
    }

    private static async Task Agree(TestTower tower, RegisterColumns columns, BookSet set)
    {
        var (rules, blocks) = (set.On(new DateOnly(2027, 6, 1)), await columns.Blocks(set.Questions, Stop));
        var program = ColumnProgram.Compile(rules);
        var facts = await tower.Store.Read(async c => await (from n in c.Set<SystemNow>() join v in c.Set<SystemVersion>() on n.Version equals v.Id orderby n.Number select new { n.System, n.Department, v.Facts }).ToListAsync(Stop));
        Assert.Equal(facts.Select(f => f.System), blocks.SelectMany(b => b.Systems));
        Assert.Equal(facts.Select(f => f.Department), blocks.SelectMany(b => b.Departments));
        var at = 0;
        foreach (var block in blocks)
        {
            var found = ColumnRun.Evaluate(program, block.Facts);
            for (var i = 0; i < block.Systems.Count; i++, at++)
            {
                var plain = Determination.Of(rules, FactsJson.Read(facts[at].Facts).ToRecord(facts[at].System));
                foreach (var rule in rules.Rules)
                {
                    Assert.Equal((rule.Rule.Id, plain.OutcomeOf(rule.Index)), (rule.Rule.Id, found[rule.Index][i]));
                }
            }
        }
    }
}
