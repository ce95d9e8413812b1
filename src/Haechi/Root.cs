using System.CommandLine;
using System.CommandLine.Help;
using Haechi.Audit;
using Haechi.Rules;
using Haechi.Tower.Storage;
using Haechi.Verbs;

namespace Haechi;

/// <summary>Exit codes of every verb.</summary>
internal static class Exit
{
    public const int Fine = 0;
    public const int Findings = 1;
    public const int WrongUse = 2;
}

/// <summary>What a verb works with.</summary>
internal sealed record Terminal(Language Language, TextWriter Out, TextWriter Error)
{
    public string Say(string ko, string en) => Language.Say(ko, en);

    public void Print(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            Error.WriteLine(finding.ToLine(Language.Tag));
        }
    }
}

/// <summary>The command line: verbs, help, and what every verb has in common.</summary>
internal static class Root
{
    /// <summary>Longer than a server takes to finish what is under way; the usual two seconds would cut requests off.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(40);

    public static int Run(string[] args, Language language, TextWriter output, TextWriter error)
    {
        var terminal = new Terminal(language, output, error);
        var root = new RootCommand(language.Say("해치: 공공 인공지능을 한눈에 보고 챙기는 관제탑.", "Haechi: the control tower for public-sector AI."))
        {
            ServeVerb.Create(terminal),
            SystemsVerb.Create(terminal),
            GapsVerb.Create(terminal),
            ClassifyVerb.Create(terminal),
            RulesVerbs.Create(terminal),
            ImportVerb.Create(terminal),
            ExportInventoryVerb.Create(terminal),
            LedgerVerbs.Create(terminal),
            LabelVerbs.Create(terminal),
            AuditVerbs.Create(terminal),
            GateVerb.Create(terminal),
            CouncilVerbs.Create(terminal),
            McpVerb.Create(terminal),
            DoctorVerb.Create(terminal),
            BackupVerb.Create(terminal),
            RestoreVerb.Create(terminal),
            MigrateVerb.Create(terminal),
        };
        root.Options.Add(new Option<string>("--lang")
        {
            Description = language.Say("출력 언어: ko 또는 en", "language of the output: ko or en"), Recursive = true, HelpName = "ko|en",
        });
        foreach (var option in root.Options)
        {
            option.Description = option switch
            {
                HelpOption => language.Say("도움말을 보여 줌", "show this help"),
                VersionOption => language.Say("판을 보여 줌", "show the version"),
                _ => option.Description,
            };
        }
        var parsed = root.Parse(args);
        var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopWithin };
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                error.WriteLine(problem.Message);
            }
            error.WriteLine(language.Say($"도움말: haechi {Path(parsed)}--help", $"help: haechi {Path(parsed)}--help"));
            return Exit.WrongUse;
        }
        try
        {
            return parsed.Invoke(configuration);
        }
        catch (RefusedException refused)
        {
            terminal.Print(refused.Findings);
            return Exit.WrongUse;
        }
        catch (AuditRefusedException refused)
        {
            foreach (var problem in refused.Problems)
            {
                error.WriteLine(problem.ToLine(language.Tag));
            }
            return Exit.WrongUse;
        }
        catch (Exception fault) when (Opening.Of(fault) is { } refusal)
        {
            error.WriteLine(refusal.ToLine(language.Tag));
            return Exit.WrongUse;
        }
        catch (FileNotFoundException missing) when (missing.FileName is { } name)
        {
            error.WriteLine(language.Tag == "ko" ? $"{name}: 파일이 없습니다. 경로를 확인하십시오." : $"{name}: there is no such file; check the path");
            return Exit.WrongUse;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(fault.Message);
            return Exit.WrongUse;
        }
    }

    private static string Path(ParseResult parsed)
    {
        var names = new List<string>();
        for (var command = parsed.CommandResult; command?.Command is not (null or RootCommand); command = command.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, command.Command.Name);
        }
        return string.Concat(names.Select(n => n + " "));
    }
}
