using System.Text;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>Makes many departments from a typed list: a line each, indented below the one above it, with an English name after <c>|</c>. Those that are there already are kept.</summary>
public sealed record PlantDepartments(string Lines);

/// <summary>How many departments were made, and how many were there already.</summary>
public sealed record Planted(int Made, int Known);

/// <summary>Carries out <see cref="PlantDepartments"/>.</summary>
internal sealed class PlantDepartmentsHandler(TowerStore store) : IHandle<PlantDepartments, Planted>
{
    public Task<Result<Planted>> Handle(Actor actor, PlantDepartments command, CancellationToken stop) => store.Write<Planted>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        if (await Permissions.NeedScope(scope.Context, actor, null) is { } outside)
        {
            return outside;
        }
        var read = DepartmentLines.Read(command.Lines);
        if (!read.Done)
        {
            return Refused.Because<Planted>(read.Refusals);
        }
        var all = await scope.Context.Set<Department>().Where(d => !d.Closed).ToListAsync(stop);
        var planted = Plant(scope.Context, all, read.Value);
        scope.Record("department.plant", "setting:departments", planted);
        return planted;
    }, stop);

    private static Planted Plant(TowerContext context, List<Department> all, List<DepartmentLine> lines)
    {
        var (made, above) = (0, new List<Department>());
        foreach (var line in lines)
        {
            above.RemoveRange(line.Depth, above.Count - line.Depth);
            var parent = above.Count > 0 ? above[^1] : null;
            if (all.FirstOrDefault(d => d.Parent == parent?.Id && Fold(d.Name) == Fold(line.Name)) is not { } department)
            {
                var id = NewId.Next();
                department = new Department
                {
                    Id = id, Parent = parent?.Id, Name = line.Name, NameEn = line.NameEn, Path = $"{parent?.Path ?? "/"}{id}/",
                    Position = all.Where(d => d.Parent == parent?.Id).Select(d => d.Position).DefaultIfEmpty().Max() + 1,
                };
                context.Add(department);
                all.Add(department);
                made++;
            }
            above.Add(department);
        }
        return new Planted(made, lines.Count - made);
    }

    private static string Fold(string name) => string.Concat(name.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();
}

/// <summary>A line of a typed list of departments.</summary>
internal sealed record DepartmentLine(int Depth, string Name, string? NameEn);

/// <summary>Reads a typed list of departments. Indentation by blanks, tabs or a bullet; any width, as long as neighbours agree.</summary>
internal static class DepartmentLines
{
    private const int Most = 3000;
    private const int Longest = 120;
    private const int TabWidth = 4;

    public static Result<List<DepartmentLine>> Read(string text)
    {
        var (lines, wrong, columns) = (new List<DepartmentLine>(), new List<Refusal>(), new Stack<int>());
        var number = 0;
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(raw))
            {
                continue;
            }
            var column = raw.TakeWhile(IsIndent).Sum(c => c == '\t' ? TabWidth : c == '\u3000' ? 2 : 1);
            while (columns.TryPeek(out var open) && open >= column)
            {
                columns.Pop();
            }
            var parts = raw.TrimStart([.. raw.TakeWhile(IsIndent)]).Split('|', 2, StringSplitOptions.TrimEntries);
            if (parts[0].Length is 0 or > Longest || (parts.Length > 1 && parts[1].Length > Longest))
            {
                wrong.Add(Refusal.Because("wrong-name", $"{number}번째 줄: 부서 이름을 {Longest}자 안에서 적으십시오. 영문 이름은 | 뒤에 적습니다.", $"line {number}: give the department a name of at most {Longest} characters, with the English name after |", "lines"));
                continue;
            }
            lines.Add(new DepartmentLine(columns.Count, parts[0], parts.Length > 1 && parts[1].Length > 0 ? parts[1] : null));
            columns.Push(column);
        }
        return wrong.Count > 0 ? Refused.Because<List<DepartmentLine>>([.. wrong.Take(10)])
            : lines.Count is 0 ? Refusal.Because("empty", "부서가 하나도 없습니다. 한 줄에 하나씩 적거나, 목록에서 가져오기를 고르십시오.", "there is no department; write one a line, or let them come with the list", "lines")
            : lines.Count > Most ? Refusal.Because("too-many", $"{lines.Count}줄입니다. 한 번에 {Most}줄까지 적을 수 있습니다.", $"these are {lines.Count} lines; at most {Most} at a time", "lines")
            : lines;
    }

    private static bool IsIndent(char c) => c is ' ' or '\t' or '\u3000' or '\u00a0' or '-' or '·' or '•' or '*' or '└' or '├' or '─' or '│' or 'ㄴ';
}
