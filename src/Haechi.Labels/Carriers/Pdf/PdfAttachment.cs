namespace Haechi.Labels.Carriers.Pdf;

/// <summary>
/// The manifest store as a file in a PDF (C2PA A.4): an associated file of the catalog with the relationship C2PA_Manifest, which is also named among the embedded files; or, where signatures are,
/// hangs on the first page as a note, since such a note is what they permit to be added.
/// </summary>
internal static class PdfAttachment
{
    private const string Relationship = "C2PA_Manifest";
    private const string Name = "Content Credentials";
    private const int MostFiles = 10_000;
    private const int DeepestPage = 64;
    private const int NotesMayBeAdded = 3;

    /// <summary>The stream that holds the store, or null.</summary>
    public static PdfReference? Find(PdfFile pdf)
    {
        if (pdf.Resolve(((PdfDictionary)pdf.Catalog.Value)["AF"]) is not PdfArray files)
        {
            return null;
        }
        if (files.Items.Count > MostFiles)
        {
            throw PdfFault.Unknown($"more than {MostFiles} associated files");
        }
        var ours = files.Items.Select(pdf.Resolve).OfType<PdfDictionary>().Where(f => (pdf.Resolve(f["AFRelationship"]) as PdfName)?.Text == Relationship).ToList();
        if (ours.Count > 1)
        {
            throw new MalformedException("stores-several", "PDF 파일에 매니페스트 저장소가 둘 이상 있습니다. 어느 것이 참인지 알 수 없습니다.", "the PDF file has more than one manifest store, and nothing tells which one counts");
        }
        return ours.Count == 0 ? null : pdf.Resolve(ours[0]["EF"]) is PdfDictionary held && (held["F"] ?? held["UF"]) is PdfReference stream ? stream
            : throw PdfFault.Broken("it names a manifest store and does not hold it");
    }

    /// <summary>Adds a stream for a store; what it holds is written later.</summary>
    public static PdfReference Add(PdfFile pdf, PdfEdit edit)
    {
        var catalog = edit.Catalog();
        var permitted = Permitted(pdf, catalog);
        var stream = edit.Add(null);
        var held = new PdfDictionary { ["F"] = stream, ["UF"] = stream };
        var file = edit.Add(new PdfDictionary
        {
            ["Type"] = new PdfName("Filespec"), ["F"] = PdfText.Of("manifest.c2pa"), ["UF"] = PdfText.Of("manifest.c2pa"), ["Desc"] = PdfText.Of(Name), ["AFRelationship"] = new PdfName(Relationship), ["EF"] = held,
        });
        edit.Child<PdfArray>(catalog, "AF").Items.Add(file);
        if (IsSigned(pdf, catalog) || permitted is not null)
        {
            Hang(pdf, edit, catalog, file);
        }
        else
        {
            Enlist(pdf, edit, edit.Child<PdfDictionary>(edit.Child<PdfDictionary>(catalog, "Names"), "EmbeddedFiles"), file);
        }
        return stream;
    }

    private static bool IsSigned(PdfFile pdf, PdfDictionary catalog) =>
        pdf.Resolve(catalog["AcroForm"]) is PdfDictionary form && ((pdf.Resolve(form["SigFlags"]) as PdfAtom)?.Whole ?? 0) % 2 == 1;

    /// <summary>What a certifying signature permits (ISO 32000-2, 12.8.2.2); null when there is none.</summary>
    private static long? Permitted(PdfFile pdf, PdfDictionary catalog)
    {
        if (pdf.Resolve(catalog["Perms"]) is not PdfDictionary permissions || pdf.Resolve(permissions["DocMDP"]) is not PdfDictionary signature)
        {
            return null;
        }
        var rules = ((pdf.Resolve(signature["Reference"]) as PdfArray)?.Items ?? []).Select(pdf.Resolve).OfType<PdfDictionary>().Where(r => (pdf.Resolve(r["TransformMethod"]) as PdfName)?.Text == "DocMDP").ToList();
        var level = rules.Select(r => pdf.Resolve((pdf.Resolve(r["TransformParams"]) as PdfDictionary)?["P"]) is PdfAtom { Whole: { } p } ? p : 2).DefaultIfEmpty(2).Min();
        return level >= NotesMayBeAdded ? level : throw PdfFault.Certified();
    }

    /// <summary>Appends to the names of embedded files, which are sorted, by a name behind the last (ISO 32000-2, 7.9.6).</summary>
    private static void Enlist(PdfFile pdf, PdfEdit edit, PdfDictionary root, PdfReference file)
    {
        string After(PdfValue? last) => pdf.Resolve(last) is PdfText { Bytes: var bytes } && string.CompareOrdinal(bytes, Name) >= 0 ? bytes + " " + Name : Name;
        if (pdf.Resolve(root["Kids"]) is PdfArray { Items: [.., var lastLeaf] })
        {
            var limits = pdf.Resolve((pdf.Resolve(lastLeaf) as PdfDictionary)?["Limits"]) as PdfArray ?? throw PdfFault.Broken("the names of its embedded files have no limits");
            var (name, both) = (PdfText.Of(After(limits.Items.LastOrDefault())), new PdfArray());
            both.Items.AddRange([name, name]);
            var leaf = new PdfDictionary { ["Limits"] = both };
            edit.Child<PdfArray>(leaf, "Names").Items.AddRange([name, file]);
            edit.Child<PdfArray>(root, "Kids").Items.Add(edit.Add(leaf));
            return;
        }
        var names = edit.Child<PdfArray>(root, "Names").Items;
        if (names.Count % 2 != 0)
        {
            throw PdfFault.Broken("the names of its embedded files are not pairs");
        }
        names.AddRange([PdfText.Of(After(names.Count > 0 ? names[^2] : null)), file]);
    }

    /// <summary>Hangs the file on the first page as a hidden note, so that what readers see stays the same.</summary>
    private static void Hang(PdfFile pdf, PdfEdit edit, PdfDictionary catalog, PdfReference file)
    {
        var at = catalog["Pages"];
        for (var depth = 0; pdf.Resolve((pdf.Resolve(at) as PdfDictionary)?["Kids"]) is PdfArray { Items: [var first, ..] }; depth++)
        {
            at = depth < DeepestPage ? first : throw PdfFault.Broken("its pages are nested too deep");
        }
        var page = at as PdfReference ?? throw PdfFault.Broken("its first page is missing");
        var corner = new PdfArray();
        corner.Items.AddRange(Enumerable.Repeat<PdfValue>(new PdfAtom("0"), 4));
        edit.Child<PdfArray>(edit.Changing<PdfDictionary>(page), "Annots").Items.Add(edit.Add(new PdfDictionary
        {
            ["Type"] = new PdfName("Annot"), ["Subtype"] = new PdfName("FileAttachment"), ["FS"] = file, ["Rect"] = corner, ["F"] = new PdfAtom("2"), ["Contents"] = PdfText.Of(Name), ["P"] = page,
        }));
    }
}
