using System.Text.Json;
using System.Xml.Linq;

namespace Haechi.House.Tests.Licences;

/// <summary>Every package that was resolved, also those that came along with another, has a licence that the house allows.</summary>
public sealed class LicenceTests
{
    [Fact]
    public void Every_NuGet_package_has_an_allowed_licence()
    {
        var wrong = new List<string>();
        var seen = 0;
        foreach (var project in Repository.Projects)
        {
            foreach (var (package, folder) in Resolved(project))
            {
                seen++;
                if (LicenceOf(folder) is not { } licence)
                {
                    wrong.Add($"{project.Name}: {package} states no licence that can be recognised");
                }
                else if (!AllowedLicences.Allows(licence, project.IsProduct))
                {
                    wrong.Add($"{project.Name}: {package} is under {licence}");
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(seen > 10, "no packages were found: was the solution restored?");
    }

    [Fact]
    public void Every_npm_package_has_an_allowed_licence()
    {
        var wrong = new List<string>();
        foreach (var file in Repository.Files().Where(f => Path.GetFileName(f) == "package-lock.json"))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, file)));
            foreach (var package in json.RootElement.GetProperty("packages").EnumerateObject().Where(p => p.Name.Length > 0))
            {
                var licence = package.Value.TryGetProperty("license", out var stated) && stated.ValueKind == JsonValueKind.String ? stated.GetString()! : "";
                if (!AllowedLicences.Allows(licence, product: file.StartsWith("src/", StringComparison.Ordinal)))
                {
                    wrong.Add($"{file}: {package.Name} is under '{licence}'");
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("MIT", true, true)]
    [InlineData("MS-PL OR Apache-2.0", true, true)]
    [InlineData("(MIT OR GPL-3.0-only) AND BSD-3-Clause", true, true)]
    [InlineData("MIT AND GPL-3.0-only", true, false)]
    [InlineData("AGPL-3.0-only", false, false)]
    [InlineData("MPL-2.0", true, false)]
    [InlineData("MPL-2.0", false, true)]
    [InlineData("", false, false)]
    [InlineData("MIT OR", true, false)]
    [InlineData("SEE LICENSE IN LICENSE.txt", false, false)]
    public void An_expression_is_weighed_as_SPDX_means_it(string expression, bool product, bool allowed) => Assert.Equal(allowed, AllowedLicences.Allows(expression, product));

    private static IEnumerable<(string Package, string Folder)> Resolved(Project project)
    {
        var assets = Path.Combine(Repository.Root, "artifacts", "obj", project.Name, "project.assets.json");
        if (!File.Exists(assets))
        {
            Assert.Skip($"{project.Name} was not restored: {Path.GetRelativePath(Repository.Root, assets)} is missing");
        }
        using var json = JsonDocument.Parse(File.ReadAllText(assets));
        var folders = json.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToList();
        return [.. json.RootElement.GetProperty("libraries").EnumerateObject().Where(l => l.Value.GetProperty("type").GetString() == "package")
            .Select(l => (l.Name, folders.Select(f => Path.Combine(f, l.Value.GetProperty("path").GetString()!)).First(Directory.Exists)))];
    }

    /// <summary>The expression in the package's own description, or the licence recognised from the file that it names.</summary>
    private static string? LicenceOf(string folder)
    {
        var description = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single());
        var licence = description.Descendants().FirstOrDefault(e => e.Name.LocalName == "license");
        return (string?)licence?.Attribute("type") switch
        {
            "expression" => licence!.Value,
            "file" when File.Exists(Path.Combine(folder, licence!.Value)) => AllowedLicences.Recognise(File.ReadAllText(Path.Combine(folder, licence.Value))),
            _ => null,
        };
    }
}
