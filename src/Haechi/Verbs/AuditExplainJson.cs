using System.Security.Cryptography;
using System.Text.Json;
using Haechi.Audit;
using Haechi.Audit.Explaining.Changing;
using Haechi.Audit.Explaining.Wording;

namespace Haechi.Verbs;

/// <summary>The findings as JSON. Missing values are null; texts stand in both languages.</summary>
internal static class AuditExplainJson
{
    public static void Write(Explained made, TextWriter output) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        Head(made, json);
        if (made.Importance is { } importance)
        {
            json.WriteNumber("loss", made.WholeLoss!.Value);
            List(json, "importance", importance, i => Pairs(json, ("feature", i.Feature), ("mean", i.Mean), ("deviation", i.Deviation)));
        }
        else if (made.Effect is { } effect)
        {
            json.WriteString("feature", made.Ask.Effect);
            List(json, "effect", effect, p => Pairs(json, ("value", p.Value), ("effect", p.Effect), ("rows", p.Rows)));
        }
        else
        {
            Parts(made, json);
        }
        json.WriteEndObject();
    });

    private static void Head(Explained made, Utf8JsonWriter json)
    {
        json.WriteStartObject("model");
        json.WriteString("format", made.Format);
        json.WriteNumber("features", made.Model.Features.Count);
        json.WriteNumber("outputs", made.Model.Outputs);
        if (File.Exists(made.Ask.Model))
        {
            using var stream = File.OpenRead(made.Ask.Model);
            json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(stream)));
        }
        json.WriteEndObject();
        json.WriteString("method", made.Method);
        json.WriteNumber("seed", made.Ask.Seed);
        List(json, "notes", made.Notes, n => Text(json, n));
        json.WriteNumber("answer", made.Ask.Answer);
        json.WritePropertyName("answerName");
        Text(json, made.AnswerName);
    }

    private static void Parts(Explained made, Utf8JsonWriter json)
    {
        json.WriteString("scale", made.Parts!.Scale.ToString().ToLowerInvariant());
        json.WriteNumber("usual", made.Usual);
        List(json, "general", AuditExplainOutput.General(made), g => Pairs(json, ("feature", g.Feature), ("size", g.Size)));
        json.WriteStartArray("rows");
        for (var row = 0; row < made.Numbers.Count; row++)
        {
            Row(made, row, json);
        }
        json.WriteEndArray();
        if (made.Reasons is { } reasons)
        {
            Reasons(reasons, json);
        }
        if (made.Search is { } search)
        {
            Search(made, search, json);
        }
    }

    private static void Row(Explained made, int row, Utf8JsonWriter json)
    {
        var parts = made.Parts!;
        json.WriteStartObject();
        json.WriteNumber("row", made.Numbers[row]);
        json.WriteNumber("answer", made.Answers[(row * made.Model.Outputs) + made.Ask.Answer]);
        json.WriteNumber("base", parts.Base(row, made.Ask.Answer));
        json.WriteNumber("sum", parts.Sum(row, made.Ask.Answer));
        json.WriteStartObject("parts");
        for (var feature = 0; feature < parts.Features.Count; feature++)
        {
            json.WriteNumber(parts.Features[feature], parts.Part(row, made.Ask.Answer, feature));
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Reasons(DecisionReasons reasons, Utf8JsonWriter json)
    {
        json.WriteStartObject("reasons");
        json.WritePropertyName("summary");
        Text(json, reasons.Summary);
        List(json, "largest", reasons.Reasons, r =>
        {
            json.WriteStartObject();
            json.WriteString("feature", r.Feature);
            json.WritePropertyName("name");
            Text(json, r.Label.Name);
            Number(json, "value", r.Value);
            json.WriteNumber("part", r.Part);
            json.WriteNumber("share", r.Share);
            json.WriteBoolean("sensitive", r.Label.Sensitive);
            json.WritePropertyName("sentence");
            Text(json, r.Sentence);
            json.WriteEndObject();
        });
        if (reasons.Rest is { } rest)
        {
            json.WritePropertyName("rest");
            Text(json, rest);
        }
        json.WritePropertyName("caveat");
        Text(json, reasons.Caveat);
        json.WriteEndObject();
    }

    private static void Search(Explained made, CounterfactualSearch search, Utf8JsonWriter json)
    {
        json.WriteStartObject("counterfactuals");
        json.WriteNumber("threshold", made.Wanted!.Threshold);
        json.WriteString("wanted", made.Wanted.AtLeast ? "at-least" : "below");
        json.WriteBoolean("alreadyMet", search.AlreadyMet);
        json.WriteBoolean("complete", search.Complete);
        json.WriteBoolean("provenNone", search.Proof);
        json.WriteNumber("mostChanges", search.MostChanges);
        json.WriteNumber("tried", search.Tried);
        List(json, "found", search.Found, f =>
        {
            json.WriteStartObject();
            json.WriteNumber("answer", f.Answer);
            json.WriteNumber("cost", f.Cost);
            List(json, "changes", f.Changes, c => Pairs(json, ("feature", c.Feature), ("from", c.From), ("to", c.To)));
            json.WriteEndObject();
        });
        List(json, "words", DecisionReasons.Words(search, made.Wanted, made.Labels, made.Model.Outputs), w => Text(json, w));
        json.WriteEndObject();
    }

    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> things, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var thing in things)
        {
            write(thing);
        }
        json.WriteEndArray();
    }

    private static void Pairs(Utf8JsonWriter json, params ReadOnlySpan<(string Name, object Value)> pairs)
    {
        json.WriteStartObject();
        foreach (var (name, value) in pairs)
        {
            switch (value)
            {
                case string text:
                    json.WriteString(name, text);
                    break;
                case int count:
                    json.WriteNumber(name, count);
                    break;
                default:
                    Number(json, name, (double)value);
                    break;
            }
        }
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Text(Utf8JsonWriter json, LocalText text)
    {
        json.WriteStartObject();
        json.WriteString("ko", text.Ko);
        json.WriteString("en", text.En);
        json.WriteEndObject();
    }
}
