using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Haechi.Rules.Books;
using Haechi.Rules.Duties;

namespace Haechi.Rules.Output;

/// <summary>
/// Writes determinations as JSON: for each record <c>id, classes, rules, scores, duties, ask</c>, and besides these <c>announced</c>, <c>open</c>. A rule is
/// yes, no or unknown (review counts as unknown there, and shows in the classes). A score that hangs on missing answers is <c>{"min", "max"}</c>.
/// </summary>
public static class DeterminationJson
{
    /// <summary>Hangul as it is, not as escapes; safe because it is written to files and terminals, not into HTML.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = false };

    /// <summary>Writes one record.</summary>
    public static void Write(Utf8JsonWriter json, Determination determination)
    {
        json.WriteStartObject();
        WriteMembers(json, determination);
        json.WriteEndObject();
    }

    /// <summary>Writes the members of one record into an object that the caller has begun and will end.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Determination determination)
    {
        json.WriteString("id", determination.Record.Id);
        json.WriteStartObject("classes");
        foreach (var (words, outcome) in determination.Classes)
        {
            json.WriteString(words.Id, words.Word(outcome));
        }
        json.WriteEndObject();
        WriteRules(json, determination);
        WriteScores(json, determination);
        WriteDuties(json, "duties", determination.Duties);
        WriteDuties(json, "announced", determination.Announced);
        json.WriteStartArray("open");
        foreach (var open in determination.Open)
        {
            json.WriteStartObject();
            json.WriteString("id", open.Id);
            json.WriteString("rule", open.Rule);
            json.WriteString("strength", open.Strength.Word());
            json.WriteString("outcome", open.Outcome.Word());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("ask");
        foreach (var question in determination.Ask)
        {
            json.WriteStringValue(question);
        }
        json.WriteEndArray();
    }

    private static void WriteRules(Utf8JsonWriter json, Determination determination)
    {
        json.WriteStartObject("rules");
        foreach (var rule in determination.Rules.Rules)
        {
            json.WriteString(rule.Rule.Id, Three(determination.OutcomeOf(rule.Index)));
            foreach (var (clause, when) in rule.Exceptions)
            {
                json.WriteString($"{rule.Rule.Id}/{clause.Id}", Three(Logic.And(determination.OutcomeOf(rule.Index), determination.Walk.Evaluate(when))));
            }
        }
        json.WriteEndObject();
    }

    private static string Three(Outcome outcome) => outcome == Outcome.Review ? "unknown" : outcome.Word();

    private static void WriteScores(Utf8JsonWriter json, Determination determination)
    {
        json.WriteStartObject("scores");
        for (var i = 0; i < determination.Rules.Scores.Count; i++)
        {
            var range = determination.Walk.Scores[i];
            var id = determination.Rules.Scores[i].Id;
            if (range.IsExact)
            {
                json.WriteNumber(id, range.Least);
                continue;
            }
            json.WriteStartObject(id);
            json.WriteNumber("min", range.Least);
            json.WriteNumber("max", range.Greatest);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteDuties(Utf8JsonWriter json, string name, IReadOnlyList<OwedDuty> duties)
    {
        json.WriteStartArray(name);
        foreach (var duty in duties)
        {
            WriteDuty(json, duty);
        }
        json.WriteEndArray();
    }

    private static void WriteDuty(Utf8JsonWriter json, OwedDuty duty)
    {
        json.WriteStartObject();
        json.WriteString("id", duty.Duty.Id);
        json.WriteString("strength", duty.Strength.Word());
        WriteDay(json, "due", duty.Due.Day);
        json.WriteString("rule", duty.Rule);
        json.WriteString("cite", duty.Cite);
        json.WriteString("stage", duty.Stage.ToString().ToLowerInvariant());
        json.WriteString("book", $"{duty.Book.Id}@{duty.Book.Version}");
        if (duty.Waiver is { } waiver)
        {
            json.WriteStartObject("waived");
            json.WriteString("by", waiver.By);
            WriteDay(json, "until", waiver.Until);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("waived");
        }
        WriteDetails(json, duty);
        json.WriteEndObject();
    }

    /// <summary>Written only where there is something to say.</summary>
    private static void WriteDetails(Utf8JsonWriter json, OwedDuty duty)
    {
        if (duty.Due.WaitsFor is { } waits)
        {
            json.WriteString("due_waits_for", waits);
        }
        if (duty.State != DutyState.Owed)
        {
            json.WriteString("state", duty.State.ToString().ToLowerInvariant());
            json.WriteStartArray("otherwise");
            foreach (var (exception, due, noDuty) in duty.Otherwise)
            {
                json.WriteStartObject();
                json.WriteString("exception", exception);
                json.WriteBoolean("owed", !noDuty);
                WriteDay(json, "due", due.Day);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        if (duty.Duty.Evidence.Count > 0)
        {
            json.WriteStartArray("evidence");
            foreach (var evidence in duty.Duty.Evidence)
            {
                json.WriteStringValue(evidence);
            }
            json.WriteEndArray();
        }
        if (duty.Duty.Penalty is { } penalty)
        {
            json.WriteString("penalty", penalty);
        }
        if (duty.PenaltiesFrom is { } from)
        {
            WriteDay(json, "penalties_from", from);
        }
        if (duty.Grace is { } grace)
        {
            json.WriteStartObject("grace_assumed");
            WriteDay(json, "until", grace.Until);
            json.WriteString("ko", grace.Basis.In("ko"));
            json.WriteString("en", grace.Basis.In("en"));
            json.WriteEndObject();
        }
        if (duty.Status is { } status)
        {
            json.WriteString("status", status);
        }
        if (duty.Strengthens is { } upper)
        {
            json.WritePropertyName("strengthens");
            WriteDuty(json, upper);
        }
    }

    private static void WriteDay(Utf8JsonWriter json, string name, DateOnly? day)
    {
        if (day is { } d)
        {
            json.WriteString(name, d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
