using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Demo;

/// <summary>One act of the story: when, and what.</summary>
internal sealed record StoryAct(RelativeDay At, Func<DemoRun, CancellationToken, Task> Do);

/// <summary>Tells the story of the city: every act at its own time, through the handlers that pages and verbs call. What a file names by its key is found here by its id.</summary>
internal sealed class DemoRun(CityFile city, BookSet books, IServiceProvider services, ScriptTime time, DateOnly today)
{
    private const int DaysBetweenRuns = 40;
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Actor> _people = new(StringComparer.Ordinal) { ["haechi"] = Actor.Program };

    public CityFile City => city;

    /// <summary>The register's own questions and those of the installed books.</summary>
    public BookSet Books => books;

    /// <summary>The day of the fill, from which all days are counted.</summary>
    public DateOnly Today => today;

    public TowerStore Store => services.GetRequiredService<TowerStore>();

    /// <summary>Acts that the rules of their day made needless, such as evidence for a duty that was not owed yet.</summary>
    public int PassedOver { get; set; }

    /// <summary>The id behind a key, such as <c>system:HN-005</c>.</summary>
    public string this[string kindAndKey]
    {
        get => _ids.TryGetValue(kindAndKey, out var id) ? id : throw new InvalidOperationException($"The demonstration names '{kindAndKey}' before it exists.");
        set => _ids[kindAndKey] = value;
    }

    /// <summary>The id behind a key, or null.</summary>
    public string? Find(string kindAndKey) => _ids.GetValueOrDefault(kindAndKey);

    public T Service<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>The person behind a key.</summary>
    public Actor Person(string key) => _people.TryGetValue(key, out var actor) ? actor : throw new InvalidOperationException($"The demonstration has nobody called '{key}'.");

    public void Meet(string key, Actor person) => _people[key] = person;

    /// <summary>Reads facts of the city's files.</summary>
    public Dictionary<string, FactValue> Facts(DemoFacts facts)
    {
        var findings = new Findings();
        var read = facts.Read(books, today, findings);
        return findings.HasErrors ? throw new RefusedException(findings.All) : read;
    }

    /// <summary>Carries out a command; a refusal is a fault of the story and ends it.</summary>
    public async Task<TResult> Do<TCommand, TResult>(Actor actor, TCommand command, CancellationToken stop) => (await Try<TCommand, TResult>(actor, command, stop)).Value!;

    /// <summary>Carries out a command that may be refused for a reason that the story expects.</summary>
    public async Task<Result<TResult>> Try<TCommand, TResult>(Actor actor, TCommand command, CancellationToken stop, params string[] expected)
    {
        var result = await services.GetRequiredService<IHandle<TCommand, TResult>>().Handle(actor, command, stop);
        return result.Done || result.Refusals.All(r => expected.Contains(r.Code))
            ? result
            : throw new InvalidOperationException($"The demonstration was refused on {ScriptTime.DayOf(time.GetUtcNow()):yyyy-MM-dd}: {command}: {string.Join("; ", result.Refusals.Select(r => r.ToLine("en")))}");
    }

    /// <summary>
    /// Tells the acts in their order. Every few weeks the systems are determined, so that duties have a past. In a city that runs the worker does that after each change; here it would make the
    /// fill several times longer and show nothing more.
    /// </summary>
    public async Task Tell(IEnumerable<StoryAct> acts, CancellationToken stop)
    {
        var days = acts.Select(a => (Day: ScriptTime.WorkingDay(a.At.From(today)), Act: a)).OrderBy(a => a.Day).GroupBy(a => a.Day, a => a.Act);
        var next = DateOnly.MinValue;
        foreach (var day in days)
        {
            var ofTheDay = 0;
            foreach (var act in day)
            {
                time.MoveTo(day.Key, ofTheDay++);
                await act.Do(this, stop);
            }
            if (day.Key >= next)
            {
                time.MoveTo(day.Key, ofTheDay);
                await Determine(stop);
                next = day.Key.AddDays(DaysBetweenRuns);
            }
        }
        time.MoveToNow();
        await Determine(stop);
    }

    private Task<Result<RunResult>> Determine(CancellationToken stop) => Try<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems(), stop, "no-books");
}
