using System.CommandLine;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Proofs;
using Haechi.Ledger.Witnessing;
using Haechi.Rules;

namespace Haechi.Verbs;

/// <summary><c>haechi ledger prove</c>: a proof that can be checked offline.</summary>
internal static class LedgerProveVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new LedgerInputs(terminal);
        var index = new Option<long?>("--index") { Description = terminal.Say("증명할 기입의 번호 (0부터)", "the index of the entry to prove, from 0"), HelpName = "N" };
        var since = new Option<string>("--since") { Description = terminal.Say("기입 대신: 이 체크포인트 뒤로 바뀐 것 없이 늘기만 했음을 증명 (증인에게 보내는 add-checkpoint 요청)",
            "instead of an entry: prove that the ledger only grew since this checkpoint (the add-checkpoint request for a witness)"), HelpName = "FILE" };
        var to = new Option<string>("--out", "-o") { Description = terminal.Say("쓸 파일 (기본: 화면)", "file to write (default: the output)"), HelpName = "FILE" };
        var command = new Command("prove", terminal.Say(
            """
            기입 하나가 서명된 원장에 있음을 증명하는 파일(C2SP tlog-proof)을 만듭니다. 만든 증명은 먼저 스스로 확인합니다. 맞지 않으면 1로 끝납니다.
            예: haechi ledger prove ./ledger --index 17 --key log.key --out 17.tlog-proof
            """,
            """
            Make a file (C2SP tlog-proof) that proves that an entry stands in the signed ledger. The proof is checked before it is written; ends with 1 when it does not hold.
            Example: haechi ledger prove ./ledger --index 17 --key log.key --out 17.tlog-proof
            """))
        {
            inputs.Folder, index, since, inputs.Keys, inputs.Origin, inputs.Witnesses, inputs.Needed, to,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(index) is null == parsed.GetValue(since) is null)
            {
                throw RefusedException.Because("wrong-use", new Place("haechi ledger prove", 0, 0), "--index 와 --since 가운데 하나를 주십시오.", "give either --index or --since");
            }
            var folder = inputs.FolderOf(parsed);
            if (inputs.Trusted(parsed, folder) is not { } trusted)
            {
                return Exit.Findings;
            }
            if (parsed.GetValue(since) is { } file)
            {
                return Growth(terminal, inputs, parsed, file, trusted, folder, parsed.GetValue(to));
            }
            var bundle = ProofBundle.Build(folder, parsed.GetValue(index)!.Value, trusted.Note, trusted.Checkpoint);
            return bundle.Done ? Write(terminal, parsed.GetValue(to), bundle.Value.ToText()) : bundle.Problem!.Code == "no-such-entry" ? inputs.Refuse(bundle.Problem) : inputs.Tell(bundle.Problem);
        });
        return command;
    }

    private static int Growth(Terminal terminal, LedgerInputs inputs, ParseResult parsed, string file, (SignedNote Note, Checkpoint Checkpoint) now, Ledger.Storage.LedgerFolder folder, string? to)
    {
        var old = Checkpoint.Open(LedgerInputs.NoteOf(file), inputs.OriginOf(parsed), inputs.KeysOf(parsed));
        if (!old.Done)
        {
            return inputs.Refuse(old.Problem! with { Where = file });
        }
        var request = WitnessRequest.Build(folder, old.Value.Size, now.Note, now.Checkpoint.Size);
        if (!request.Done)
        {
            return inputs.Tell(request.Problem!);
        }
        if (!new ConsistencyProof(old.Value.Size, now.Checkpoint.Size, request.Value.Path).Leads(old.Value.Root, now.Checkpoint.Root))
        {
            terminal.Error.WriteLine(terminal.Say($"{file}: 원장이 이 체크포인트와 이어지지 않습니다. 둘 다 보관하고 알리십시오.", $"{file}: the ledger does not continue this checkpoint; keep both and tell people"));
            return Exit.Findings;
        }
        return Write(terminal, to, request.Value.ToText());
    }

    internal static int Write(Terminal terminal, string? file, string text)
    {
        if (file is null)
        {
            terminal.Out.Write(text);
            return Exit.Fine;
        }
        OutputFile.Write(file, byteOrderMark: false, writer => writer.Write(text));
        terminal.Error.WriteLine(terminal.Say($"{file}에 썼습니다.", $"written to {file}"));
        return Exit.Fine;
    }
}
