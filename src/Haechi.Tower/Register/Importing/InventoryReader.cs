using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Matching;
using Haechi.Tower.Register.Profiles;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Register.Importing;

/// <summary>Reads a file for import: table, profile or matched columns, rows. Needs no database.</summary>
public sealed class InventoryReader(TowerOptions options)
{
    private const int SampledRows = 300;

    private readonly Lazy<ProfileSet> _builtIn = new(() => ProfileSet.Load(options.ProfilesFolder, options.RulebooksFolder));

    /// <summary>The profiles built in, with those of this installation.</summary>
    public ProfileSet Profiles(IEnumerable<SavedProfile>? saved = null)
    {
        var builtIn = _builtIn.Value;
        var own = (saved ?? []).Select(p => ProfileReader.Read(p.Id + ".yaml", p.Yaml, options.RulebooksFolder)).Where(p => p.Done).Select(p => p.Value!).ToList();
        return own.Count == 0 ? builtIn : ProfileSet.Of(builtIn.All.Where(b => own.All(o => o.Id != b.Id)).Concat(own));
    }

    /// <summary>The questions that rows can answer: the register's own, and those of the named books.</summary>
    public BookSet Books(IEnumerable<string> books) => BookSet.Load([.. books.Prepend("register").Distinct(StringComparer.Ordinal).Select(b => Path.Combine(options.RulebooksFolder, b))]);

    /// <summary>Reads a table. <paramref name="books"/> are the installed ones, whose questions a mapping may answer.</summary>
    public Result<ReadInventory> Read(SourceTable table, ImportChoices choices, ProfileSet profiles, IReadOnlyList<string> books, LearnedExamples? learned = null)
    {
        List<string> keys = [.. table.Columns.Select(c => c.Key)];
        if (choices.ProfileFile is { } file)
        {
            return OfFile(table, file, keys);
        }
        if (choices.Profile is { } wanted)
        {
            var profile = profiles.Get(wanted);
            return profile.Done ? Through(table, profile.Value, keys) : Refused.Because<ReadInventory>(profile.Refusals);
        }
        if (choices.Columns is null && ProfileFinder.Find(profiles, keys) is { Profile.Generic: false } fit)
        {
            return Through(table, fit.Profile, keys);
        }
        return Mapped(table, choices, keys, Books(books), learned);
    }

    /// <summary>Matches the columns of a table with questions or, for <paramref name="target"/>, with that profile's own columns.</summary>
    public static IReadOnlyList<ColumnMatch> Match(SourceTable table, Target target, LearnedExamples? learned = null) =>
        ColumnMatcher.Match(target, [.. table.Columns.Select(c => new SourceColumn(c.Header, [.. table.CellsOf(c.Index).Take(SampledRows)]))], learned);

    /// <summary>The fields of books to match columns with; the formats built in tell what they are called.</summary>
    public Target TargetOf(BookSet books) => ImportFields.Target(books, _builtIn.Value);

    /// <summary>The columns of a profile as fields to match with: their ids are its headers.</summary>
    public static Target TargetOf(Profile profile)
    {
        var law = (profile.Map?.Facts ?? []).GroupBy(f => f.Column.Header, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Values, StringComparer.Ordinal);
        return Target.Of(profile.Columns.Select(c =>
        {
            var values = (law.GetValueOrDefault(c.Header) ?? []).Concat(c.Facts.SelectMany(f => f.Values ?? [])).Where(v => v.Value is not null);
            return new TargetField(c.Header, [ImportFields.Written(c.Header), .. c.Aliases])
            {
                Choices = [.. values.GroupBy(v => v.Value!, StringComparer.Ordinal).Select(g => new TargetChoice(g.Key, [.. g.Select(v => v.Cell).Distinct(StringComparer.Ordinal)]))],
                Many = c.Facts.Any(f => f.List != default),
            };
        }));
    }

    private Result<ReadInventory> Through(SourceTable table, Profile profile, List<string> keys)
    {
        var set = Books(profile.Books.Where(b => b != "register"));
        var rows = RowReader.Read(profile, ProfileTableOf(table), set);
        if (!rows.Done)
        {
            return Refused.Because<ReadInventory>(rows.Refusals);
        }
        var fit = ProfileFinder.Rank(ProfileSet.Of([profile]), keys) is [var best, ..] ? best : null;
        return new ReadInventory(table, profile, fit, ProfileMatches.Of(profile, table, set), rows.Value, null);
    }

    private Result<ReadInventory> OfFile(SourceTable table, string file, List<string> keys)
    {
        var given = ProfileFile.Read(file, table, this, options.RulebooksFolder);
        if (!given.Done)
        {
            return Refused.Because<ReadInventory>(given.Refusals);
        }
        var profile = ProfileReader.Read(file, given.Value.Yaml, options.RulebooksFolder);
        var read = profile.Done ? Through(table, profile.Value, keys) : Refused.Because<ReadInventory>(profile.Refusals);
        return read.Done
            ? read.Value with { MappingYaml = given.Value.Yaml, Matches = [.. read.Value.Matches.Select((m, i) => given.Value.Matched.GetValueOrDefault(keys[i]) is { } match ? match with { Column = keys[i] } : m)] }
            : read;
    }

    private Result<ReadInventory> Mapped(SourceTable table, ImportChoices choices, List<string> keys, BookSet books, LearnedExamples? learned)
    {
        var proposed = Match(table, TargetOf(books), learned);
        var matches = proposed.Select((m, i) => choices.Columns?.Fields.TryGetValue(keys[i], out var chosen) == true ? m with { Column = keys[i], Field = chosen, Confidence = 1 } : m with { Column = keys[i] }).ToList();
        if (matches.All(m => m.Field != "name"))
        {
            return new Refusal("no-name-column", LocalText.Of("시스템명이 든 열을 찾지 못했습니다.", "no column was found that holds the systems' names"), table.FileName,
                LocalText.Of("열 맞추기에서 시스템명 열을 고르거나 --profile 로 양식을 지정하십시오.", "choose the column with the names when matching columns, or name the format with --profile."));
        }
        var id = choices.SaveAs ?? Slug(table.FileName);
        var yaml = MappingProfile.Yaml(id, Path.GetFileNameWithoutExtension(table.FileName), keys, ColumnChoices.Of(matches), books, choices.Values, new MappingBase(_builtIn.Value));
        var profile = ProfileReader.Read(id + ".yaml", yaml, options.RulebooksFolder);
        if (!profile.Done)
        {
            return Refused.Because<ReadInventory>(profile.Refusals);
        }
        var rows = RowReader.Read(profile.Value, ProfileTableOf(table), books);
        return rows.Done ? new ReadInventory(table, profile.Value, null, matches, rows.Value, yaml) : Refused.Because<ReadInventory>(rows.Refusals);
    }

    /// <summary>The table as profiles read it.</summary>
    public static ProfileTable ProfileTableOf(SourceTable table) =>
        new(table.FileName, [.. table.Columns.Select(c => c.Key)], [.. table.Rows.Select(r => new ProfileRow(r.Line, r.Cells))]);

    private static string Slug(string fileName)
    {
        var name = new string([.. Path.GetFileNameWithoutExtension(fileName).ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-')]).Trim('-');
        return "own-" + (name.Length == 0 ? "list" : name[..Math.Min(name.Length, 60)]);
    }
}
