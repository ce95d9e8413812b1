using System.Diagnostics;
using Haechi.Rules.Books;
using Haechi.Rules.Checks;
using Haechi.Rules.Syntax;
using Haechi.Rules.Tests.Support;

namespace Haechi.Rules.Tests.Fuzz;

/// <summary>
/// Spoiled conditions and books: no crash, no input that takes over a second, and every refusal says where. With HAECHI_LONG=1 there are a million conditions and
/// a hundred thousand books.
/// </summary>
public sealed class FuzzTests
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("HAECHI_LONG") == "1";

    private static readonly string[] Conditions =
    [
        "a && !b || c", "(area overlaps ['x', 'y'] && kind != 'p') || n >= 1e26", "'x' in area && kind in ['p', 'q']", "d >= date('2026-01-22') && d < other_day",
        "list.exists(m, m.flop >= 10 && m.big) || list.all(k, k.flop < 3)", "!(!(a == true)) && `b` != false && \"p\" == kind", "n > -0.5 && score >= 8 && flag",
    ];

    [Fact]
    public void Spoiled_conditions_are_refused_with_an_offset() => Run(Long ? 1_000_000 : 20_000, seed =>
    {
        var text = new Mutator(seed).Spoil(Conditions[seed % Conditions.Length]);
        try
        {
            ConditionParser.Parse(text);
            return null;
        }
        catch (SyntaxException refusal)
        {
            return refusal.At < 0 || refusal.At > text.Length || refusal.Ko.Length == 0 || refusal.En.Length == 0 ? $"bad refusal at {refusal.At} of: {text}" : null;
        }
    });

    [Fact]
    public void Spoiled_books_are_refused_with_a_place()
    {
        // Real books are added when they lie in this checkout, so that every key of the format is there to be spoiled.
        var real = Directory.EnumerateFiles(Path.Combine(Folders.Root, "rulebooks"), "*.yaml", SearchOption.AllDirectories)
            .Where(f => !f.Contains("maps", StringComparison.Ordinal) && new FileInfo(f).Length < 12_000).Order(StringComparer.Ordinal).Select(File.ReadAllText).ToList();
        Run(Long ? 100_000 : 1_000, seed => seed % 4 == 3 && real.Count > 0 ? SpoilPart(real[seed / 4 % real.Count], seed) : SpoilPair(seed));
    }

    private static string? SpoilPair(int seed)
    {
        var mutator = new Mutator(seed);
        string[] texts = seed % 2 == 0 ? [mutator.Spoil(Example.Act), Example.City] : [Example.Act, mutator.Spoil(Example.City)];
        var findings = new Findings();
        if (TextBooks.TryRead(texts, findings) is { } set)
        {
            Use(set, findings);
        }
        return Bad(findings);
    }

    private static string? SpoilPart(string text, int seed)
    {
        var findings = new Findings();
        var head = text.Contains("rulebook:", StringComparison.Ordinal) ? "parameters: {}\n" : TextBooks.Small("");
        if (RulebookReader.Read("b", [("b/a.yaml", new Mutator(seed).Spoil(text)), ("b/b.yaml", head)], findings) is { } book && !findings.HasErrors
            && BookSet.Of([book], findings) is { } set)
        {
            Use(set, findings);
        }
        return Bad(findings);
    }

    /// <summary>A book that was accepted must also work: tests, checks and a record without any facts, on every day of change.</summary>
    private static void Use(BookSet set, Findings findings)
    {
        CoverageChecks.Run(set, [.. set.Books], BookTests.Run(set), findings);
        foreach (var day in set.Edges().Append(DateOnly.MaxValue).Append(DateOnly.MinValue))
        {
            Assert.NotNull(Determination.Of(set.On(day), TextBooks.Record()));
        }
    }

    /// <summary>Only the absence of a head is told of the folder, which has no lines.</summary>
    private static string? Bad(Findings findings) =>
        findings.All.FirstOrDefault(f => (f.Place.Line <= 0 && f.Code != "head") || string.IsNullOrEmpty(f.Place.File) || !f.Message.Has("ko") || !f.Message.Has("en"))?.ToLine("en");

    /// <summary>Runs every seed; what goes wrong is told with its seed, so that it can be run again alone.</summary>
    private static void Run(int count, Func<int, string?> one)
    {
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, count, seed =>
        {
            var clock = Stopwatch.StartNew();
            try
            {
                if (one(seed) is { } problem)
                {
                    wrong.Add($"seed {seed}: {problem}");
                }
            }
            catch (Exception fault)
            {
                wrong.Add($"seed {seed}: {fault.GetType().Name}: {fault.Message} {fault.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Haechi", StringComparison.Ordinal))}");
            }
            if (clock.Elapsed > TimeSpan.FromSeconds(1) && Again(seed, one) > TimeSpan.FromSeconds(1))
            {
                wrong.Add($"seed {seed}: took {clock.Elapsed}");
            }
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {count}\n" + string.Join('\n', wrong.Order(StringComparer.Ordinal).Take(20)));
    }

    /// <summary>A busy machine may slow down a single run; only an input that is slow twice counts.</summary>
    private static TimeSpan Again(int seed, Func<int, string?> one)
    {
        var clock = Stopwatch.StartNew();
        one(seed);
        return clock.Elapsed;
    }
}
