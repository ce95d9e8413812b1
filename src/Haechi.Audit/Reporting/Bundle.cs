using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Haechi.Audit.Cells;
using Haechi.Audit.Planning;

namespace Haechi.Audit.Reporting;

/// <summary>Whether a file of a bundle is what the plan and the cells give.</summary>
/// <param name="File">The file.</param>
/// <param name="Expected">The hash that was found by computing it again.</param>
/// <param name="Found">The hash of the bytes in the bundle; empty when the file is missing.</param>
public sealed record BundleFile(string File, string Expected, string Found)
{
    /// <summary>True when they are equal.</summary>
    public bool Holds => Expected == Found;
}

/// <summary>
/// The evidence of an audit in one file (zip): <c>plan.yaml</c>, <c>cells.jsonl</c>, the report as JSON and HTML, and a manifest with hashes, seed and version. It holds no row and no person.
/// The same plan and cells give the same bytes.
/// </summary>
public static class Bundle
{
    private const string PlanName = "plan.yaml", CellsName = "cells.jsonl", ManifestName = "manifest.json";
    private const long LongestEntry = 1L << 30;

    /// <summary>The time that every entry carries, because a bundle's bytes must not depend on the clock.</summary>
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The version of the engine, part of the manifest.</summary>
    public static string Version { get; } = typeof(Bundle).Assembly.GetName().Version!.ToString(3);

    /// <summary>The bytes of a bundle.</summary>
    /// <param name="planText">The plan as written.</param>
    /// <param name="planName">The name for problems of the plan.</param>
    /// <param name="cells">The cells.</param>
    public static byte[] Write(string planText, string planName, CellDocument cells)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var (name, bytes) in Files(planText, planName, cells))
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = NoTime;
                using var to = entry.Open();
                to.Write(bytes);
            }
        }
        return stream.ToArray();
    }

    /// <summary>Computes a bundle's reports again from its plan and cells, and compares byte for byte.</summary>
    /// <param name="bytes">The bundle.</param>
    /// <param name="file">Its name, for problems.</param>
    /// <param name="again">Cells made anew from the data, to be compared with those of the bundle; null when there is no data.</param>
    /// <exception cref="AuditRefusedException">It is no bundle.</exception>
    public static IReadOnlyList<BundleFile> Verify(byte[] bytes, string file, Func<AuditPlan, CellDocument>? again = null)
    {
        var found = Entries(bytes, file);
        if (!found.TryGetValue(PlanName, out var plan) || !found.TryGetValue(CellsName, out var cells))
        {
            throw Wrong(file, $"{PlanName}, {CellsName}");
        }
        var planText = Encoding.UTF8.GetString(plan);
        var document = CellFile.Read(cells, CellsName);
        var results = Files(planText, PlanName, document).Select(f => new BundleFile(f.Name, CellFile.Hash(f.Bytes), found.TryGetValue(f.Name, out var there) ? CellFile.Hash(there) : "")).ToList();
        results.AddRange(found.Keys.Where(k => results.All(r => r.File != k)).Order(StringComparer.Ordinal).Select(k => new BundleFile(k, "", CellFile.Hash(found[k]))));
        if (again is not null)
        {
            results.Add(new BundleFile("data", CellFile.Hash(CellFile.Write(again(PlanReader.Read(planText, PlanName)))), CellFile.Hash(cells)));
        }
        return results;
    }

    /// <summary>The plan's text and the cells of a bundle.</summary>
    /// <exception cref="AuditRefusedException">It is no bundle.</exception>
    public static (string Plan, CellDocument Cells) Open(byte[] bytes, string file)
    {
        var found = Entries(bytes, file);
        return found.TryGetValue(PlanName, out var plan) && found.TryGetValue(CellsName, out var cells) ? (Encoding.UTF8.GetString(plan), CellFile.Read(cells, CellsName)) : throw Wrong(file, $"{PlanName}, {CellsName}");
    }

    private static List<(string Name, byte[] Bytes)> Files(string planText, string planName, CellDocument cells)
    {
        var report = AuditRun.Of(PlanReader.Read(planText, planName), cells);
        List<(string Name, byte[] Bytes)> files =
        [
            (PlanName, Encoding.UTF8.GetBytes(planText)),
            (CellsName, CellFile.Write(cells)),
            ("report.json", ReportJson.Write(report)),
            ("report.ko.html", ReportHtml.Write(report, "ko")),
            ("report.en.html", ReportHtml.Write(report, "en")),
        ];
        files.Add((ManifestName, Manifest(report, files)));
        return files;
    }

    private static byte[] Manifest(AuditReport report, List<(string Name, byte[] Bytes)> files)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("format", "haechi-audit-bundle-1");
            json.WriteString("engine", Version);
            json.WriteNumber("seed", report.Plan.Seed);
            json.WriteStartObject("sha256");
            foreach (var (name, bytes) in files)
            {
                json.WriteString(name, CellFile.Hash(bytes));
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static Dictionary<string, byte[]> Entries(byte[] bytes, string file)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
            var entries = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var entry in zip.Entries)
            {
                using var from = entry.Open();
                entries[entry.FullName] = entries.Count < 32 ? Bounded(from, file) : throw Wrong(file, "> 32");
            }
            return entries;
        }
        catch (InvalidDataException e)
        {
            throw Wrong(file, e.Message);
        }
    }

    /// <summary>A small zip may unfold into a huge one.</summary>
    private static byte[] Bounded(Stream from, string file)
    {
        using var to = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int n; (n = from.Read(buffer)) > 0;)
        {
            to.Write(buffer, 0, n);
            if (to.Length > LongestEntry)
            {
                throw Wrong(file, "> 1 GiB");
            }
        }
        return to.ToArray();
    }

    private static AuditRefusedException Wrong(string file, string found) => AuditRefusedException.Because("not-a-bundle", file,
        $"감사 묶음으로 읽을 수 없습니다: {found}. 'haechi audit run PLAN --bundle FILE'로 만든 파일을 주십시오.", $"this is not a bundle of an audit: {found}; give a file as 'haechi audit run PLAN --bundle FILE' wrote it");
}
