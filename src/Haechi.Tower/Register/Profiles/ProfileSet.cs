using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Profiles;

/// <summary>The profiles that an installation has: those built in and those saved by its officers.</summary>
public sealed class ProfileSet
{
    private ProfileSet(IReadOnlyList<Profile> all, IReadOnlyList<Refusal> problems) => (All, Problems) = (all, problems);

    /// <summary>The profiles by id.</summary>
    public IReadOnlyList<Profile> All { get; }

    /// <summary>Why files were passed over.</summary>
    public IReadOnlyList<Refusal> Problems { get; }

    /// <summary>Every fact that is a class of some regime: none of them is written as the class of another.</summary>
    public IReadOnlySet<string> RegimeFacts => All.SelectMany(p => p.Regimes).ToHashSet(StringComparer.Ordinal);

    /// <summary>The profile with an id, or null.</summary>
    public Profile? Find(string id) => All.FirstOrDefault(p => string.Equals(p.Id, id, StringComparison.Ordinal));

    /// <summary>The profile with an id, or the refusal that lists what there is.</summary>
    public Result<Profile> Get(string id)
    {
        if (Find(id) is { } profile)
        {
            return profile;
        }
        var all = string.Join(", ", All.Select(p => p.Id));
        return Refusal.Because("not-found", $"프로필 '{id}'이(가) 없습니다. 쓸 수 있는 프로필: {all}.", $"there is no profile '{id}'; there are {all}", id);
    }

    /// <summary>Loads every <c>*.yaml</c> of a folder. A file that cannot be used is passed over and told in <see cref="Problems"/>.</summary>
    /// <param name="folder">The folder of the profiles.</param>
    /// <param name="rulebooks">The rulebooks root, below which the column maps lie; null: <c>rulebooks</c> beside the folder.</param>
    public static ProfileSet Load(string folder, string? rulebooks = null)
    {
        var root = rulebooks ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(folder)) ?? ".", "rulebooks");
        var (profiles, problems) = (new List<Profile>(), new List<Refusal>());
        if (!Directory.Exists(folder))
        {
            return new ProfileSet([], [Refusal.Because("no-folder", "프로필 폴더가 없습니다.", "there is no such folder of profiles", folder)]);
        }
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            var read = ProfileReader.Read(file, root);
            if (!read.Done)
            {
                problems.AddRange(read.Refusals);
            }
            else if (profiles.Any(p => p.Id == read.Value.Id))
            {
                problems.Add(Refusal.Because("duplicate", $"프로필 '{read.Value.Id}'이(가) 두 번 있어 이 파일은 쓰지 않았습니다.", $"the profile '{read.Value.Id}' is there twice; this file was passed over", file));
            }
            else
            {
                profiles.Add(read.Value);
            }
        }
        return new ProfileSet([.. profiles.OrderBy(p => p.Id, StringComparer.Ordinal)], problems);
    }

    /// <summary>A set of profiles already read.</summary>
    public static ProfileSet Of(IEnumerable<Profile> profiles) => new([.. profiles.OrderBy(p => p.Id, StringComparer.Ordinal)], []);
}
