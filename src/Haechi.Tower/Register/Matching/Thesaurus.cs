using System.Collections.Concurrent;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Haechi.Tower.Register.Matching;

/// <summary>The words of <c>synonyms.yaml</c>: what means the same within a header, which whole headers mean the same field, and what says little.</summary>
internal sealed class Thesaurus
{
    /// <summary>The most words that one entry has.</summary>
    public const int LongestPhrase = 5;

    private readonly Dictionary<string, string> _concepts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _stems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _weights = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string?> _slips = new(StringComparer.Ordinal);
    private readonly HashSet<string> _beginnings = new(StringComparer.Ordinal);
    private readonly HashSet<string> _korean = new(StringComparer.Ordinal);

    private Thesaurus(Sheet sheet)
    {
        Weigh(sheet.Noise, 0.05);
        Weigh(sheet.Common, 0.35);
        // Every Korean word is known before the first one is split.
        foreach (var word in sheet.Words.Values.SelectMany(w => w))
        {
            Keep(word);
        }
        foreach (var (concept, words) in sheet.Words)
        {
            foreach (var word in words)
            {
                // Also as written: "sector" and "section" have one stem and are two things.
                var tokens = Tokens.Split(word, this).ToList();
                _concepts.TryAdd(string.Join(' ', tokens), "=" + concept);
                _stems.TryAdd(string.Join(' ', tokens.Select(Stems.Of)), "=" + concept);
                if (tokens.Count > 1)
                {
                    _beginnings.UnionWith([tokens[0], Stems.Of(tokens[0])]);
                }
            }
        }
        Fields = sheet.Fields;
    }

    /// <summary>The words that ship with the program.</summary>
    public static Thesaurus Default { get; } = Load();

    /// <summary>Headers that mean the same field, by the field's concept.</summary>
    public IReadOnlyDictionary<string, List<string>> Fields { get; }

    /// <summary>The concept of a word or phrase as written or, failing that, by its stems; null when it has none.</summary>
    public string? ConceptOf(string words, string stems) => _concepts.GetValueOrDefault(words) ?? _stems.GetValueOrDefault(stems);

    /// <summary>True when a phrase of several words begins with this one.</summary>
    public bool BeginsPhrase(string word, string stem) => _beginnings.Contains(word) || _beginnings.Contains(stem);

    /// <summary>How much a stem says, from 0 to 1.</summary>
    public double WeightOf(string stem) => stem.Length == 1 && !Stems.IsHangul(stem[0]) ? 0.05 : _weights.GetValueOrDefault(stem, 1);

    /// <summary>The concept of the only word that a misspelt one of six letters or more can be ("vender"), or null.</summary>
    public string? ConceptOfSlip(string word) => word.Length < 6 ? null : _slips.GetOrAdd(word, w =>
    {
        var near = _concepts.Where(c => Slip.IsOne(c.Key, w)).Select(c => c.Value).Distinct().ToList();
        return near.Count == 1 ? near[0] : null;
    });

    public bool IsKorean(string word) => _korean.Contains(word);

    private static Thesaurus Load()
    {
        using var stream = typeof(Thesaurus).Assembly.GetManifestResourceStream("Haechi.Tower.Register.Matching.synonyms.yaml")
            ?? throw new InvalidOperationException("synonyms.yaml is not in the program.");
        using var reader = new StreamReader(stream);
        return new Thesaurus(new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<Sheet>(reader));
    }

    private void Weigh(List<string> words, double weight)
    {
        foreach (var word in words)
        {
            Keep(word);
            _weights.TryAdd(Stems.Of(word.ToLowerInvariant()), weight);
            _weights.TryAdd(word.ToLowerInvariant(), weight);
        }
    }

    private void Keep(string word)
    {
        if (word.All(Stems.IsHangul))
        {
            _korean.Add(word);
        }
    }

    private sealed class Sheet
    {
        public List<string> Noise { get; set; } = [];

        public List<string> Common { get; set; } = [];

        public Dictionary<string, List<string>> Words { get; set; } = [];

        public Dictionary<string, List<string>> Fields { get; set; } = [];
    }
}
