using System.Globalization;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;

namespace Haechi.Tower.Demo;

/// <summary>Facts as the city's files write them. They become values when the books that ask for them and the day of the fill are known.</summary>
internal sealed class DemoFacts(YamlMap map)
{
    /// <summary>What an owner declared is kept as a text under this, beside the facts that questions ask for.</summary>
    public const string Declared = "declared.";

    /// <summary>The texts under the keys; a key with several values has several.</summary>
    public IEnumerable<(string Key, string Text)> Texts => map.Entries.SelectMany(e => Scalars(e.Value).Select(s => (e.Key.Value, s.Value)));

    /// <summary>The first text under a key, or null.</summary>
    public string? Text(string key) => Texts.FirstOrDefault(t => t.Key == key).Text;

    /// <summary>The values; what no question takes is a finding.</summary>
    public Dictionary<string, FactValue> Read(BookSet books, DateOnly today, Findings findings)
    {
        var read = new Dictionary<string, FactValue>(StringComparer.Ordinal);
        foreach (var (key, node) in map.Entries)
        {
            if (key.Value.StartsWith(Declared, StringComparison.Ordinal) && node is YamlScalar word)
            {
                read[key.Value] = new TextFact(word.Value);
            }
            else if (books.IndexOfQuestion(key.Value) is var index and >= 0)
            {
                if (FactReader.Read(books.Questions[index], Dated(books.Questions[index], node, today), findings) is { } value)
                {
                    read[key.Value] = value;
                }
            }
            else
            {
                findings.Error("unknown-question", key.Place, $"'{key.Value}'을(를) 묻는 규칙책이 없습니다.", $"no rulebook asks '{key.Value}'");
            }
        }
        return read;
    }

    private static YamlNode Dated(Question question, YamlNode node, DateOnly today) =>
        question.Type == QuestionType.Date && node is YamlScalar scalar && RelativeDay.TryRead(scalar.Value, out var day)
            ? scalar with { Value = day.From(today).ToString("O", CultureInfo.InvariantCulture) }
            : node;

    private static IEnumerable<YamlScalar> Scalars(YamlNode node) => node switch
    {
        YamlScalar scalar => [scalar],
        YamlList list => list.Items.SelectMany(Scalars),
        YamlMap inner => inner.Entries.SelectMany(e => Scalars(e.Value)),
        _ => [],
    };
}
