using System.Globalization;
using System.Text.Json;
using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Rules.Previewing;

namespace Haechi.Rules.Output;

/// <summary>Previews as JSON: the transition tables, duties in total, and every record that changes.</summary>
public static class PreviewJson
{
    /// <summary>Writes a preview.</summary>
    public static void Write(Utf8JsonWriter json, Preview preview)
    {
        json.WriteStartObject();
        json.WriteNumber("records", preview.Records);
        json.WriteNumber("changed", preview.Changes.Count);
        json.WriteStartArray("transitions");
        foreach (var transition in preview.Transitions)
        {
            json.WriteStartObject();
            json.WriteString("class", transition.Class);
            json.WriteString("before", transition.Before);
            json.WriteString("after", transition.After);
            json.WriteNumber("count", transition.Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("duties");
        foreach (var (duty, appears, ends, changes, opens) in preview.Duties)
        {
            json.WriteStartObject();
            json.WriteString("id", duty);
            json.WriteNumber("appears", appears);
            json.WriteNumber("ends", ends);
            json.WriteNumber("changes", changes);
            json.WriteNumber("opens", opens);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("systems");
        foreach (var change in preview.Changes)
        {
            Write(json, change);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RecordChange change)
    {
        json.WriteStartObject();
        json.WriteString("id", change.Record.Id);
        json.WriteStartArray("classes");
        foreach (var (id, before, after) in change.Classes)
        {
            json.WriteStartObject();
            json.WriteString("class", id);
            json.WriteString("before", before);
            json.WriteString("after", after);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("duties");
        foreach (var duty in change.Duties)
        {
            json.WriteStartObject();
            json.WriteString("id", duty.Duty);
            json.WriteString("change", duty.Kind.ToString().ToLowerInvariant());
            Write(json, "before", duty.Before);
            Write(json, "after", duty.After);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, OwedDuty? duty)
    {
        if (duty is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteString("strength", duty.Strength.Word());
        json.WriteString("due", duty.Due.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("rule", duty.Rule);
        json.WriteString("cite", duty.Cite);
        json.WriteEndObject();
    }
}
