using Haechi.Tower.Storage;

namespace Haechi.Tower.Rulebooks;

/// <summary>Writes one run's determinations, portion by portion. Only place that writes the tables of determinations.</summary>
internal sealed class DeterminationKeeper(DeterminationRun run, string key)
{
    private bool _begun;

    /// <summary>Keeps a portion; gives back how many results are not the same as before.</summary>
    public int Keep(WriteScope scope, IReadOnlyList<Determined> portion)
    {
        var context = scope.Context;
        if (!_begun)
        {
            context.Add(run);
            context.SaveChanges();
            // Only then: the portion may be tried again from its beginning.
            scope.AfterCommit(() => _begun = true);
        }
        using var result = Prepared.Insert(context, "determined_result", ["hash", "json"], orNothing: true);
        using var row = Prepared.Insert(context, "determination", ["system", "run", "version", "day", "recorded_at", "result", "risk"], orNothing: true);
        using var now = new Prepared(context, """
            INSERT INTO determination_now (system, run, seen_version, key, until, result, risk) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6)
            ON CONFLICT (system) DO UPDATE SET run = excluded.run, seen_version = excluded.seen_version, key = excluded.key, until = excluded.until, result = excluded.result, risk = excluded.risk
            """);
        using var forget = new Prepared(context, "DELETE FROM system_class WHERE system = @p0");
        using var given = Prepared.Insert(context, "system_class", ["system", "class", "outcome", "word", "declared", "disagrees"]);
        var changed = 0;
        foreach (var d in portion)
        {
            result.Run(d.Hash, d.Json);
            row.Run(d.Of.System, run.Id, d.Of.Version, run.Day, scope.Now, d.Hash, d.Risk);
            now.Run(d.Of.System, run.Id, d.Of.Newest, key, d.Until, d.Hash, d.Risk);
            if (d.Of.Before == d.Hash)
            {
                continue;
            }
            changed++;
            if (d.Of.Before is not null)
            {
                forget.Run(d.Of.System);
            }
            foreach (var c in d.Classes)
            {
                given.Run(c.System, c.Class, c.Outcome, c.Word, c.Declared, c.Disagrees);
            }
        }
        return changed;
    }
}
