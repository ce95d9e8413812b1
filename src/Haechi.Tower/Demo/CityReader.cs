using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Tower.Common;

namespace Haechi.Tower.Demo;

/// <summary>Reads the files of the fictional city as strictly as a rulebook is read: a key that nobody asked for is an error with its place.</summary>
internal sealed class CityReader
{
    private static readonly Dictionary<string, Roles> RoleWords = new(StringComparer.Ordinal)
    {
        ["reader"] = Roles.Reader, ["owner"] = Roles.Owner, ["verifier"] = Roles.Verifier, ["officer"] = Roles.Officer,
        ["administrator"] = Roles.Administrator, ["auditor"] = Roles.Auditor, ["reviewer"] = Roles.Reviewer, ["council_member"] = Roles.CouncilMember, ["publisher"] = Roles.Publisher, ["supplier"] = Roles.Supplier,
    };

    private static readonly string[] StepKinds = ["add", "move", "rename", "hand_over", "close"];
    private readonly ReadContext _context;

    private CityReader(Findings findings) => _context = new ReadContext(findings);

    /// <summary>The city of a folder; null when something is wrong, and then it is in <paramref name="findings"/>.</summary>
    public static CityFile? Read(string folder, Findings findings)
    {
        var reader = new CityReader(findings);
        if (reader.Root(Path.Combine(folder, "city.yaml")) is not { } root)
        {
            return null;
        }
        var city = reader.City(folder, root);
        var systems = new SystemSpecReader(reader._context);
        foreach (var file in Directory.EnumerateFiles(folder, "systems-*.yaml").Order(StringComparer.Ordinal))
        {
            if (reader.Root(file) is { } map)
            {
                systems.Read(map);
            }
        }
        return findings.HasErrors ? null : city with { Systems = systems.All };
    }

    private YamlMap? Root(string file)
    {
        if (!File.Exists(file))
        {
            _context.Findings.Error("no-file", new Place(file, 0, 0), "이 파일이 없습니다.", "there is no such file");
            return null;
        }
        return YamlFile.Read(file, File.ReadAllText(file), _context.Findings) as YamlMap;
    }

    private CityFile City(string folder, YamlMap map)
    {
        var fields = new Fields(map, _context);
        fields.RequiredText("fictional");
        var body = fields.Map("body") ?? fields.Missing("body", new YamlMap(map.Place, []));
        var bodyFields = new Fields(body, _context);
        var city = new CityFile(folder, LocalText.Of(bodyFields.RequiredText("ko"), bodyFields.RequiredText("en")), bodyFields.RequiredText("kind"), fields.Texts("books"),
            Day(fields, "opened") ?? default, fields.Date("written") ?? default, fields.Texts("family_names"),
            Departments(fields.Map("departments")), [.. fields.Maps("reorganisation").Select(Step).OfType<ReorganisationStep>()],
            [.. Entries(fields.Map("personas")).Select(e => Persona(e.Key, e.Map))], [.. Entries(fields.Map("products")).Select(e => Product(e.Key, e.Map))]);
        bodyFields.Done();
        fields.Done();
        return city;
    }

    private List<DepartmentSpec> Departments(YamlMap? map)
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        var found = new List<DepartmentSpec>();
        foreach (var (key, entry) in Entries(map))
        {
            var fields = new Fields(entry, _context);
            foreach (var below in fields.Texts("below"))
            {
                parents[below] = key;
            }
            found.Add(new DepartmentSpec(key, Name(fields), null, entry.Place));
            fields.Done();
        }
        return [.. found.Select(d => d with { Parent = parents.GetValueOrDefault(d.Key) })];
    }

    private ReorganisationStep? Step(YamlMap map)
    {
        var fields = new Fields(map, _context);
        var kind = StepKinds.FirstOrDefault(k => fields.Node(k) is not null) ?? fields.Missing<string?>("add", null);
        var step = kind is null ? null
            : new ReorganisationStep(Day(fields, "at") ?? default, kind, fields.RequiredText(kind), fields.Text("below") ?? fields.Text("to"), Name(fields), map.Place);
        fields.Done();
        return step;
    }

    private PersonaSpec Persona(string key, YamlMap map)
    {
        var fields = new Fields(map, _context);
        var roles = fields.Texts("roles").Aggregate(Roles.None, (all, word) => all | RoleWords.GetValueOrDefault(word));
        var department = fields.Node("department") is YamlScalar { Plain: true, Value: "null" } ? null : fields.RequiredText("department");
        var persona = new PersonaSpec(key, fields.RequiredText("name"), fields.RequiredText("position"), roles, department, fields.Text("language") ?? "ko", map.Place);
        fields.Done();
        return persona;
    }

    private ProductSpec Product(string key, YamlMap map)
    {
        var fields = new Fields(map, _context);
        var product = new ProductSpec(key, fields.RequiredText("supplier"), new DemoFacts(fields.Map("facts") ?? fields.Missing("facts", new YamlMap(map.Place, []))), map.Place);
        fields.Done();
        return product;
    }

    private static LocalText Name(Fields fields) =>
        fields.Text("ko") is { } ko ? LocalText.Of(ko, fields.Text("en") ?? ko) : LocalText.Empty;

    private RelativeDay? Day(Fields fields, string key) => SystemSpecReader.Day(fields, key, _context);

    private static IEnumerable<(string Key, YamlMap Map)> Entries(YamlMap? map) =>
        map?.Entries.Where(e => e.Value is YamlMap).Select(e => (e.Key.Value, (YamlMap)e.Value)) ?? [];
}
