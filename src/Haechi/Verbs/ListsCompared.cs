using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Verbs;

/// <summary><c>haechi systems --compare OLD</c>: what became of the systems of an earlier list in a later one.</summary>
internal sealed class ListsCompared(Terminal terminal)
{
    public Option<string> Old { get; } = new("--compare")
    {
        Description = terminal.Say("지난 목록(가져온 파일의 이름이나 가져오기 id)과 이번 목록을 견줌", "compare an earlier list (name of an imported file, or id of an import) with a later one"), HelpName = "LIST",
    };

    public Option<string> New { get; } = new("--with") { Description = terminal.Say("이번 목록 (기본: 가장 최근에 가져온 것)", "the later list (default: the one imported last)"), HelpName = "LIST" };

    public async Task<int> Write(ServiceProvider tower, string old, string? later, string format, CancellationToken stop)
    {
        var runs = await Runs(tower, stop);
        var after = later is null ? runs.FirstOrDefault() ?? throw Missing("--with", "") : Named(runs, later, "--with");
        var before = Named([.. runs.Where(r => r.Id != after.Id)], old, "--compare");
        var found = await tower.Do<CompareLists, ListComparison>(new CompareLists(before.Id, after.Id), stop);
        switch (format)
        {
            case "json":
                JsonOutput.Write(terminal.Out, json => Json(json, found));
                break;
            case "csv":
                CsvOut.Write(terminal.Out, ["what", "old", "old_name", "new", "new_name", "organisation", "confidence", "reason"], found.Rows.Select(r => (IEnumerable<string>)
                    [Word(r.What), r.Old ?? "", r.OldName ?? "", r.New ?? "", r.NewName ?? "", r.Organisation, r.Confidence.ToString("0.00", CultureInfo.InvariantCulture), Reason(r)]), mark: false);
                break;
            default:
                TextTable.Print(terminal.Out, [Word(Recurrence.Both), .. Enum.GetValues<Recurrence>().Skip(1).Select(Word)], [[.. Enum.GetValues<Recurrence>().Select(w => TextTable.Count(found.Count(w)))]]);
                TextTable.Print(terminal.Out, [terminal.Say("지난 이름", "before"), terminal.Say("이번 이름", "now"), terminal.Say("까닭", "why")],
                    found.Rows.Where(r => r.What == Recurrence.Renamed).OrderByDescending(r => r.Confidence).Take(20).Select(r => (string[])[TextTable.OneLine(r.OldName!, 50), TextTable.OneLine(r.NewName!, 50), TextTable.OneLine(Reason(r), 60)]));
                break;
        }
        return found.Count(Recurrence.SameName) + found.Count(Recurrence.Renamed) > 0 ? Exit.Findings : Exit.Fine;
    }

    private static async Task<List<ImportRun>> Runs(ServiceProvider tower, CancellationToken stop)
    {
        await using var context = tower.Store().Open();
        return await context.Set<ImportRun>().AsNoTracking().Where(r => r.UndoneAt == null).OrderByDescending(r => r.At).ThenByDescending(r => r.Id).ToListAsync(stop);
    }

    private static ImportRun Named(IReadOnlyList<ImportRun> runs, string given, string option) =>
        runs.FirstOrDefault(r => r.Id == given) ?? runs.FirstOrDefault(r => string.Equals(r.FileName, Path.GetFileName(given), StringComparison.Ordinal)) ?? throw Missing(option, given);

    private static RefusedException Missing(string option, string given) => RefusedException.Because("wrong-use", new Place(option, 0, 0),
        $"가져온 목록 '{given}'이(가) 없습니다. 가져온 파일의 이름이나 가져오기 id를 쓰십시오.", $"no list '{given}' was imported; give the name of an imported file or the id of an import");

    private static void Json(Utf8JsonWriter json, ListComparison found)
    {
        json.WriteStartObject();
        json.WriteString("old", found.Old.FileName);
        json.WriteString("new", found.New.FileName);
        foreach (var what in Enum.GetValues<Recurrence>())
        {
            json.WriteNumber(Word(what), found.Count(what));
        }
        json.WriteStartArray("systems");
        foreach (var row in found.Rows)
        {
            json.WriteStartObject();
            json.WriteString("what", Word(row.What));
            json.WriteString("old", row.Old);
            json.WriteString("old_name", row.OldName);
            json.WriteString("new", row.New);
            json.WriteString("new_name", row.NewName);
            json.WriteNumber("confidence", row.Confidence);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private string Reason(ComparedSystem row) => row.Reason is { } reason ? terminal.Say(reason.In("ko"), reason.In("en")) : "";

    private static string Word(Recurrence what) => what switch
    {
        Recurrence.Both => "both", Recurrence.SameName => "same_name", Recurrence.Renamed => "renamed", Recurrence.New => "new", _ => "gone",
    };
}
