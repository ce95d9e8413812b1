using Haechi.Tower.Common;

namespace Haechi.Tower.Storage;

/// <summary>
/// What the caller of a command wants done in the transaction of the act, such as a condition that must hold and a receipt: together with the act, or not at all. It may be run again from its
/// beginning, as the act may.
/// </summary>
public interface IErrand
{
    /// <summary>Before the act; a refusal ends it.</summary>
    public Task<Refusal?> Before(WriteScope scope);

    /// <summary>After the act with what it came to, before the commit; a refusal takes the act back.</summary>
    public Task<Refusal?> After(WriteScope scope, object? result);
}
