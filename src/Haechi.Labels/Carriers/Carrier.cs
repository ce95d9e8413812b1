using Haechi.Labels.Carriers.Text;

namespace Haechi.Labels.Carriers;

/// <summary>Bytes of a file: where they begin and how many.</summary>
internal readonly record struct ByteRange(long Start, long Length)
{
    public long End => Start + Length;
}

/// <summary>A manifest store in a file.</summary>
/// <param name="Bytes">The store.</param>
/// <param name="At">Every byte that belongs to it and that therefore a hash has to leave out.</param>
internal sealed record FoundStore(byte[] Bytes, ByteRange At);

/// <summary>A part of a file to be written.</summary>
internal abstract record Piece(long Length)
{
    /// <summary>Bytes of the source.</summary>
    public sealed record Copy(ByteRange Range) : Piece(Range.Length);

    /// <summary>New bytes.</summary>
    public sealed record Fresh(byte[] Bytes) : Piece(Bytes.Length);

    /// <summary>The manifest store, wrapped as the format wants it. This is what a hash leaves out.</summary>
    public sealed record Store(long Length, Func<byte[], byte[]> Wrap) : Piece(Length);
}

/// <summary>A file format that can carry a manifest store.</summary>
internal abstract class Carrier
{
    /// <summary>The largest manifest store that is read.</summary>
    public const int LargestStore = 64 * 1024 * 1024;

    /// <summary>The media type.</summary>
    public abstract string Format { get; }

    /// <summary>Endings of names that go with it, with the point.</summary>
    public abstract IReadOnlyList<string> Endings { get; }

    /// <summary>True when the store's length has to be even.</summary>
    public virtual bool Even => false;

    /// <summary>True when the binding follows boxes instead of ranges.</summary>
    public virtual bool BindsBoxes => false;

    /// <summary>True when the first bytes of a file are of this format.</summary>
    public abstract bool Knows(ReadOnlySpan<byte> head);

    /// <summary>The file as it is bound and written: itself, unless the format says that another form of it is.</summary>
    public virtual Stream Open(Stream file) => file;

    /// <summary>The store in the file, or null.</summary>
    /// <exception cref="MalformedException">The file cannot be read so far as to tell.</exception>
    public abstract FoundStore? Find(Stream file);

    /// <summary>The file without the store that it may have, and with one of this length.</summary>
    /// <exception cref="MalformedException">The file cannot be read, or no store may be put into it.</exception>
    public abstract IReadOnlyList<Piece> Plan(Stream file, int store);

    protected static MalformedException Bad(string format, string en) =>
        new("file-malformed", $"{format} 파일이 아니거나 손상되었습니다: {en}", $"the file is no {format} or is damaged: {en}");

    protected static MalformedException Several(string format) =>
        new("stores-several", $"{format} 파일에 매니페스트 저장소가 둘 이상 있습니다. 어느 것이 참인지 알 수 없습니다.", $"the {format} file has more than one manifest store, and nothing tells which one counts");

    protected static MalformedException TooLarge() =>
        new("store-too-large", $"매니페스트 저장소가 {LargestStore >> 20} MB를 넘습니다.", $"the manifest store is larger than {LargestStore >> 20} MB");
}

/// <summary>The formats that are known.</summary>
internal static class AllCarriers
{
    private const int HeadLength = 4_096;
    private static readonly HtmlCarrier Html = new();
    private static readonly MarkdownCarrier Markdown = new();
    private static readonly PlainTextCarrier Plain = new();

    public static IReadOnlyList<Carrier> All { get; } = 
    [
        new PngCarrier(), new JpegCarrier(), new RiffCarrier("image/webp", "WEBP", ".webp"), new RiffCarrier("audio/wav", "WAVE", ".wav", ".wave"), new Mp3Carrier(),
        new BmffCarrier("audio/mp4", b => b is "M4A " or "M4B ", ".m4a", ".m4b"), new BmffCarrier("video/quicktime", b => b == "qt  ", ".mov", ".qt"),
        new BmffCarrier("video/mp4", _ => true, ".mp4", ".m4v", ".m4a", ".mov"), new PdfCarrier(), Html, new SvgCarrier(), Markdown, Plain,
    ];

    /// <summary>Endings of names that say that a file is text.</summary>
    public static IEnumerable<string> TextEndings => Plain.Endings;

    /// <summary>True when a file that is text and nothing else is named as a picture, a sound or the like: no text that anybody meant.</summary>
    public static bool IsTextInDisguise(Carrier carrier, string name) => carrier == Plain && Path.GetExtension(name).ToLowerInvariant() is var ending && !Plain.Endings.Contains(ending) && All.Any(c => c.Endings.Contains(ending));

    /// <summary>The format by content, or null. Only what kind of text a text is, its name tells: nothing else does.</summary>
    public static Carrier? Of(Stream file, string? name = null)
    {
        file.Position = 0;
        var head = new byte[HeadLength];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return All.FirstOrDefault(c => c.Knows(head.AsSpan(0, length))) ?? (head.AsSpan(0, length).Contains((byte)0) || file.Length > TextFile.Largest ? null : OfText(file, Path.GetExtension(name)?.ToLowerInvariant() ?? ""));
    }

    private static Carrier? OfText(Stream file, string ending)
    {
        // Pages are written in other encodings than UTF-8 too, and may begin with any element.
        if (Html.Endings.Contains(ending))
        {
            return Html;
        }
        var text = TextFile.Read(file);
        file.Position = 0;
        return !TextFile.IsText(text) ? null : MarkdownCarrier.HasBlock(text) || (Markdown.Endings.Contains(ending) && !TextWrapper.IsIn(text)) ? Markdown : Plain;
    }
}
