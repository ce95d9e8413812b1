using System.Security.Cryptography;

namespace Haechi.Tower.Webhooks;

/// <summary>When a message is tried again. Much as Standard Webhooks proposes: soon at first, for a slip; then over three days, so that a weekend does not lose anything.</summary>
public static class RetrySchedule
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    // A tenth more at random, so that receivers of many towers are not asked by all at the same moment.
    private const int Jitter = 10;

    /// <summary>How often a message is tried at most.</summary>
    public static int MostTries => Waits.Length + 1;

    /// <summary>How long to wait after a try, in microseconds; <paramref name="tries"/> counts it. What the receiver asks for (Retry-After) is kept when it is longer, up to a day.</summary>
    public static long After(int tries, TimeSpan? asked = null)
    {
        var wait = Waits[Math.Clamp(tries - 1, 0, Waits.Length - 1)];
        wait = asked > wait ? asked.Value > Waits[^1] ? Waits[^1] : asked.Value : wait;
        return (long)wait.TotalMicroseconds + (RandomNumberGenerator.GetInt32(1000) * (long)wait.TotalMicroseconds / (1000 * Jitter));
    }
}
