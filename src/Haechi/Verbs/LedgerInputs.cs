using System.CommandLine;
using Haechi.Ledger;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Rules;

namespace Haechi.Verbs;

/// <summary>Options that the verbs of the ledger share.</summary>
internal sealed class LedgerInputs(Terminal terminal)
{
    public Argument<string> Folder { get; } = new("DIR")
    {
        Description = terminal.Say("원장 폴더: checkpoint 와 tile/ 이 있는 곳", "folder of the ledger, with checkpoint and tile/"),
    };

    public Option<string[]> Keys { get; } = new("--key", "-k")
    {
        Description = terminal.Say("원장의 검증 키 '이름+id+키', 또는 그 키가 든 파일. 원장이 아닌 곳에서 얻은 것이어야 함. 여러 번 쓸 수 있음",
            "the ledger's verifier key 'name+id+key', or a file with it, from elsewhere than the ledger; may be repeated"),
        HelpName = "KEY", Required = true,
    };

    public Option<string> Origin { get; } = new("--origin")
    {
        Description = terminal.Say("원장의 이름 (기본: 첫 키의 이름)", "the ledger's name (default: that of the first key)"), HelpName = "NAME",
    };

    public Option<string[]> Witnesses { get; } = new("--witness")
    {
        Description = terminal.Say("아는 증인의 검증 키나 파일. 여러 번 쓸 수 있음", "verifier key, or file, of a known witness; may be repeated"), HelpName = "KEY",
    };

    public Option<int> Needed { get; } = new("--witnesses-needed")
    {
        Description = terminal.Say("공동서명이 있어야 하는 증인의 수 (기본: 0)", "how many of them have to have cosigned (default: 0)"), HelpName = "N",
    };

    /// <summary>The ledger's folder.</summary>
    public LedgerFolder FolderOf(ParseResult parsed) => new(Existing(Path.GetFullPath(parsed.GetValue(Folder)!)));

    /// <summary>The ledger's keys.</summary>
    public List<VerifierKey> KeysOf(ParseResult parsed) => [.. (parsed.GetValue(Keys) ?? []).Select(KeyOf)];

    /// <summary>The keys of witnesses.</summary>
    public List<VerifierKey> WitnessesOf(ParseResult parsed) => [.. (parsed.GetValue(Witnesses) ?? []).Select(KeyOf)];

    /// <summary>The ledger's name.</summary>
    public string OriginOf(ParseResult parsed) => parsed.GetValue(Origin) ?? KeysOf(parsed)[0].Name;

    /// <summary>The signed checkpoint of the folder with what it says; null, and the problem told, when it is not to be trusted.</summary>
    public (SignedNote Note, Checkpoint Checkpoint)? Trusted(ParseResult parsed, LedgerFolder folder)
    {
        var note = folder.ReadCheckpoint();
        var checkpoint = note.Done ? Quorum.Open(note.Value, OriginOf(parsed), KeysOf(parsed), WitnessesOf(parsed), parsed.GetValue(Needed)) : note.Problem!;
        if (checkpoint.Done)
        {
            return (note.Value, checkpoint.Value);
        }
        Tell(checkpoint.Problem!);
        return null;
    }

    /// <summary>Prints a problem; the exit code for a ledger that does not hold.</summary>
    public int Tell(LedgerProblem problem)
    {
        terminal.Error.WriteLine(problem.ToLine(terminal.Language.Tag));
        return Exit.Findings;
    }

    /// <summary>Prints how a file was used wrongly; the exit code.</summary>
    public int Refuse(LedgerProblem problem)
    {
        Tell(problem);
        return Exit.WrongUse;
    }

    /// <summary>Reads a signed note that an option names.</summary>
    public static SignedNote NoteOf(string file) => SignedNote.Parse(File.ReadAllBytes(file)) is { Done: true } note ? note.Value
        : throw RefusedException.Because("wrong-use", new Place(file, 0, 0), "서명된 체크포인트 파일이 아닙니다.", "not a file with a signed checkpoint");

    private static string Existing(string folder) => Directory.Exists(folder) ? folder
        : throw RefusedException.Because("wrong-use", new Place(folder, 0, 0), "이런 폴더가 없습니다.", "there is no such folder");

    private static VerifierKey KeyOf(string text)
    {
        var key = VerifierKey.Parse(File.Exists(text) ? File.ReadAllText(text) : text);
        return key.Done ? key.Value : throw RefusedException.Because(key.Problem!.Code, new Place(key.Problem.Where, 0, 0), key.Problem.Ko, key.Problem.En);
    }
}
