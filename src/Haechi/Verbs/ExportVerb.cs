using System.CommandLine;
using Haechi.Rules.Export;

namespace Haechi.Verbs;

/// <summary><c>haechi rules export</c></summary>
internal static class ExportVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new Inputs(terminal);
        var to = new Option<string>("--to") { Description = terminal.Say("sql 또는 cel", "sql or cel"), HelpName = "sql|cel", Required = true };
        var command = new Command("export", terminal.Say(
            "그날의 규칙을 SQL이나 CEL로 적습니다. 어느 데이터베이스에서나 돌릴 수 있습니다.\n예: haechi rules export --book rulebooks/eu/ai-act --on 2027-12-02 --to sql",
            "Write the rules of a day as SQL or CEL, to run anywhere.\nExample: haechi rules export --book rulebooks/eu/ai-act --on 2027-12-02 --to sql"))
        {
            inputs.BookFolders, inputs.On, to,
        };
        command.SetAction(parsed =>
        {
            var how = Inputs.OneOf(parsed.GetValue(to), "--to", "sql", "cel");
            var set = inputs.Load(parsed);
            var rules = set.On(Inputs.Day(parsed.GetValue(inputs.On), "--on"));
            terminal.Out.Write(how == "sql" ? $"{SqlWriter.Table(set.Questions)}\n{SqlWriter.Statement(rules)};\n" : CelWriter.File(rules));
            return Exit.Fine;
        });
        return command;
    }
}
