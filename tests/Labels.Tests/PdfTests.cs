using System.Text;
using Haechi.Labels.Tests.Support;

namespace Haechi.Labels.Tests;

/// <summary>PDF files grow at their end and keep every byte that they had.</summary>
public sealed class PdfTests
{
    private const string Field = "<</FT/Sig/T(Sign)/V 9 0 R>>";

    public static TheoryData<string> Kinds => ["table", "streams", "attachments", "many attachments", "files elsewhere", "signed", "old readers"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_bytes_that_were_there_stay(string kind)
    {
        var before = Of(kind);
        var once = City.Add(before, "a.pdf");
        var twice = City.Add(once, "a.pdf", City.Request(Signing.SourceType.Edited));
        Assert.True(once.AsSpan().StartsWith(before));
        Assert.True(twice.AsSpan().StartsWith(once));
        Assert.Equal((CredentialState.Trusted, 1), (City.Check(once).State, City.Check(once).Claims.Count));
        Assert.Equal((CredentialState.Trusted, 2), (City.Check(twice).State, City.Check(twice).Claims.Count));
    }

    [Theory]
    [InlineData("table", "/EmbeddedFiles", "/FileAttachment")]
    [InlineData("signed", "/FileAttachment", "/EmbeddedFiles")]
    public void A_file_with_signatures_gets_a_note_and_another_a_name(string kind, string there, string notThere)
    {
        var before = Of(kind);
        var added = Encoding.Latin1.GetString(City.Add(before, "a.pdf").AsSpan(before.Length));
        Assert.Contains(there, added, StringComparison.Ordinal);
        Assert.DoesNotContain(notThere, added, StringComparison.Ordinal);
        Assert.Contains("/AFRelationship /C2PA_Manifest", added, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_files_stay_sorted_and_files_named_elsewhere_stay()
    {
        var added = Encoding.Latin1.GetString(City.Add(Of("many attachments"), "a.pdf"));
        var behind = Convert.ToHexString("Zeugnis Content Credentials"u8);
        Assert.Contains($"/Limits [<{behind}> <{behind}>]", added, StringComparison.Ordinal);
        Assert.Contains("[6 0 R ", Encoding.Latin1.GetString(City.Add(Of("files elsewhere"), "a.pdf")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pdf-encrypted", "encrypted")]
    [InlineData("pdf-certified", "certified")]
    [InlineData("pdf-certified", "certified for forms")]
    [InlineData("pdf-broken", "no end")]
    [InlineData("pdf-broken", "cut off")]
    [InlineData("pdf-broken", "shifted")]
    [InlineData("pdf-broken", "circle of tables")]
    [InlineData("pdf-broken", "circle of objects")]
    [InlineData("pdf-broken", "deep")]
    [InlineData("pdf-broken", "no pages")]
    [InlineData("stores-several", "two stores")]
    [InlineData("pdf-unsupported", "compressed store")]
    [InlineData("pdf-broken", "store missing")]
    public void What_cannot_be_labelled_is_refused_with_a_reason(string code, string kind)
    {
        var problem = City.TryAdd(Of(kind), "a.pdf", out var written).Problem;
        Assert.Equal(code, problem?.Code);
        Assert.NotEqual(problem!.Ko, problem.En);
        Assert.Empty(written);
    }

    [Fact]
    public void A_certification_that_permits_notes_is_no_hindrance() => Assert.Equal(CredentialState.Trusted, City.Check(City.Add(Certified(3), "a.pdf")).State);

    [Fact]
    public void Random_damage_ends_in_an_answer()
    {
        var random = new Random(20_261_123);
        foreach (var kind in Kinds.Select(k => k.Data))
        {
            var file = City.Add(Of(kind), "a.pdf");
            for (var i = 0; i < 400; i++)
            {
                var damaged = file.ToArray();
                for (var k = random.Next(1, 30); k > 0; k--)
                {
                    damaged[random.Next(9, damaged.Length)] = random.Next(4) == 0 ? (byte)random.Next(256) : (byte)"0123456789 /<>[]()RnfobjPrevSize"[random.Next(31)];
                }
                var cut = random.Next(3) == 0 ? damaged[..random.Next(9, damaged.Length)] : damaged;
                var clock = System.Diagnostics.Stopwatch.StartNew();
                var result = City.TryAdd(cut, "a.pdf", out _);
                Assert.True(result.Done || result.Problem!.En.Length > 20);
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{kind}, round {i}");
            }
        }
    }

    private static byte[] Of(string kind)
    {
        var file = MadePdf.Plain();
        var text = Encoding.Latin1.GetString(file);
        const string Store = "<</Type/Filespec/AFRelationship/C2PA_Manifest/EF<</F 7 0 R>>>>";
        return kind switch
        {
            "table" => file,
            "streams" => MadePdf.WithStreams(),
            "attachments" => MadePdf.WithStreams((1, "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a.txt) 6 0 R]>>>>>>"), (6, "<</Type/Filespec/F(a.txt)>>")),
            "many attachments" => MadePdf.Plain((1, "<</Type/Catalog/Pages 2 0 R/Names 7 0 R>>"), (6, "<</Type/Filespec/F(a.txt)>>"), (7, "<</EmbeddedFiles 8 0 R>>"), (8, "<</Kids[9 0 R]>>"),
                (9, "<</Limits[(a.txt)(Zeu\\147nis)]/Names[(a.txt) 6 0 R (Zeu\\147nis) 6 0 R]>>")),
            "files elsewhere" => MadePdf.Plain((1, "<</Type/Catalog/Pages 2 0 R/AF 7 0 R>>"), (6, "<</Type/Filespec/F(a#b.txt)/AFRelationship/Source>>"), (7, "[6 0 R]")),
            "signed" => MadePdf.Plain((1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[8 0 R]>>>>"), (8, Field), (9, "<</Type/Sig/Contents<00>>>")),
            "old readers" => MadePdf.Hybrid((1, "<</Type/Catalog/Pages 2 0 R/AF[6 0 R]>>"), (6, "<</Type/Filespec/F(a.txt)/AFRelationship/Source>>")),
            "encrypted" => MadePdf.Plain("/Encrypt<</Filter/Standard>>"),
            "certified" => Certified(1),
            "certified for forms" => Certified(2),
            "no end" => file[..^30],
            "cut off" => file[..200],
            "shifted" => Encoding.Latin1.GetBytes(text.Insert(15, "%%%%\n")),
            "circle of tables" => MadePdf.Plain($"/Prev {text.IndexOf("xref\n0 ", StringComparison.Ordinal)}"),
            "circle of objects" => MadePdf.Plain((1, "<</Type/Catalog/Pages 2 0 R/AF 7 0 R>>"), (7, "7 0 R")),
            "deep" => MadePdf.Plain((1, new string('[', 10_000))),
            "no pages" => MadePdf.Plain((1, "<</Type/Catalog/AcroForm<</SigFlags 1>>>>")),
            "two stores" => MadePdf.Plain((1, "<</Type/Catalog/Pages 2 0 R/AF[6 0 R 6 0 R]>>"), (6, Store)),
            "compressed store" => MadePdf.Plain((1, "<</Type/Catalog/Pages 2 0 R/AF[6 0 R]>>"), (6, Store), (7, "<</Filter/FlateDecode/Length 3>>\nstream\nabc\nendstream")),
            _ => MadePdf.Plain((1, "<</Type/Catalog/Pages 2 0 R/AF[6 0 R]>>"), (6, "<</Type/Filespec/AFRelationship/C2PA_Manifest>>")),
        };
    }

    private static byte[] Certified(int level) => MadePdf.Plain((1, "<</Type/Catalog/Pages 2 0 R/Perms<</DocMDP 9 0 R>>/AcroForm<</SigFlags 3/Fields[8 0 R]>>>>"), (8, Field),
        (9, $"<</Type/Sig/Contents<00>/Reference[<</TransformMethod/DocMDP/TransformParams<</P {level}>>>>]>>"));
}
