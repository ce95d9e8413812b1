using System.Diagnostics;
using Haechi.House.Tests.Support;
using Haechi.Tower.Register;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Register;

/// <summary>Sizes: small by default, 50,000 systems with HAECHI_LONG=1. Times are told, not asserted: a busy machine must not fail a correct program.</summary>
public sealed class ScaleTests
{
    private static int Size => Environment.GetEnvironmentVariable("HAECHI_LONG") == "1" ? 50_000 : 2_000;

    [Fact]
    public async Task A_large_register_is_filled_and_searched()
    {
        await using var tower = await TestTower.Open();
        var clock = Stopwatch.StartNew();
        await ManySystems.Add(tower, Size);
        Tell($"{Size} systems written", clock);
    }

    private static void Tell(string what, Stopwatch clock)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {clock.ElapsedMilliseconds} ms");
        clock.Restart();
    }
}
