using System.Globalization;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Microsoft.AspNetCore.Http;

namespace Haechi.Web.Register;

/// <summary>Turns answers of a form into facts, and back into what the form shows. An empty answer is unknown, never no.</summary>
internal static class FactForm
{
    /// <summary>The choice that says "none of these": the empty set is an answer.</summary>
    public const string NoneOfThese = "-";

    /// <summary>Reads the fields that the form asked for.</summary>
    public static (IReadOnlyDictionary<string, FactValue?> Facts, IReadOnlyList<Refusal> Refusals) Read(IFormCollection form, IEnumerable<Question> questions)
    {
        var facts = new Dictionary<string, FactValue?>(StringComparer.Ordinal);
        var findings = new Findings();
        foreach (var question in questions)
        {
            facts[question.Id] = question.Type switch
            {
                QuestionType.List => ReadList(form, question, findings),
                QuestionType.Set => ReadSet(form, question, findings),
                _ => FactReader.ReadText(question, form[question.Id].ToString().ReplaceLineEndings("\n"), new Place(question.Id, 0, 0), findings),
            };
        }
        return (facts, [.. findings.All.Select(f => new Refusal(f.Code, f.Message, f.Place.File))]);
    }

    /// <summary>The text that a control shows for a fact.</summary>
    public static string Text(FactValue? fact) => fact is null ? "" : fact.Shown;

    private static SetFact? ReadSet(IFormCollection form, Question question, Findings findings)
    {
        var chosen = form[question.Id].Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => v!).ToList();
        if (question.Values.Count == 0)
        {
            // A set without declared values is written as a list with ; between.
            return FactReader.ReadText(question, string.Join("; ", chosen), new Place(question.Id, 0, 0), findings) as SetFact;
        }
        return chosen.Count == 0 ? null : new SetFact([.. chosen.Where(c => c != NoneOfThese)]);
    }

    private static ListFact? ReadList(IFormCollection form, Question question, Findings findings)
    {
        var records = new List<FactRecord>();
        for (var i = 0; form.Keys.Any(k => k.StartsWith($"{question.Id}.{i}.", StringComparison.Ordinal)); i++)
        {
            var facts = new Dictionary<string, FactValue>(StringComparer.Ordinal);
            foreach (var field in question.Fields)
            {
                if (FactReader.ReadText(field, form[$"{question.Id}.{i}.{field.Id}"].ToString(), new Place(question.Id, 0, 0), findings) is { } value)
                {
                    facts[field.Id] = value;
                }
            }
            if (facts.Count > 0)
            {
                records.Add(new FactRecord(records.Count.ToString(CultureInfo.InvariantCulture), facts));
            }
        }
        return records.Count == 0 ? null : new ListFact(records);
    }
}
