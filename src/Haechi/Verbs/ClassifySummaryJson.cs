using System.Text.Json;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Explaining;

namespace Haechi.Verbs;

/// <summary>Writes the summary of a run, in full.</summary>
internal static class ClassifySummaryJson
{
    public static void Write(Utf8JsonWriter json, ClassifyRun run)
    {
        var summary = run.Summary;
        json.WriteStartObject();
        json.WriteNumber("records", run.Systems.Count);
        json.WriteStartObject("classes");
        summary.Classes.ToList().ForEach(c => Counts(json, c.Class.Id, c.Counts));
        json.WriteEndObject();
        json.WriteStartObject("declared");
        foreach (var (words, rows) in summary.Declared)
        {
            json.WriteStartObject(words.Id);
            rows.ToList().ForEach(r => Counts(json, r.Word ?? "blank", r.Counts));
            json.WriteEndObject();
        }
        json.WriteEndObject();
        Objects(json, "disagreements", summary.Disagreements, d =>
        {
            Name(json, d.System, d.Class);
            json.WriteString("declared", d.System.System.Declared[d.Class.Id].Word);
            json.WriteString("determined", d.Class.Word(d.System.Of(d.Class.Id)));
        });
        Objects(json, "review", summary.Review, r =>
        {
            Name(json, r.System, r.Class);
            ClassifyJson.Show(json, run, r.System);
        });
        WriteUnknown(json, run);
        WriteDuties(json, run);
        WriteFindings(json, run);
        json.WriteEndObject();
    }

    /// <summary>Each system with the question that settles the class best, and the one that settles most of everything.</summary>
    private static void WriteUnknown(Utf8JsonWriter json, ClassifyRun run)
    {
        var main = run.MainClasses;
        Objects(json, "unknown", run.Summary.Unknown, s =>
        {
            json.WriteString("id", s.System.Record.Id);
            json.WriteNumber("line", s.System.Line);
            json.WriteStartObject("classes");
            foreach (var words in main.Where(c => s.Of(c.Id) == Outcome.Unknown))
            {
                json.WriteString(words.Id, NextQuestion.ForClass(s.Determination, words.Id) is [var settles, ..] ? settles : null);
            }
            json.WriteEndObject();
            json.WriteString("ask", s.Determination.Ask is [var next, ..] ? next : null);
        });
        Objects(json, "next_questions", run.Summary.Next, n =>
        {
            json.WriteString("question", n.Question);
            json.WriteNumber("outcomes", n.Outcomes);
            Text(json, "text", run.Set.Questions[run.Set.IndexOfQuestion(n.Question)].Ask);
        });
    }

    private static void WriteDuties(Utf8JsonWriter json, ClassifyRun run)
    {
        json.WriteStartObject("duties");
        foreach (var owed in run.Summary.Owed)
        {
            json.WriteStartObject(owed.Strength.Word());
            json.WriteNumber("duties", owed.Duties);
            json.WriteNumber("records", owed.Systems);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteNumber("waived", run.Summary.Waived);
        Objects(json, "status", run.Summary.Progress, p =>
        {
            json.WriteString("rule", p.Duty.BaseRule);
            json.WriteString("duty", p.Duty.Duty.Id);
            Text(json, "title", p.Duty.Title);
            json.WriteString("cite", p.Duty.Cite);
            json.WriteString("question", p.Duty.Duty.Status);
            json.WriteNumber("owed", p.Owed);
            Counts(json, "values", p.Values);
            json.WriteNumber("blank", p.Blank);
        });
    }

    private static void WriteFindings(Utf8JsonWriter json, ClassifyRun run)
    {
        Objects(json, "unread", run.Inventory.Unread, u =>
        {
            json.WriteString("column", u.Column);
            json.WriteString("for", u.For);
            json.WriteString("value", u.Value);
            json.WriteNumber("count", u.Count);
            json.WriteStartArray("lines");
            u.Lines.ToList().ForEach(json.WriteNumberValue);
            json.WriteEndArray();
        });
        ClassifyJson.Texts(json, "missing_columns", run.Inventory.MissingColumns.Select(c => c.Header));
        json.WriteNumber("blank_ids", run.Inventory.BlankIds.Count);
        json.WriteNumber("repeated_ids", run.Inventory.RepeatedIds.Count);
        Objects(json, "findings", run.Findings.All.Where(f => f.Code != "unread-value"), f =>
        {
            json.WriteString("code", f.Code);
            json.WriteString("place", f.Place.ToString());
            Text(json, "message", f.Message);
        });
    }

    private static void Name(Utf8JsonWriter json, Classified system, ClassWords words)
    {
        json.WriteString("id", system.System.Record.Id);
        json.WriteString("name", system.System.Record.Name);
        json.WriteNumber("line", system.System.Line);
        json.WriteString("class", words.Id);
    }

    private static void Counts(Utf8JsonWriter json, string name, IReadOnlyList<(string Word, int Count)> counts)
    {
        json.WriteStartObject(name);
        foreach (var (word, count) in counts)
        {
            json.WriteNumber(word, count);
        }
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, LocalText text)
    {
        json.WriteStartObject(name);
        foreach (var (language, words) in text.All)
        {
            json.WriteString(language, words);
        }
        json.WriteEndObject();
    }

    private static void Objects<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> members)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            members(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
