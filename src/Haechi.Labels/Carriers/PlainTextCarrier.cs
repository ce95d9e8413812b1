using Haechi.Labels.Carriers.Text;

namespace Haechi.Labels.Carriers;

/// <summary>Plain text in UTF-8: the store stands behind it in characters that show nothing (C2PA 2.4 A.8). Bound is the text in its composed form (NFC), which is also what is written.</summary>
internal sealed class PlainTextCarrier : Carrier
{
    public override string Format => "text/plain";

    // Markdown that another program marked in this way stays as it is.
    public override IReadOnlyList<string> Endings => [".txt", ".text", ".md", ".markdown"];

    // Every text is plain text: whether a file is one is only asked when it is nothing else.
    public override bool Knows(ReadOnlySpan<byte> head) => false;

    public override Stream Open(Stream file) => new MemoryStream(TextFile.Composed(TextFile.Read(file)), writable: false);

    public override FoundStore? Find(Stream file) => TextWrapper.Find(TextFile.Read(file));

    public override IReadOnlyList<Piece> Plan(Stream file, int store)
    {
        var old = Find(file)?.At ?? new ByteRange(file.Length, 0);
        return [new Piece.Copy(new ByteRange(0, old.Start)), new Piece.Copy(new ByteRange(old.End, file.Length - old.End)), new Piece.Store(TextWrapper.LengthFor(store), TextWrapper.Write)];
    }
}
