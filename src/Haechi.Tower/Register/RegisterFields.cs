using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Register;

/// <summary>A group of fields as the register's book divides them.</summary>
/// <param name="Id">The name of the file that holds them.</param>
/// <param name="Title">For people.</param>
/// <param name="Fields">The questions, in the order of the file.</param>
public sealed record FieldGroup(string Id, LocalText Title, IReadOnlyList<Question> Fields);

/// <summary>The fields of the register: the questions of the book <c>register</c>, in groups. Facts that only law books ask for are not among them; those books explain them.</summary>
public sealed class RegisterFields
{
    private static readonly Dictionary<string, LocalText> Titles = new()
    {
        ["identity"] = LocalText.Of("이름과 기관", "Name and organisation"), ["life-cycle"] = LocalText.Of("생애 주기", "Life cycle"), ["purpose"] = LocalText.Of("목적과 결과", "Purpose and results"),
        ["people"] = LocalText.Of("사람과 권리", "People and rights"), ["making"] = LocalText.Of("만들기와 자료", "How it is made, and data"), ["common"] = LocalText.Of("법이 함께 묻는 것", "Asked by laws too"),
    };

    private readonly Dictionary<string, Question> _byId;

    /// <summary>Reads the book from the folder of rulebooks; without one there are no fields beyond those that every system has.</summary>
    public RegisterFields(TowerOptions options)
    {
        var folder = Path.Combine(options.RulebooksFolder, "register");
        var questions = Directory.Exists(folder) ? BookSet.Load(folder).Questions : [];
        _byId = questions.ToDictionary(q => q.Id, StringComparer.Ordinal);
        var order = Titles.Keys.ToList();
        Groups = [.. questions.GroupBy(q => Path.GetFileNameWithoutExtension(q.Place.File)).OrderBy(g => order.IndexOf(g.Key) is var i and >= 0 ? i : order.Count)
            .Select(g => new FieldGroup(g.Key, Titles.GetValueOrDefault(g.Key, LocalText.Same(g.Key)), [.. g]))];
    }

    /// <summary>The groups in the order in which people fill them.</summary>
    public IReadOnlyList<FieldGroup> Groups { get; }

    /// <summary>All fields.</summary>
    public IEnumerable<Question> All => _byId.Values;

    /// <summary>The field with an id, or null.</summary>
    public Question? this[string id] => _byId.GetValueOrDefault(id);
}
