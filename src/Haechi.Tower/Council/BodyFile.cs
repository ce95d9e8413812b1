using System.Globalization;
using Haechi.Rules;
using Haechi.Rules.Books;

namespace Haechi.Tower.Council;

/// <summary>Reads the rules of a body from YAML, as strictly as a rulebook: a key that nobody asked for, a word that is none, a number that is missing are errors with their place.</summary>
public static class BodyFile
{
    /// <summary>The body of a text, or null when something is wrong, which then is in <paramref name="findings"/>.</summary>
    public static FoundBody? Read(string file, string text, Findings findings)
    {
        if (YamlFile.Read(file, text, findings) is not YamlMap map)
        {
            if (!findings.HasErrors)
            {
                findings.Error("wrong-value", new Place(file, 1, 1), "한 묶음의 항목과 값이 필요합니다.", "expected one mapping of keys and values");
            }
            return null;
        }
        var context = new ReadContext(findings);
        var fields = new Fields(map, context);
        var name = fields.LocalText("name");
        if (!name.Has("ko") || !name.Has("en"))
        {
            findings.Error("missing", map.Place, "name에 ko와 en이 모두 필요합니다.", "name needs both ko and en");
        }
        var (members, term, quorum, majority) = (Part(fields, "members", context), Part(fields, "term", context), Part(fields, "quorum", context), Part(fields, "majority", context));
        var rules = new BodyRules(
            Whole(members, "least", findings), Whole(members, "most", findings), Whole(term, "months", findings), Whole(term, "most", findings), Whole(members, "outside_percent", findings, 0), Yes(members, "mixed_gender", findings),
            Share(quorum, findings), Share(majority, findings), quorum.Text("of") ?? "seats", majority.Text("of") ?? "present", Yes(fields, "written", findings), fields.Texts("outcomes"), Yes(fields, "orders", findings), Yes(fields, "names_public", findings));
        var body = new FoundBody(fields.RequiredText("id"), fields.RequiredText("kind"), name.In("ko"), name.In("en"), fields.RequiredText("basis"), rules, fields.Text("parent"));
        fields.Text("fictional");
        foreach (var part in new[] { members, term, quorum, majority, fields })
        {
            part.Done();
        }
        return findings.HasErrors ? null : body;
    }

    private static Fields Part(Fields fields, string key, ReadContext context) => new(fields.Map(key) ?? fields.Missing(key, new YamlMap(fields.Place, [])), context);

    /// <summary>A share as "more than 1/2" or "at least 2/3".</summary>
    private static Share Share(Fields fields, Findings findings)
    {
        var text = fields.RequiredText("share");
        var over = text.StartsWith("more than ", StringComparison.Ordinal);
        var parts = (over ? text[10..] : text.StartsWith("at least ", StringComparison.Ordinal) ? text[9..] : "").Split('/');
        if (parts is [var part, var of] && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var p) && int.TryParse(of, NumberStyles.None, CultureInfo.InvariantCulture, out var o))
        {
            return new Share(p, o, over);
        }
        findings.Error("wrong-value", fields.Place, "share는 ‘more than 1/2’나 ‘at least 2/3’ 꼴이어야 합니다.", "share is written as 'more than 1/2' or 'at least 2/3'");
        return Tower.Council.Share.Half;
    }

    private static int Whole(Fields fields, string key, Findings findings, int? fallback = null)
    {
        if (fields.Number(key) is not { } number)
        {
            return fallback ?? fields.Missing(key, 0);
        }
        if (number is < 0 or > 1000 || number != Math.Floor(number))
        {
            findings.Error("wrong-value", fields.Place, $"{key}은(는) 0~1000의 정수여야 합니다.", $"{key} is a whole number from 0 to 1000");
            return 0;
        }
        return (int)number;
    }

    private static bool Yes(Fields fields, string key, Findings findings)
    {
        var text = fields.Text(key);
        if (text is not (null or "true" or "false"))
        {
            findings.Error("wrong-value", fields.Place, $"{key}은(는) true나 false여야 합니다.", $"{key} is true or false");
        }
        return text == "true";
    }
}
