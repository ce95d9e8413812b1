using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Haechi.Labels.Carriers.Pdf;

/// <summary>
/// Changes to a PDF file, to be written behind its last byte (ISO 32000-2, 7.5.6). What was there stays as it is, so that signatures over earlier bytes keep holding.
/// </summary>
internal sealed class PdfEdit(PdfFile pdf)
{
    // A line of a table has ten digits for a place.
    private const long LargestPlace = 9_999_999_999;
    private readonly SortedDictionary<int, (int Generation, PdfValue? Value)> _changed = [];
    private int _next = pdf.NextNumber;

    /// <summary>The catalog, to be changed.</summary>
    public PdfDictionary Catalog()
    {
        var catalog = pdf.Catalog;
        return Changing<PdfDictionary>(new PdfReference(catalog.Number, catalog.Generation));
    }

    /// <summary>Adds an object.</summary>
    public PdfReference Add(PdfValue? value)
    {
        if (pdf.Find(new PdfReference(_next, 0)) is not null)
        {
            throw PdfFault.Broken($"it has an object {_next} and says that it has none");
        }
        _changed[_next] = (0, value);
        return new PdfReference(_next++, 0);
    }

    /// <summary>An object that is there, to be changed.</summary>
    public T Changing<T>(PdfReference reference) where T : PdfValue
    {
        if (!_changed.TryGetValue(reference.Number, out var change))
        {
            var found = pdf.Find(reference) ?? throw PdfFault.Broken($"object {reference.Number} is missing");
            change = (found.Generation, found.Value);
            _changed[reference.Number] = change;
        }
        return change.Value as T ?? throw PdfFault.Broken($"object {reference.Number} is not what is expected there");
    }

    /// <summary>What stands under that name, to be changed, be it in place or an object of its own; made when nothing is there.</summary>
    public T Child<T>(PdfDictionary owner, string key) where T : PdfValue, new()
    {
        if (owner[key] is PdfReference reference)
        {
            return Changing<T>(reference);
        }
        var value = owner[key] ?? new T();
        owner[key] = value;
        return value as T ?? throw PdfFault.Broken($"what stands under {key} is not what is expected there");
    }

    /// <summary>The file with these changes and a manifest store as the data of the stream <paramref name="holder"/>.</summary>
    public IReadOnlyList<Piece> Write(Stream file, PdfReference holder, int store)
    {
        var head = new StringBuilder();
        file.Position = file.Length - 1;
        head.Append(file.ReadByte() is '\n' or '\r' ? "" : "\n");
        var places = new SortedDictionary<int, (int Generation, long At)>();
        foreach (var (number, (generation, value)) in _changed.Where(c => c.Key != holder.Number))
        {
            places[number] = (generation, file.Length + head.Length);
            head.Append(CultureInfo.InvariantCulture, $"{number} {generation} obj\n{value}\nendobj\n");
        }
        places[holder.Number] = (holder.Generation, file.Length + head.Length);
        // Neither compressed nor given a length elsewhere: a binding leaves out exactly the data of the stream.
        head.Append(CultureInfo.InvariantCulture, $"{holder.Number} {holder.Generation} obj\n<</Type/EmbeddedFile/Subtype/application#2Fc2pa/Params<</Size {store}>>/Length {store}>>\nstream\n");
        const string Tail = "\nendstream\nendobj\n";
        var table = file.Length + head.Length + store + Tail.Length;
        if (table > LargestPlace)
        {
            throw PdfFault.Unknown("more than 10 GB");
        }
        return
        [
            new Piece.Copy(new ByteRange(0, file.Length)), new Piece.Fresh(Encoding.Latin1.GetBytes(head.ToString())), new Piece.Store(store, s => s),
            new Piece.Fresh(Encoding.Latin1.GetBytes(Tail + (pdf.HasStreamTable ? StreamTable(places, table, file.Length) : Table(places, table, file.Length)))),
        ];
    }

    private string Table(SortedDictionary<int, (int Generation, long At)> places, long at, long end)
    {
        var text = new StringBuilder("xref\n");
        foreach (var (first, count) in Runs(places.Keys))
        {
            text.Append(CultureInfo.InvariantCulture, $"{first} {count}\n");
            foreach (var (generation, place) in Enumerable.Range(first, count).Select(n => places[n]))
            {
                text.Append(CultureInfo.InvariantCulture, $"{place:D10} {generation:D5} n\r\n");
            }
        }
        return text.Append(CultureInfo.InvariantCulture, $"trailer\n{Trailer(_next, end)}\nstartxref\n{at}\n%%EOF\n").ToString();
    }

    private string StreamTable(SortedDictionary<int, (int Generation, long At)> places, long at, long end)
    {
        var own = _next;
        places[own] = (0, at);
        var about = Trailer(own + 1, end);
        about["Type"] = new PdfName("XRef");
        about["W"] = Numbers([1, 8, 2]);
        about["Index"] = Numbers(Runs(places.Keys).SelectMany(r => new long[] { r.First, r.Count }));
        var rows = new StringBuilder();
        foreach (var (generation, place) in places.Values)
        {
            rows.Append('\u0001').Append(string.Concat(Enumerable.Range(0, 8).Select(i => (char)((place >> (56 - (8 * i))) & 0xFF)))).Append((char)(generation >> 8)).Append((char)(generation & 0xFF));
        }
        about["Length"] = Number(rows.Length);
        return string.Create(CultureInfo.InvariantCulture, $"{own} 0 obj\n{about}\nstream\n{rows}\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n");
    }

    private PdfDictionary Trailer(int size, long end)
    {
        var trailer = new PdfDictionary { ["Size"] = Number(size), ["Prev"] = Number(pdf.LastTable), ["Root"] = pdf.Trailer["Root"], ["Info"] = pdf.Trailer["Info"] };
        if (pdf.Resolve(pdf.Trailer["ID"]) is PdfArray { Items: [PdfText first, PdfText second] })
        {
            // The first part stays for good, the second is another for each state of the file (14.4).
            var changed = new PdfArray();
            changed.Items.AddRange([first, PdfText.Of(Encoding.Latin1.GetString(SHA256.HashData(Encoding.Latin1.GetBytes($"{second}{end}")).AsSpan(0, 16)))]);
            trailer["ID"] = changed;
        }
        return trailer;
    }

    private static PdfAtom Number(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    private static PdfArray Numbers(IEnumerable<long> values)
    {
        var array = new PdfArray();
        array.Items.AddRange(values.Select(Number));
        return array;
    }

    private static IEnumerable<(int First, int Count)> Runs(IEnumerable<int> numbers)
    {
        var run = (First: -1, Count: 0);
        foreach (var number in numbers)
        {
            if (run.Count > 0 && number != run.First + run.Count)
            {
                yield return run;
                run = (-1, 0);
            }
            run = run.Count == 0 ? (number, 1) : (run.First, run.Count + 1);
        }
        yield return run;
    }
}
