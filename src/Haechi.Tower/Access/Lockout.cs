using System.Collections.Concurrent;

namespace Haechi.Tower.Access;

/// <summary>
/// Slows guessing down: after five wrong passwords the next try waits 30 seconds, then one minute, two, up to an hour. A login that nobody has is slowed down in the same way, so that
/// waiting does not tell which logins exist; those are remembered in memory, and only so many.
/// </summary>
internal sealed class Lockout
{
    private const int Free = 5;
    private const int MostUnknown = 10_000;
    private const long Second = 1_000_000;
    private readonly ConcurrentDictionary<string, (int Failures, long Until)> _unknown = new(StringComparer.Ordinal);

    /// <summary>How long the next try waits after this many failures, in microseconds.</summary>
    public static long Delay(int failures) => failures < Free ? 0 : Math.Min(3600, 30L << Math.Min(failures - Free, 7)) * Second;

    /// <summary>Until when a login that nobody has is refused.</summary>
    public long UnknownUntil(string login) => _unknown.TryGetValue(login, out var known) ? known.Until : 0;

    /// <summary>Counts a try with a login that nobody has.</summary>
    public void FailUnknown(string login, long now)
    {
        if (_unknown.Count >= MostUnknown)
        {
            _unknown.Clear();
        }
        _unknown.AddOrUpdate(login, _ => (1, 0), (_, before) => (before.Failures + 1, now + Delay(before.Failures + 1) is var until && until > now ? until : 0));
    }
}
