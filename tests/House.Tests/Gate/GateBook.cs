using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;

namespace Haechi.House.Tests.Gate;

/// <summary>A small law with one of each: a prohibited practice, a class of risk, duties before use, by a day and after use, an effort duty, an exception.</summary>
internal static class GateBook
{
    public const string Text = """
        rulebook: test/gate
        version: "3"
        title: {ko: 시험 법, en: Test law}
        rank: national
        languages: [ko, en]
        stages: [{from: 2020-01-01, stage: enforced}]
        classes:
          risky: {title: {ko: 고위험, en: Risky}, "yes": HIGH, "no": NOT, review: REVIEW}
          banned: {title: {ko: 금지, en: Banned}, "yes": PROHIBITED, "no": NOT, review: REVIEW}
        questions:
          decides: {type: enum, of: {alone: {ko: 혼자, en: alone}, helps: {ko: 도움, en: helps}, unclear: {ko: 애매, en: unclear}}, ask: {ko: "혼자 정합니까?", en: "Does it decide alone?"}}
          scores: {type: bool, ask: {ko: "주민을 점수 매깁니까?", en: "Does it score residents?"}}
          first_use: {type: date, ask: {ko: "언제 처음 씁니까?", en: "When is it first used?"}}
          tested: {type: enum, of: {done: {ko: 함, en: done}, open: {ko: 안 함, en: open}}, ask: {ko: "시험했습니까?", en: "Tested?"}}
          small: {type: bool, ask: {ko: "작습니까?", en: "Is it small?"}}
        rules:
          - id: banned
            title: {ko: 금지, en: Banned}
            cite: "Art. 1"
            class: banned
            when: "scores"
          - id: risky
            title: {ko: 고위험, en: Risky}
            cite: "Art. 2"
            class: risky
            decide: {yes: "decides == 'alone'", no: "decides == 'helps'"}
            look_at: {ko: 무엇을 정하는지, en: What it decides}
            oblige: {id: test, modality: must, due: {days: 0, before: first_use}, status: tested, evidence: [test_report]}
            exceptions:
              - id: small
                title: {ko: 작은 것, en: Small}
                cite: "Art. 2(2)"
                when: "small"
          - id: plan
            title: {ko: 계획, en: Plan}
            cite: "Art. 3"
            when: "decides == 'alone'"
            oblige: {id: plan, modality: must, due: {on: 2026-12-01}}
          - id: report
            title: {ko: 보고, en: Report}
            cite: "Art. 4"
            when: "decides == 'alone'"
            oblige: {id: report, modality: must, due: {days: 30, after: first_use}}
          - id: care
            title: {ko: 노력, en: Care}
            cite: "Art. 5"
            when: "decides == 'alone'"
            oblige: {id: care, modality: should, due: {days: 0, before: first_use}}
        """;

    public const string Testing = "risky";

    /// <summary>What is known of a system that may go anywhere.</summary>
    public static Dictionary<string, FactValue> Harmless(string state = "pilot") => new()
    {
        ["name"] = new TextFact("길 안내"), ["lifecycle"] = new TextFact(state), ["decides"] = new TextFact("helps"), ["scores"] = new BoolFact(false), ["small"] = new BoolFact(false),
    };

    /// <summary>The same that decides alone.</summary>
    public static Dictionary<string, FactValue> Risky(string state = "pilot") => new(Harmless(state)) { ["decides"] = new TextFact("alone") };

    public static void Write(string folder)
    {
        var place = Path.Combine(folder, "books", "test", "gate");
        Directory.CreateDirectory(place);
        File.WriteAllText(Path.Combine(place, "book.yaml"), Text);
    }

    public static async Task<TestTower> Tower(DateOnly? today = null)
    {
        var tower = await TestTower.Open(today);
        Write(tower.Folder);
        var installed = await tower.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(["test/gate"]));
        Assert.True(installed.Done, installed.Done ? "" : string.Join('\n', installed.Refusals.Select(r => r.ToLine("en"))));
        return tower;
    }

    public static async Task<string> System(TestTower tower, Dictionary<string, FactValue> facts, string? department = null)
    {
        var made = await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(facts, department));
        Assert.True(made.Done, made.Done ? "" : made.Refusals[0].ToLine("en"));
        await Duty.Run(tower);
        return made.Value.System;
    }
}
