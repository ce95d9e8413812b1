using Haechi.Tower.Access;
using Haechi.Tower.Register.Matching;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Register.Importing;

/// <summary>What officers of this installation decided about columns and values before; a setting.</summary>
internal static class LearnedHere
{
    private const string Key = "learned";

    private sealed record Kept(string Examples);

    public static async Task<LearnedExamples> Read(TowerContext context) =>
        await Choices.Read<Kept>(context, Key) is { } kept && LearnedExamples.FromJson(kept.Examples) is { Done: true } learned ? learned.Value : LearnedExamples.None;

    /// <summary>Learns the officer's choices of an import and keeps the mapping as a profile.</summary>
    public static async Task Learn(WriteScope scope, ImportPlan plan, ImportChoices choices)
    {
        if (plan.Inventory.MappingYaml is not { } yaml)
        {
            return;
        }
        var profile = plan.Inventory.Profile.Id;
        if (await scope.Context.Set<SavedProfile>().FindAsync(profile) is { } saved)
        {
            (saved.Yaml, saved.Account, saved.SavedAt) = (yaml, scope.Actor.Account, scope.Now);
        }
        else
        {
            scope.Context.Add(new SavedProfile { Id = profile, Yaml = yaml, Account = scope.Actor.Account, SavedAt = scope.Now });
        }
        if (choices.Columns is null)
        {
            // Nobody looked: what the matcher proposed teaches it nothing.
            return;
        }
        var learned = await Read(scope.Context);
        foreach (var column in plan.Inventory.Table.Columns.Where(c => choices.Columns.Fields.ContainsKey(c.Key)))
        {
            learned = learned.Learn(column.Header, choices.Columns.Fields[column.Key]);
        }
        foreach (var (column, values) in choices.Values ?? new Dictionary<string, IReadOnlyDictionary<string, string>>())
        {
            learned = choices.Columns.Fields.GetValueOrDefault(column) is { } field ? values.Aggregate(learned, (l, v) => l.Learn(field, v.Key, v.Value, 1)) : learned;
        }
        await Choices.Write(scope, Key, new Kept(learned.ToJson()));
    }
}
