using Haechi.Labels.Jumbf;

namespace Haechi.Labels.Manifests;

/// <summary>All manifests of a file. The last is the active one; the others are its history (C2PA 11.1.4.2).</summary>
internal sealed class ManifestStore
{
    private readonly Dictionary<string, Manifest> _byLabel;

    private ManifestStore(IReadOnlyList<Manifest> manifests) => (Manifests, _byLabel) = (manifests, manifests.ToDictionary(m => m.Label, StringComparer.Ordinal));

    public IReadOnlyList<Manifest> Manifests { get; }

    public Manifest Active => Manifests[^1];

    public Manifest? Find(string? label) => label is null ? null : _byLabel.GetValueOrDefault(label);

    /// <summary>Reads a store.</summary>
    /// <exception cref="MalformedException">It is not one.</exception>
    public static ManifestStore Read(ReadOnlyMemory<byte> bytes)
    {
        var store = JumbfReader.Read(bytes);
        if (!store.Is(BoxTypes.Store) || store.Contents.Count > 0)
        {
            throw Bad("the outermost box is no manifest store", "바깥 상자가 매니페스트 저장소가 아닙니다");
        }
        if (store.Superboxes.Any(s => s.Is(BoxTypes.Compressed)))
        {
            throw Bad("it holds a compressed manifest, which this version does not read", "압축된 매니페스트가 있으며, 이 판은 그것을 읽지 못합니다");
        }
        var manifests = store.Superboxes.Select(Manifest.Read).ToList();
        return manifests.Count == 0 || manifests.Any(m => m.Label.Length == 0) ? throw Bad("it holds no manifest that can be addressed", "주소가 있는 매니페스트가 없습니다")
            : manifests.DistinctBy(m => m.Label).Count() < manifests.Count ? throw Bad("two manifests have one label", "두 매니페스트의 이름이 같습니다")
            : new ManifestStore(manifests);
    }

    private static MalformedException Bad(string en, string ko) => new("store-malformed", $"매니페스트 저장소를 읽을 수 없습니다: {ko}.", $"the manifest store cannot be read: {en}");
}
