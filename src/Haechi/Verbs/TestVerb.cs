using System.CommandLine;
using Haechi.Rules;
using Haechi.Rules.Checks;

namespace Haechi.Verbs;

/// <summary><c>haechi rules test</c></summary>
internal static class TestVerb
{
    public static Command Create(Terminal terminal)
    {
        var books = new Argument<string[]>("DIR") { Description = terminal.Say("규칙책 폴더", "folder of a rulebook"), Arity = ArgumentArity.OneOrMore };
        var all = new Option<bool>("--all") { Description = terminal.Say("통과한 시험도 보여 줌", "show the tests that hold too") };
        var command = new Command("test", terminal.Say(
            "규칙책 안의 시험을 실행합니다. 하나라도 틀리면 1로 끝납니다.\n예: haechi rules test rulebooks/city/haneul",
            "Run the tests that stand in rulebooks. Ends with 1 when one does not hold.\nExample: haechi rules test rulebooks/city/haneul")) { books, all };
        command.SetAction(parsed => Run(parsed.GetValue(books)!, parsed.GetValue(all), terminal));
        return command;
    }

    private static int Run(string[] folders, bool all, Terminal terminal)
    {
        var set = BookSet.Load(folders);
        var named = folders.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        var results = BookTests.Run(set).Where(r => named.Contains(Path.GetFullPath(r.Book.Folder))).ToList();
        foreach (var result in results.Where(r => all || r.Failures.Count > 0))
        {
            terminal.Out.WriteLine($"{(result.Failures.Count == 0 ? "✓" : "✗")} {result.Test.Place}: {(result.Test.Case is { } id ? id + " " : "")}{result.Test.Name.In(terminal.Language.Tag)} ({result.Test.On:yyyy-MM-dd})");
            foreach (var failure in result.Failures)
            {
                terminal.Out.WriteLine($"    {failure.Place}: {failure.Message.In(terminal.Language.Tag)}");
            }
        }
        var failed = results.Count(r => r.Failures.Count > 0);
        terminal.Out.WriteLine(terminal.Say($"시험 {results.Count}개 가운데 통과 {results.Count - failed}, 실패 {failed}", $"tests {results.Count}: hold {results.Count - failed}, fail {failed}"));
        return failed > 0 ? Exit.Findings : Exit.Fine;
    }
}
