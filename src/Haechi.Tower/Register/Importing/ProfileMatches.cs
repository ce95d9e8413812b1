using Haechi.Rules;
using Haechi.Tower.Register.Matching;
using Haechi.Tower.Register.Profiles;
using Haechi.Tower.Register.Tables;

namespace Haechi.Tower.Register.Importing;

/// <summary>The columns of a table as a profile knows them, told in the same form as matched ones.</summary>
internal static class ProfileMatches
{
    public static IReadOnlyList<ColumnMatch> Of(Profile profile, SourceTable table, BookSet books)
    {
        List<string> keys = [.. table.Columns.Select(c => c.Key)];
        var bound = new BoundProfile(profile, keys, books);
        var headers = new HeaderIndex(keys);
        var law = (profile.Map?.Facts ?? []).GroupBy(f => headers.Of(f.Column.Header)).ToDictionary(g => g.Key, g => g.First().Question);
        return [.. keys.Select((key, i) => One(i, key, bound.ByIndex.GetValueOrDefault(i), law.GetValueOrDefault(i)))];
    }

    private static ColumnMatch One(int index, string key, BoundColumn? column, string? law)
    {
        var field = column?.Column.Facts is [var fact, ..] ? fact.Path : law;
        var (ko, en) = field is not null ? ("프로필이 정한 열", "the profile names this column")
            : column is not null ? ("프로필이 아는 열이며 적힌 그대로 보관합니다", "the profile knows this column; it is kept as it stands")
            : ("프로필에 없는 열이며 적힌 그대로 보관합니다", "the profile does not know this column; it is kept as it stands");
        return new ColumnMatch(index, key, field, field is null && column is null ? 0 : 1, [], field is null && column is null ? Evidence.Nothing : Evidence.SameName, LocalText.Of(ko, en));
    }
}
