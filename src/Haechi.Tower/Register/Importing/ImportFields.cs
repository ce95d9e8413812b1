using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Tower.Register.Matching;
using Haechi.Tower.Register.Profiles;

namespace Haechi.Tower.Register.Importing;

/// <summary>
/// The fields that a column of a list can be given to: the questions of books, and of a question that has records each of their fields ("vendors.name"). How exact a date is and what explains
/// another answer is read with the thing itself, never from a column of its own.
/// </summary>
public static class ImportFields
{
    private static readonly string[] MainFields = ["description", "text", "status", "answer", "name"];

    /// <summary>The fields of these questions, in their order. A field of records has its path as id and is asked for together with what the records are.</summary>
    public static IEnumerable<Question> Of(IEnumerable<Question> questions) => questions.Where(IsField).SelectMany(q => q.Type == QuestionType.List ? q.Fields.Where(f => f.Id != "note").Select(f => InRecords(q, f)) : [q]);

    /// <summary>The field with a path, or null.</summary>
    public static Question? Find(BookSet books, string path)
    {
        var at = path.IndexOf('.', StringComparison.Ordinal);
        var question = books.IndexOfQuestion(at < 0 ? path : path[..at]) is >= 0 and var i ? books.Questions[i] : null;
        return question is null || (question.Type == QuestionType.List) != at >= 0 ? null
            : at < 0 ? question : question.Fields.FirstOrDefault(f => f.Id == path[(at + 1)..]) is { } field ? InRecords(question, field) : null;
    }

    /// <summary>The fields to match columns with. What the formats of <paramref name="known"/> call a fact are names of it, too.</summary>
    public static Target Target(BookSet books, ProfileSet known)
    {
        var names = Names(known);
        return Matching.Target.Of(books.Questions.DistinctBy(q => q.Id, StringComparer.Ordinal).SelectMany(Fields).DistinctBy(f => f.Id, StringComparer.Ordinal)
            .Select(f => f with { Names = [.. f.Names.Concat(names.GetValueOrDefault(f.Id) ?? []).Distinct(StringComparer.Ordinal)] }));
    }

    private static IEnumerable<TargetField> Fields(Question question)
    {
        if (question.Type != QuestionType.List)
        {
            return Of([question]).Select(TargetField.Of);
        }
        var main = Main(question)?.Id;
        // Who has one column for the data means what the records are mainly about.
        return question.Fields.Where(f => f.Id != "note").Select(f => TargetField.Of(f) with
        {
            Id = $"{question.Id}.{f.Id}",
            Names = [.. f.Ask.All.Values.Concat(f.Id == main ? question.Ask.All.Values.Prepend(question.Id) : []).Where(t => t.Length > 0)],
        });
    }

    /// <summary>A header without the number that tells repeated ones apart.</summary>
    internal static string Written(string header) => header.LastIndexOf('#') is > 0 and var at && at + 1 < header.Length && header[(at + 1)..].All(char.IsAsciiDigit) ? header[..at] : header;

    private static bool IsField(Question question) => !question.Id.EndsWith("_precision", StringComparison.Ordinal) && !question.Id.EndsWith("_note", StringComparison.Ordinal);

    private static Question InRecords(Question list, Question field) => field with
    {
        Id = $"{list.Id}.{field.Id}",
        Ask = LocalText.Of($"{list.Ask.In("ko")} {field.Ask.In("ko")}", $"{list.Ask.In("en")} {field.Ask.In("en")}"),
    };

    /// <summary>The field that a single column of running text or names most likely is.</summary>
    private static Question? Main(Question list) =>
        MainFields.Select(id => list.Fields.FirstOrDefault(f => f.Id == id && f.Type == QuestionType.Text)).FirstOrDefault(f => f is not null);

    /// <summary>
    /// What formats call the facts, by path. A column that holds several facts, or one record picked by a value, names none of them. What formats call by one name is what the general one means by
    /// it; when that has no such name it is nobody's.
    /// </summary>
    private static Dictionary<string, List<string>> Names(ProfileSet known)
    {
        var claims = known.All.SelectMany(Claims).GroupBy(c => HeaderText.Folded(c.Header), StringComparer.Ordinal)
            .SelectMany(g => g.Select(c => c.Path).Distinct(StringComparer.Ordinal).Count() == 1 ? g : g.Where(c => c.General));
        return claims.GroupBy(c => c.Path, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Select(c => c.Header).Distinct(StringComparer.Ordinal).ToList(), StringComparer.Ordinal);
    }

    private static IEnumerable<(string Path, string Header, bool General)> Claims(Profile profile)
    {
        var own = profile.Columns.Where(c => c is { Facts: [{ Where: null }], Constant: null }).Select(c => (c.Facts[0].Path, Column: c));
        var law = from fact in profile.Map?.Facts ?? []
                  from column in profile.Columns
                  where column.Header == fact.Column.Header && column.Facts.Count == 0
                  select (Path: fact.Question, Column: column);
        return own.Concat(law).SelectMany(c => c.Column.Aliases.Prepend(c.Column.Header).Select(h => (c.Path, Written(h), profile.Generic)));
    }
}
