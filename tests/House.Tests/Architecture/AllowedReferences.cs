namespace Haechi.House.Tests.Architecture;

/// <summary>What one project may reference. Anything else fails the test, so a new arrow is drawn here first and seen in review.</summary>
/// <param name="Project">The project's name.</param>
/// <param name="Projects">Projects of this repository.</param>
/// <param name="Packages">Packages named in the project file.</param>
/// <param name="Frameworks">Framework references beside the base library.</param>
internal sealed record AllowedReferences(string Project, string[] Projects, string[] Packages, string[] Frameworks)
{
    private static readonly string[] TestPackages = ["Microsoft.NET.Test.Sdk", "xunit.runner.visualstudio", "xunit.v3"];

    /// <summary>The engines: usable alone, each without the others, without storage, web or tower.</summary>
    public static IReadOnlyList<string> Engines { get; } = ["Haechi.Rules", "Haechi.Ledger", "Haechi.Audit", "Haechi.Labels"];

    /// <summary>The whole table. A row may stand before its project does.</summary>
    public static IReadOnlyList<AllowedReferences> Table { get; } =
    [
        new("Haechi.Rules", [], ["CsvHelper", "YamlDotNet"], []),
        new("Haechi.Labels", [], ["System.Security.Cryptography.Pkcs"], ["Microsoft.AspNetCore.App"]),
        new("Haechi.Ledger", [], [], []),
        new("Haechi.Audit", [], ["Google.Protobuf", "MathNet.Numerics", "YamlDotNet"], []),
        new("Haechi.Tower", ["Haechi.Ledger", "Haechi.Rules"],
            ["CsvHelper", "DocumentFormat.OpenXml", "ExcelDataReader", "Microsoft.EntityFrameworkCore.Sqlite", "Npgsql.EntityFrameworkCore.PostgreSQL", "SQLitePCLRaw.bundle_e_sqlite3", "YamlDotNet"], []),
        new("Haechi.Web", ["Haechi.Tower"], ["Microsoft.IdentityModel.Protocols.OpenIdConnect", "OpenTelemetry.Exporter.OpenTelemetryProtocol", "QRCoder"], ["Microsoft.AspNetCore.App"]),
        new("Haechi", ["Haechi.Audit", "Haechi.Labels", "Haechi.Ledger", "Haechi.Rules", "Haechi.Tower", "Haechi.Web"], ["ModelContextProtocol.Core", "System.CommandLine"], ["Microsoft.AspNetCore.App"]),
        new("Rules.Tests", ["Haechi.Rules"], ["FsCheck", .. TestPackages], []),
        new("Labels.Tests", ["Haechi.Labels"], [.. TestPackages], []),
        new("Ledger.Tests", ["Haechi.Ledger"], [.. TestPackages], []),
        new("Audit.Tests", ["Haechi.Audit"], ["CsvHelper", "LightGBM", "Microsoft.Data.Sqlite", "Npgsql", .. TestPackages], []),
        new("House.Tests", ["Haechi", "Haechi.Ledger", "Haechi.Rules", "Haechi.Tower", "Haechi.Web"], ["AngleSharp", "ModelContextProtocol.Core", .. TestPackages], ["Microsoft.AspNetCore.App"]),
        new("Outside.Tests", ["Haechi", "Haechi.Audit", "Haechi.Labels", "Haechi.Ledger", "Haechi.Rules", "Haechi.Tower", "Haechi.Web"],
            ["Deque.AxeCore.Commons", "Microsoft.Data.Sqlite", "Microsoft.Playwright", "SQLitePCLRaw.bundle_e_sqlite3", .. TestPackages], ["Microsoft.AspNetCore.App"]),
        new("Audit.Bench", ["Haechi.Audit"], [], []),
        new("Explain.Bench", ["Haechi.Audit"], [], []),
        new("Faults.Bench", ["Haechi", "Haechi.Ledger", "Haechi.Tower"], [], ["Microsoft.AspNetCore.App"]),
        new("Ledger.Bench", ["Haechi.Ledger"], [], []),
        new("Rules.Bench", ["Haechi.Rules"], ["BenchmarkDotNet"], []),
        new("Tower.Bench", ["Haechi.Rules", "Haechi.Tower", "Haechi.Web"], [], ["Microsoft.AspNetCore.App"]),
    ];

    /// <summary>Namespaces that the sources below a folder may not name: what a reference in the project file alone does not show.</summary>
    public static IReadOnlyList<(string Folder, string[] Namespaces)> Forbidden { get; } =
    [
        ("src/Haechi.Rules", ["Haechi.Ledger", "Haechi.Audit", "Haechi.Labels", "Haechi.Tower", "Haechi.Web", "Haechi.Verbs", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "System.Data", "System.Net.Http", "System.Net.Sockets"]),
        ("src/Haechi.Ledger", ["Haechi.Rules", "Haechi.Audit", "Haechi.Labels", "Haechi.Tower", "Haechi.Web", "Haechi.Verbs", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "System.Data", "System.Net.Http", "System.Net.Sockets"]),
        ("src/Haechi.Audit", ["Haechi.Rules", "Haechi.Ledger", "Haechi.Labels", "Haechi.Tower", "Haechi.Web", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore"]),
        ("src/Haechi.Labels", ["Haechi.Rules", "Haechi.Ledger", "Haechi.Audit", "Haechi.Tower", "Haechi.Web", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore"]),
        ("src/Haechi.Tower", ["Haechi.Web", "Haechi.Verbs", "Microsoft.AspNetCore"]),
        ("src/Haechi.Web", ["Haechi.Verbs"]),
    ];
}
