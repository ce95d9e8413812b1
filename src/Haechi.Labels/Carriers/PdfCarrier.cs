using Haechi.Labels.Carriers.Pdf;

namespace Haechi.Labels.Carriers;

/// <summary>PDF: the store is the data of an embedded file, added behind the last byte (C2PA A.4). No byte of the original changes.</summary>
internal sealed class PdfCarrier : Carrier
{
    public override string Format => "application/pdf";

    public override IReadOnlyList<string> Endings => [".pdf"];

    public override bool Knows(ReadOnlySpan<byte> head) => head.StartsWith("%PDF-"u8);

    public override FoundStore? Find(Stream file)
    {
        var pdf = new PdfFile(file);
        if (PdfAttachment.Find(pdf) is not { } holder)
        {
            return null;
        }
        var stream = pdf.Find(holder) ?? throw PdfFault.Broken("it names a manifest store and does not hold it");
        // In a compressed store bytes could stand that nobody signed and nobody sees; the official reader reads none either.
        if (stream.Value is PdfDictionary about && pdf.Resolve(about["Filter"]) is not (null or PdfArray { Items.Count: 0 }))
        {
            throw PdfFault.Unknown("a compressed manifest store");
        }
        var at = pdf.DataOf(stream);
        return at.Length > LargestStore ? throw TooLarge() : new FoundStore(Bytes.ReadExactly(file, at), at);
    }

    public override IReadOnlyList<Piece> Plan(Stream file, int store)
    {
        var pdf = new PdfFile(file);
        var edit = new PdfEdit(pdf);
        // A file that has a store keeps everything around it: only the stream gets a newer version.
        var holder = PdfAttachment.Find(pdf) is { } there ? pdf.Find(there) : null;
        return edit.Write(file, holder is null ? PdfAttachment.Add(pdf, edit) : new PdfReference(holder.Number, holder.Generation), store);
    }
}
