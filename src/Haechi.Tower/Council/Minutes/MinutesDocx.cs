using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Haechi.Tower.Council.Minutes;

/// <summary>Minutes as a document of a word processor: real headings and tables, so that others go on writing in it.</summary>
internal static class MinutesDocx
{
    public static byte[] Of(IReadOnlyList<MinutesPart> parts, string language)
    {
        using var bytes = new MemoryStream();
        using (var document = WordprocessingDocument.Create(bytes, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = Styles(language);
            var body = new Body();
            foreach (var part in parts)
            {
                if (part.Rows is { } rows)
                {
                    body.Append(Paragraph(part.Text, "Caption"), Table(rows), new Paragraph());
                }
                else
                {
                    body.Append(Paragraph(part.Kind == "li" ? "• " + part.Text : part.Text, part.Kind switch { "h1" => "Heading1", "h2" => "Heading2", "h3" => "Heading3", "note" => "Quote", _ => null }));
                }
            }
            // A4 with 18 mm on each side, in twentieths of a point (ISO/IEC 29500-1, 17.6.13 and 17.6.11).
            body.Append(new SectionProperties(new PageSize { Width = 11906U, Height = 16838U }, new PageMargin { Top = 1021, Bottom = 1021, Left = 1021U, Right = 1021U, Header = 567U, Footer = 567U, Gutter = 0U }));
            main.Document = new Document(body);
            document.PackageProperties.Title = parts.First(p => p.Kind == "h1").Text;
            document.PackageProperties.Language = language;
        }
        return bytes.ToArray();
    }

    private static Paragraph Paragraph(string text, string? style)
    {
        var paragraph = new Paragraph(Run(text));
        if (style is not null)
        {
            paragraph.PrependChild(new ParagraphProperties(new ParagraphStyleId { Val = style }));
        }
        return paragraph;
    }

    private static Run Run(string text)
    {
        var run = new Run();
        var lines = Clean(text).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0)
            {
                run.Append(new Break());
            }
            run.Append(new Text(lines[i]) { Space = SpaceProcessingModeValues.Preserve });
        }
        return run;
    }

    /// <summary>XML 1.0 knows no control characters; what people typed may hold some.</summary>
    private static string Clean(string text) => string.Concat(text.ReplaceLineEndings("\n").EnumerateRunes().Where(r => r.Value > char.MaxValue || System.Xml.XmlConvert.IsXmlChar((char)r.Value)).Select(r => r.ToString()));

    private static Table Table(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var table = new Table(new TableProperties(
            new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct },
            new TableBorders(new TopBorder { Val = BorderValues.Single, Size = 4 }, new LeftBorder { Val = BorderValues.Single, Size = 4 }, new BottomBorder { Val = BorderValues.Single, Size = 4 }, new RightBorder { Val = BorderValues.Single, Size = 4 },
                new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 }, new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 })));
        table.Append(new TableGrid(rows[0].Select(_ => new GridColumn())));
        for (var r = 0; r < rows.Count; r++)
        {
            var row = new TableRow();
            if (r == 0)
            {
                row.Append(new TableRowProperties(new TableHeader()));
            }
            row.Append(rows[r].Select(c => new TableCell(new Paragraph(Run(c)))));
            table.Append(row);
        }
        return table;
    }

    private static Styles Styles(string language)
    {
        var styles = new Styles(new DocDefaults(new RunPropertiesDefault(new RunPropertiesBaseStyle(
            new RunFonts { Ascii = "Malgun Gothic", HighAnsi = "Malgun Gothic", EastAsia = "Malgun Gothic" }, new FontSize { Val = "21" }, new Languages { Val = language == "en" ? "en-GB" : "ko-KR", EastAsia = "ko-KR" }))));
        foreach (var (id, name, size, bold) in new[] { ("Heading1", "heading 1", "34", true), ("Heading2", "heading 2", "27", true), ("Heading3", "heading 3", "23", true), ("Caption", "caption", "20", true), ("Quote", "Quote", "21", false) })
        {
            var run = new StyleRunProperties();
            if (bold)
            {
                run.Append(new Bold());
            }
            run.Append(new FontSize { Val = size });
            styles.Append(new Style(new StyleName { Val = name }, new StyleParagraphProperties(new KeepNext(), new SpacingBetweenLines { Before = "160", After = "60" }), run) { Type = StyleValues.Paragraph, StyleId = id });
        }
        return styles;
    }
}
