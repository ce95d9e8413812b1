using System.Text.Json;
using Haechi.Rules.Explaining;

namespace Haechi.Rules.Output;

/// <summary>Explanations as JSON: what <see cref="ExplanationText"/> says, both languages side by side.</summary>
public static class ExplanationJson
{
    /// <summary>Writes one record: the determination, and for each rule explained its provision, stage, reasons, facts with sources, what is missing, what would change it.</summary>
    public static void Write(Utf8JsonWriter json, Explanation explanation)
    {
        json.WriteStartObject();
        json.WriteString("id", explanation.Determination.Record.Id);
        json.WriteString("on", explanation.Determination.Rules.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        json.WritePropertyName("determination");
        DeterminationJson.Write(json, explanation.Determination);
        json.WritePropertyName("explained");
        WriteRules(json, explanation);
        json.WriteStartArray("questions");
        foreach (var question in explanation.Determination.Ask.Select(a => explanation.Determination.Rules.Set.Questions[explanation.Determination.Rules.Set.IndexOfQuestion(a)]))
        {
            json.WriteStartObject();
            json.WriteString("id", question.Id);
            Text(json, "ask", question.Ask);
            json.WriteNumber("cost", question.Cost);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the rules that were explained, as an array.</summary>
    public static void WriteRules(Utf8JsonWriter json, Explanation explanation)
    {
        json.WriteStartArray();
        foreach (var rule in explanation.Rules)
        {
            Write(json, rule);
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, RuleExplanation explained)
    {
        var rule = explained.Rule;
        json.WriteStartObject();
        json.WriteString("rule", rule.Rule.Id);
        json.WriteString("outcome", explained.Outcome.Word());
        json.WriteString("cite", rule.Cite);
        json.WriteString("book", $"{rule.Book.Id}@{rule.Book.Version}");
        json.WriteString("stage", rule.Stage.ToString().ToLowerInvariant());
        json.WriteBoolean("in_force", rule.Version is not null);
        Text(json, "title", rule.Rule.Title);
        Text(json, "note", rule.Rule.Note);
        Text(json, "look_at", rule.Rule.LookAt);
        json.WriteStartArray("reasons");
        foreach (var part in explained.Reason.Parts)
        {
            Write(json, part);
        }
        json.WriteEndArray();
        WriteFacts(json, explained.Reason.AllFacts());
        json.WriteStartArray("missing");
        foreach (var missing in explained.Missing)
        {
            json.WriteStringValue(missing);
        }
        json.WriteEndArray();
        WriteFlips(json, explained);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Reason reason)
    {
        json.WriteStartObject();
        json.WriteString(reason.Rule is null ? "condition" : "rule", reason.Text);
        json.WriteString("outcome", reason.Outcome.Word());
        if (reason.Rule is { } rule)
        {
            json.WriteString("cite", rule.Cite);
            json.WriteBoolean("repeated", reason.Repeated);
        }
        if (reason.Facts.Count > 0)
        {
            WriteFacts(json, reason.Facts);
        }
        if (reason.Parts.Count > 0)
        {
            json.WriteStartArray("because");
            foreach (var part in reason.Parts)
            {
                Write(json, part);
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteFacts(Utf8JsonWriter json, IEnumerable<UsedFact> facts)
    {
        json.WriteStartArray("facts");
        foreach (var fact in facts)
        {
            json.WriteStartObject();
            json.WriteString("question", fact.Question);
            json.WriteString("value", fact.Value?.Shown);
            json.WriteString("source", fact.Value?.Source);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteFlips(Utf8JsonWriter json, RuleExplanation explained)
    {
        json.WriteStartArray("would_change");
        foreach (var flip in explained.Flips)
        {
            json.WriteStartObject();
            json.WriteString("outcome", flip.Outcome.Word());
            json.WriteStartArray("facts");
            foreach (var change in flip.Changes)
            {
                json.WriteStartObject();
                json.WriteString("question", change.Question);
                json.WriteString("now", change.Now?.Shown);
                json.WriteString("then", change.Then.Shown);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteBoolean("would_change_complete", explained.AllFlips);
    }

    private static void Text(Utf8JsonWriter json, string name, LocalText text)
    {
        if (text.IsEmpty)
        {
            return;
        }
        json.WriteStartObject(name);
        foreach (var (language, words) in text.All)
        {
            json.WriteString(language, words);
        }
        json.WriteEndObject();
    }
}
