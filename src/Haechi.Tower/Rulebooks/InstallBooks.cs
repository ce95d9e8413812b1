using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Rulebooks;

/// <summary>Chooses the books that apply here, such as <c>kr/ai-basic-act</c> and <c>kr/public-ai-act</c>. What they extend comes with them.</summary>
public sealed record InstallBooks(IReadOnlyList<string> Books);

internal sealed class InstallBooksHandler(TowerStore store, BookRegistry registry) : IHandle<InstallBooks, LoadedBooks>
{
    public Task<Result<LoadedBooks>> Handle(Actor actor, InstallBooks command, CancellationToken stop) => store.Write<LoadedBooks>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        List<string> ids = [.. command.Books.Select(b => b.Trim().Trim('/')).Where(b => b.Length > 0).Distinct(StringComparer.Ordinal)];
        var loaded = registry.Load(ids);
        if (!loaded.Done)
        {
            return loaded;
        }
        await Choices.Write(scope, BookRegistry.Key, ids);
        scope.Record("rulebooks.install", "setting:" + BookRegistry.Key, new { books = loaded.Value.Pins, loaded.Value.Hash }, books: loaded.Value.Pins.Select(p => p.Text));
        return loaded;
    }, stop);
}
