using Haechi.Tower.Journal.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Journal;

/// <summary>
/// Takes an account out of the journal: from entries of its acts the account and its token, from entries about it the subject's id and the document, and the salt of both. The leaves stay, so the ledger verifies
/// as before; without a salt nothing can be tried against them.
/// </summary>
internal sealed class JournalErasure : IErasesAlong
{
    public string Kind => "account";

    public async Task Erase(WriteScope scope, string id, CancellationToken stop)
    {
        var (subject, none, journal) = ("account:" + id, (byte[]?)null, scope.Context.Set<JournalEntry>());
        await journal.Where(j => j.Subject == subject || j.Detail.Contains(id)).ExecuteUpdateAsync(u => u.SetProperty(j => j.Detail, "{}").SetProperty(j => j.Salt, none), stop);
        await journal.Where(j => j.Subject == subject).ExecuteUpdateAsync(u => u.SetProperty(j => j.Subject, "account:" + JournalEntry.Erased), stop);
        await journal.Where(j => j.Account == id).ExecuteUpdateAsync(u => u.SetProperty(j => j.Account, JournalEntry.Erased).SetProperty(j => j.Token, (string?)null).SetProperty(j => j.Salt, none), stop);
    }
}
