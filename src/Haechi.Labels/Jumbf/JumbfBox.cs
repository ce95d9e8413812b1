namespace Haechi.Labels.Jumbf;

/// <summary>A content box: four letters and bytes (ISO/IEC 19566-5, B.3).</summary>
internal sealed record ContentBox(string Type, ReadOnlyMemory<byte> Payload);

/// <summary>A superbox: its description, and the boxes in it.</summary>
/// <param name="Uuid">The content type, 16 bytes.</param>
/// <param name="Label">The label that addresses it within its parent; empty when it has none.</param>
/// <param name="Raw">All bytes, the header included.</param>
/// <param name="Hashed">What a hashed URI is computed over: everything behind the superbox's own header (C2PA 8.4.2.3).</param>
/// <param name="Superboxes">Superboxes in it, in order.</param>
/// <param name="Contents">Other boxes in it, in order.</param>
internal sealed record Superbox(ReadOnlyMemory<byte> Uuid, string Label, ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte> Hashed,
    IReadOnlyList<Superbox> Superboxes, IReadOnlyList<ContentBox> Contents)
{
    /// <summary>True when the content type is the four letters with the suffix that ISO and C2PA give theirs.</summary>
    public bool Is(string letters) => Uuid.Span.SequenceEqual(BoxTypes.Uuid(letters));

    /// <summary>The superbox with this label, or null.</summary>
    public Superbox? Find(string label) => Superboxes.FirstOrDefault(s => s.Label == label);

    /// <summary>The payload of the first content box of this type, or null.</summary>
    public ReadOnlyMemory<byte>? Content(string type) => Contents.FirstOrDefault(c => c.Type == type)?.Payload;
}

/// <summary>Content types of superboxes (C2PA 11.1.4, ISO/IEC 19566-5 annex B).</summary>
internal static class BoxTypes
{
    public const string Store = "c2pa";
    public const string Standard = "c2ma";
    public const string Update = "c2um";
    public const string Compressed = "c2cm";
    public const string AssertionStore = "c2as";
    public const string Claim = "c2cl";
    public const string Signature = "c2cs";

    private static readonly byte[] Suffix = [0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    public static byte[] Uuid(string letters) => [.. System.Text.Encoding.ASCII.GetBytes(letters), .. Suffix];
}
