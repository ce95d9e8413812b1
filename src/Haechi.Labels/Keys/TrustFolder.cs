using System.Security.Cryptography.X509Certificates;

namespace Haechi.Labels.Keys;

/// <summary>What a trust list is for.</summary>
public enum TrustPurpose
{
    /// <summary>Authorities of signers.</summary>
    Signers,

    /// <summary>Authorities of time stamps.</summary>
    TimeStamps,
}

/// <summary>One list in a trust folder.</summary>
/// <param name="Name">Its name: the file's, without ending.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Source">Where it is fetched from anew; null when it was a file.</param>
/// <param name="Certificates">How many certificates it holds.</param>
public sealed record TrustList(string Name, TrustPurpose Purpose, Uri? Source, int Certificates);

/// <summary>
/// A folder with trust lists: <c>signers/NAME.pem</c> and <c>timestamps/NAME.pem</c>, and beside a list that came from an address <c>NAME.source</c> with that address. A list is replaced whole, and
/// only by one that can be read.
/// </summary>
public sealed class TrustFolder(string folder)
{
    /// <summary>All that the lists hold.</summary>
    public LabelResult<TrustAnchors> Read()
    {
        var found = new Dictionary<TrustPurpose, List<X509Certificate2>> { [TrustPurpose.Signers] = [], [TrustPurpose.TimeStamps] = [] };
        foreach (var (file, purpose) in Files())
        {
            var read = TrustAnchors.Read(File.ReadAllText(file), file);
            if (!read.Done)
            {
                return read.Problem!;
            }
            found[purpose].AddRange(read.Value);
        }
        return new TrustAnchors(found[TrustPurpose.Signers], found[TrustPurpose.TimeStamps]);
    }

    /// <summary>The lists, by name.</summary>
    public LabelResult<IReadOnlyList<TrustList>> Lists()
    {
        var lists = new List<TrustList>();
        foreach (var (file, purpose) in Files())
        {
            var read = TrustAnchors.Read(File.ReadAllText(file), file);
            if (!read.Done)
            {
                return read.Problem!;
            }
            lists.Add(new TrustList(Path.GetFileNameWithoutExtension(file), purpose, SourceOf(file), read.Value.Count));
        }
        return LabelResult<IReadOnlyList<TrustList>>.Of(lists);
    }

    /// <summary>Puts a list in, or replaces the one of that name.</summary>
    /// <param name="name">Letters, digits, points, hyphens and underscores.</param>
    /// <param name="pem">Its certificates in PEM.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="source">Where it was fetched from, over HTTPS; null when it was a file.</param>
    public LabelResult<TrustList> Put(string name, string pem, TrustPurpose purpose, Uri? source)
    {
        if (!IsName(name))
        {
            return new LabelProblem("trust-name", name, "신뢰 목록의 이름에는 글자, 숫자, 점, 붙임표, 밑줄만 쓰고, 점으로 시작하지 않습니다.", "the name of a trust list holds letters, digits, points, hyphens and underscores, and does not begin with a point");
        }
        var read = TrustAnchors.Read(pem, name);
        if (!read.Done)
        {
            return read.Problem!;
        }
        var file = FileOf(name, purpose);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Replace(file, pem);
        if (source is not null)
        {
            Replace(Path.ChangeExtension(file, ".source"), source + "\n");
        }
        else
        {
            File.Delete(Path.ChangeExtension(file, ".source"));
        }
        return new TrustList(name, purpose, source, read.Value.Count);
    }

    /// <summary>Takes a list out; false when there was none.</summary>
    public bool Remove(string name, TrustPurpose purpose)
    {
        var file = FileOf(name, purpose);
        if (!IsName(name) || !File.Exists(file))
        {
            return false;
        }
        File.Delete(file);
        File.Delete(Path.ChangeExtension(file, ".source"));
        return true;
    }

    private IEnumerable<(string File, TrustPurpose Purpose)> Files() =>
        from purpose in Enum.GetValues<TrustPurpose>()
        let inside = Path.Combine(folder, Subfolder(purpose))
        where Directory.Exists(inside)
        from file in Directory.EnumerateFiles(inside, "*.pem").Order(StringComparer.Ordinal)
        select (file, purpose);

    private string FileOf(string name, TrustPurpose purpose) => Path.Combine(folder, Subfolder(purpose), name + ".pem");

    private static string Subfolder(TrustPurpose purpose) => purpose == TrustPurpose.Signers ? "signers" : "timestamps";

    private static bool IsName(string name) => name.Length is > 0 and <= 100 && name[0] != '.' && name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_');

    private static Uri? SourceOf(string file) =>
        Path.ChangeExtension(file, ".source") is var source && File.Exists(source) && Uri.TryCreate(File.ReadAllText(source).Trim(), UriKind.Absolute, out var address) ? address : null;

    private static void Replace(string file, string text)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(temporary, text);
        File.Move(temporary, file, overwrite: true);
    }
}
