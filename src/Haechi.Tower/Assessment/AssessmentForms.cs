using System.Collections.Concurrent;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>
/// The forms. They are read from the folder <c>assessments</c> beside the rulebooks, because law changes and a correction must not need a compiler. Every assessment keeps the text of the
/// form under which it was written (<see cref="KeptForm"/>), so a corrected or vanished file changes nothing that was approved.
/// </summary>
public sealed class AssessmentForms(TowerOptions options)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, AssessmentForm> _byHash = new(StringComparer.Ordinal);
    private (string Stamp, IReadOnlyList<AssessmentForm> Forms, IReadOnlyList<Finding> Findings) _read = ("?", [], []);

    /// <summary>The folder of the forms.</summary>
    public string Folder => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.RulebooksFolder).TrimEnd(Path.DirectorySeparatorChar)) ?? ".", "assessments");

    /// <summary>The forms that can be started now, in the order of their ids. A file with errors is left out; see <see cref="Findings"/>.</summary>
    public IReadOnlyList<AssessmentForm> All => Read().Forms;

    /// <summary>What is wrong with the files.</summary>
    public IReadOnlyList<Finding> Findings => Read().Findings;

    /// <summary>The form with an id as it is now, or null.</summary>
    public AssessmentForm? Find(string id) => All.FirstOrDefault(f => f.Id == id);

    /// <summary>The form exactly as it was, by its hash.</summary>
    public async Task<AssessmentForm> Pinned(TowerContext context, string hash)
    {
        if (_byHash.TryGetValue(hash, out var known))
        {
            return known;
        }
        var kept = await context.Set<KeptForm>().AsNoTracking().SingleAsync(f => f.Hash == hash);
        var findings = new Findings();
        return _byHash[hash] = FormReader.Read(kept.Form + ".yaml", kept.Text, findings) ?? throw new RefusedException(findings.All);
    }

    /// <summary>Keeps the form's text in the transaction of the act that uses it.</summary>
    internal static async Task Keep(WriteScope scope, AssessmentForm form)
    {
        if (await scope.Context.Set<KeptForm>().FindAsync(form.Hash) is null)
        {
            scope.Context.Add(new KeptForm { Hash = form.Hash, Form = form.Id, Version = form.Version, Text = form.Text });
        }
    }

    private (string Stamp, IReadOnlyList<AssessmentForm> Forms, IReadOnlyList<Finding> Findings) Read()
    {
        lock (_lock)
        {
            List<FileInfo> files = Directory.Exists(Folder) ? [.. new DirectoryInfo(Folder).GetFiles("*.yaml").OrderBy(f => f.Name, StringComparer.Ordinal)] : [];
            var stamp = string.Join('|', files.Select(f => $"{f.Name} {f.Length} {f.LastWriteTimeUtc.Ticks}"));
            if (stamp != _read.Stamp)
            {
                var findings = new Findings();
                List<AssessmentForm> forms = [.. files.Select(f => FormReader.Read(f.FullName, File.ReadAllText(f.FullName), findings)).OfType<AssessmentForm>()];
                _read = (stamp, forms, findings.All);
            }
            return _read;
        }
    }

    /// <summary>No such form.</summary>
    internal static Refusal NoForm(string id) => Refusal.NotFound("평가 양식", "assessment form", id);
}
