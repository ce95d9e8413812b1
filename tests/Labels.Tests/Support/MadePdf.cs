using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Haechi.Labels.Tests.Support;

/// <summary>PDF files of one page, made here byte by byte.</summary>
internal static class MadePdf
{
    private static readonly Dictionary<int, string> Page = new()
    {
        [1] = "<</Type/Catalog/Pages 2 0 R>>", [2] = "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        [3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        [4] = "<</Length 37>>\nstream\nBT /F 18 Tf 20 40 Td (Haneul) Tj ET   \nendstream", [5] = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    };

    /// <summary>A table of places; some objects may be others.</summary>
    public static byte[] Plain(params (int Number, string Value)[] others) => Plain("", others);

    public static byte[] Plain(string trailer, params (int Number, string Value)[] others)
    {
        var objects = With(others);
        var (body, places) = Body(objects);
        var table = string.Concat(Enumerable.Range(1, objects.Keys.Max()).Select(n => places.TryGetValue(n, out var at) ? $"{at:D10} 00000 n \n" : "0000000000 65535 f \n"));
        return Latin($"{body}xref\n0 {objects.Keys.Max() + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {objects.Keys.Max() + 1}/Root 1 0 R/ID[<AA><BB>]{trailer}>>\nstartxref\n{body.Length}\n%%EOF\n");
    }

    /// <summary>A table in a stream with predictor, and the catalog in a collection of objects.</summary>
    public static byte[] WithStreams(params (int Number, string Value)[] others)
    {
        var objects = With(others);
        var inside = objects.Where(o => !o.Value.Contains("stream", StringComparison.Ordinal)).ToList();
        var texts = string.Concat(inside.Select(o => o.Value + "\n"));
        var heads = string.Concat(inside.Select((o, i) => $"{o.Key} {inside.Take(i).Sum(p => p.Value.Length + 1)} "));
        var collection = Zip(Latin(heads + texts));
        var holder = objects.Keys.Max() + 1;
        var (body, places) = Body(objects.Except(inside).ToDictionary());
        var at = body.Length;
        body += $"{holder} 0 obj\n<</Type/ObjStm/N {inside.Count}/First {heads.Length}/Filter/FlateDecode/Length {collection.Length}>>\nstream\n{collection}\nendstream\nendobj\n";
        var rows = Enumerable.Range(0, holder + 2).Select(n => n == holder ? Row(1, at, 0) : n == holder + 1 ? Row(1, body.Length, 0)
            : places.TryGetValue(n, out var place) ? Row(1, place, 0) : inside.FindIndex(o => o.Key == n) is >= 0 and var index ? Row(2, holder, index) : Row(0, 0, 0)).ToList();
        // The predictor of PNG that takes each row from the one above.
        var predicted = rows.SelectMany((r, i) => (byte[])[2, .. r.Select((b, k) => (byte)(b - (i > 0 ? rows[i - 1][k] : 0)))]).ToArray();
        var table = Zip(predicted);
        return Latin($"{body}{holder + 1} 0 obj\n<</Type/XRef/Size {holder + 2}/W[1 3 1]/Root 1 0 R/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 5>>/Length {table.Length}>>\nstream\n{table}\nendstream\nendobj\nstartxref\n{body.Length}\n%%EOF");
    }

    /// <summary>A table of places for old readers, and object 6 where only newer ones find it.</summary>
    public static byte[] Hybrid(params (int Number, string Value)[] others)
    {
        var objects = With(others);
        objects.Remove(6, out var hidden);
        var (body, places) = Body(objects);
        var at = body.Length;
        body += $"7 0 obj\n<</Type/ObjStm/N 1/First 4/Length {hidden!.Length + 4}>>\nstream\n6 0 {hidden}\nendstream\nendobj\n";
        var second = body.Length;
        var rows = Encoding.Latin1.GetString([.. Row(2, 7, 0), .. Row(1, at, 0)]);
        body += $"8 0 obj\n<</Type/XRef/Size 9/Index[6 2]/W[1 3 1]/Root 1 0 R/Length {rows.Length}>>\nstream\n{rows}\nendstream\nendobj\n";
        var table = string.Concat(Enumerable.Range(1, 5).Select(n => $"{places[n]:D10} 00000 n \n"));
        return Latin($"{body}xref\n0 6\n0000000000 65535 f \n{table}trailer\n<</Size 9/Root 1 0 R/XRefStm {second}>>\nstartxref\n{body.Length}\n%%EOF\n");
    }

    private static Dictionary<int, string> With((int Number, string Value)[] others)
    {
        var objects = new Dictionary<int, string>(Page);
        foreach (var (number, value) in others)
        {
            objects[number] = value;
        }
        return objects;
    }

    private static (string Body, Dictionary<int, int> Places) Body(Dictionary<int, string> objects)
    {
        var (body, places) = ("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n", new Dictionary<int, int>());
        foreach (var (number, value) in objects.OrderBy(o => o.Key))
        {
            places[number] = body.Length;
            body += string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n{value}\nendobj\n");
        }
        return (body, places);
    }

    private static byte[] Row(int kind, int second, int third) => [(byte)kind, (byte)(second >> 16), (byte)(second >> 8), (byte)second, (byte)third];

    private static string Zip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var zip = new ZLibStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(bytes);
        }
        return Encoding.Latin1.GetString(zipped.ToArray());
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
