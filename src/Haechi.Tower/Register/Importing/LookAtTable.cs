using Haechi.Rules.Books;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Matching;
using Haechi.Tower.Register.Profiles;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register.Importing;

/// <summary>Says by which profile a table would be read and, when its columns are to be matched one by one, what each is proposed for.</summary>
/// <param name="Table">The table.</param>
/// <param name="MatchColumns">True to match columns even when a profile fits.</param>
public sealed record LookAtTable(SourceTable Table, bool MatchColumns);

/// <summary>The fields of one book to which columns can be given.</summary>
/// <param name="Book">The book.</param>
/// <param name="Fields">Its questions; one that an earlier book asks too stands there alone.</param>
public sealed record FieldsOfBook(Rulebook Book, IReadOnlyList<Question> Fields);

/// <summary>What was found out about a table before anything is decided.</summary>
/// <param name="Profiles">All profiles that could be chosen.</param>
/// <param name="Proposed">The one that fits by itself, or null.</param>
/// <param name="Matches">Each column with its proposal, the column named by its key; empty when a profile is used.</param>
/// <param name="Books">The fields to choose from; empty when a profile is used.</param>
public sealed record TableLook(IReadOnlyList<Profile> Profiles, ProfileFit? Proposed, IReadOnlyList<ColumnMatch> Matches, IReadOnlyList<FieldsOfBook> Books);

internal sealed class LookAtTableHandler(TowerStore store, InventoryReader reader) : IHandle<LookAtTable, TableLook>
{
    public async Task<Result<TableLook>> Handle(Actor actor, LookAtTable command, CancellationToken stop)
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        await using var context = store.Open();
        var profiles = reader.Profiles(await context.Set<SavedProfile>().AsNoTracking().ToListAsync(stop));
        List<string> keys = [.. command.Table.Columns.Select(c => c.Key)];
        var proposed = ProfileFinder.Find(profiles, keys) is { Profile.Generic: false } fit ? fit : null;
        if (proposed is not null && !command.MatchColumns)
        {
            return new TableLook(profiles.All, proposed, [], []);
        }
        var books = reader.Books(await Choices.Read<List<string>>(context, "books") ?? []);
        var matches = InventoryReader.Match(command.Table, reader.TargetOf(books), await LearnedHere.Read(context));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        List<FieldsOfBook> fields = [.. books.Books.Select(b => new FieldsOfBook(b, [.. ImportFields.Of(b.Questions).Where(q => seen.Add(q.Id))])).Where(b => b.Fields.Count > 0)];
        return new TableLook(profiles.All, proposed, [.. matches.Select((m, i) => m with { Column = keys[i] })], fields);
    }
}
