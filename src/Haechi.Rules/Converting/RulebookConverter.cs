namespace Haechi.Rules.Converting;

/// <summary>
/// Turns other people's rule packages into rulebooks, from the user's own copy of the files. Each method gives back null when the source cannot be converted;
/// what was wrong, and where, is then among the findings. Warnings do not stop a conversion.
/// </summary>
public static class RulebookConverter
{
    /// <summary>
    /// Converts a decision tree with labels and redirects (YAML: <c>questions</c> with <c>answers</c>, <c>conclusions</c>), as published by the Dutch government for the EU AI Act.
    /// Facts: question id to the index of the answer, from 0. Classes: the tree's labels, and <c>conclusion/ID</c>.
    /// </summary>
    public static ConvertedBook? DecisionTree(string file, ConvertOptions options, Findings findings)
    {
        if (ReadText(file, findings) is not { } text || new DecisionTreeReader(file, text, findings).Read() is not { } tree || TreeWalks.Explore(tree, findings) is not { } steps)
        {
            return null;
        }
        var id = options.Id ?? "nl/decision-tree";
        return ConvertedBook.Of("nl-tree", id, new TreeBook(tree, steps, findings).Files(file, options, id), findings);
    }

    /// <summary>
    /// Converts a folder of requirements (YAML, one each: <c>urn, name, ai_act_profile, always_applicable, links</c>), as the Dutch task registry keeps them. Facts: attribute to a list of
    /// labels. Duties: the requirements that apply, under their URN, with the linked measures as evidence.
    /// </summary>
    public static ConvertedBook? Profiles(string folder, ConvertOptions options, Findings findings)
    {
        var inner = Path.Combine(folder, "requirements");
        var files = !Directory.Exists(folder) ? []
            : Directory.EnumerateFiles(Directory.Exists(inner) ? inner : folder).Where(f => Path.GetExtension(f).ToLowerInvariant() is ".yaml" or ".yml").Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
        {
            findings.Error("no-file", new Place(folder, 0, 0), "이 폴더가 없거나 YAML 파일이 없습니다.", "there is no such folder, or no YAML file in it");
            return null;
        }
        var reader = new ProfileReader(findings);
        var requirements = reader.Read(files);
        var id = options.Id ?? "nl/requirements";
        return ConvertedBook.Of("nl-profiles", id, ProfileBook.Files(folder, requirements, reader.Attributes, options, id), findings);
    }

    /// <summary>
    /// Converts a scored SurveyJS questionnaire (JSON), as the Government of Canada publishes its Algorithmic Impact Assessment. Facts: the survey's own data object.
    /// Scores: <c>raw, mitigation, total, level</c>; classes: <c>impact-level/1</c> to <c>/4</c>.
    /// </summary>
    public static ConvertedBook? Survey(string file, ConvertOptions options, Findings findings)
    {
        if (ReadText(file, findings) is not { } text)
        {
            return null;
        }
        var questions = new SurveyReader(file, findings).Read(text);
        if (questions.Count == 0 && !findings.HasErrors)
        {
            findings.Error("wrong-file", new Place(file, 1, 1), "설문에 질문이 없습니다.", "the questionnaire has no questions");
        }
        var id = options.Id ?? "ca/aia";
        return ConvertedBook.Of("ca-aia", id, SurveyBook.Files(file, questions, options, id, findings), findings);
    }

    private static string? ReadText(string file, Findings findings)
    {
        if (File.Exists(file))
        {
            return File.ReadAllText(file);
        }
        findings.Error("no-file", new Place(file, 0, 0), "이 파일이 없습니다.", "there is no such file");
        return null;
    }
}
