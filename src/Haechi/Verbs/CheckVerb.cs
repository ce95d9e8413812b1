using System.CommandLine;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Checks;

namespace Haechi.Verbs;

/// <summary><c>haechi rules check</c></summary>
internal static class CheckVerb
{
    public static Command Create(Terminal terminal)
    {
        var books = new Argument<string[]>("DIR") { Description = terminal.Say("규칙책 폴더", "folder of a rulebook"), Arity = ArgumentArity.OneOrMore };
        var command = new Command("check", terminal.Say(
            "규칙책을 읽고 검사합니다. 오류가 있으면 2, 주의만 있으면 1로 끝납니다.\n예: haechi rules check rulebooks/kr/ai-basic-act",
            "Read and check rulebooks. Ends with 2 on errors, 1 on warnings only.\nExample: haechi rules check rulebooks/kr/ai-basic-act")) { books };
        command.SetAction(parsed => Run(parsed.GetValue(books)!, terminal));
        return command;
    }

    private static int Run(string[] folders, Terminal terminal)
    {
        var findings = new Findings();
        var set = BookSet.Load(folders, findings);
        if (set is not null)
        {
            var named = folders.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
            List<Rulebook> books = [.. set.Books.Where(b => named.Contains(Path.GetFullPath(b.Folder)))];
            CoverageChecks.Run(set, books, BookTests.Run(set), findings);
            foreach (var book in books)
            {
                terminal.Out.WriteLine(terminal.Say(
                    $"{book.Id}@{book.Version}: 규칙 {book.Rules.Count}, 질문 {book.Questions.Count}, 점수 {book.Scores.Count}, 시험 {book.Tests.Count}",
                    $"{book.Id}@{book.Version}: rules {book.Rules.Count}, questions {book.Questions.Count}, scores {book.Scores.Count}, tests {book.Tests.Count}"));
            }
        }
        terminal.Print(findings.All.OrderByDescending(f => f.Severity));
        var errors = findings.All.Count(f => f.Severity == Severity.Error);
        terminal.Out.WriteLine(terminal.Say($"오류 {errors}, 주의 {findings.All.Count - errors}", $"errors {errors}, warnings {findings.All.Count - errors}"));
        return errors > 0 ? Exit.WrongUse : findings.All.Count > 0 ? Exit.Findings : Exit.Fine;
    }
}
