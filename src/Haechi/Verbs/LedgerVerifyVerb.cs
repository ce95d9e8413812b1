using System.CommandLine;
using Haechi.Ledger.Checking;
using Haechi.Ledger.Proofs;
using Haechi.Rules;

namespace Haechi.Verbs;

/// <summary><c>haechi ledger verify</c>: the whole log, or one entry with its proof.</summary>
internal static class LedgerVerifyVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new LedgerInputs(terminal);
        inputs.Folder.Arity = ArgumentArity.ZeroOrOne;
        var since = new Option<string[]>("--since") { Description = terminal.Say("전에 보관해 둔 체크포인트 파일. 원장이 그것과 이어지는지 봄. 여러 번 쓸 수 있음", "a checkpoint kept from before; the ledger has to continue it; may be repeated"), HelpName = "FILE" };
        var proof = new Option<string>("--proof") { Description = terminal.Say("폴더 대신: .tlog-proof 증명 파일 (네트워크 없이 확인)", "instead of a folder: a .tlog-proof file, checked without a network"), HelpName = "FILE" };
        var entry = new Option<string>("--entry") { Description = terminal.Say("그 증명이 말하는 기입의 바이트가 든 파일", "the file with the bytes of the entry that the proof is about"), HelpName = "FILE" };
        var command = new Command("verify", terminal.Say(
            """
            원장의 모든 기입을 다시 해시하고, 모든 타일과 루트와 서명을 확인합니다. 맞으면 0, 틀린 것이 있으면 1, 잘못 쓰면 2로 끝납니다.
            예: haechi ledger verify ./ledger --key log.key --since 지난달-checkpoint
                haechi ledger verify --proof 17.tlog-proof --entry 17.json --key log.key
            """,
            """
            Hash every entry of a ledger again and check every tile, the root and the signatures. Ends with 0 when all holds, 1 when something does not, 2 on wrong use.
            Example: haechi ledger verify ./ledger --key log.key --since checkpoint-of-last-month
                     haechi ledger verify --proof 17.tlog-proof --entry 17.json --key log.key
            """))
        {
            inputs.Folder, inputs.Keys, inputs.Origin, inputs.Witnesses, inputs.Needed, since, proof, entry,
        };
        command.SetAction(parsed => (parsed.GetValue(inputs.Folder), parsed.GetValue(proof), parsed.GetValue(entry)) switch
        {
            (not null, null, null) => Whole(terminal, inputs, parsed, parsed.GetValue(since) ?? []),
            (null, { } bundle, { } bytes) when parsed.GetValue(since) is not { Length: > 0 } => One(terminal, inputs, parsed, bundle, bytes),
            _ => throw RefusedException.Because("wrong-use", new Place("haechi ledger verify", 0, 0), "원장 폴더를 주거나, --proof 와 --entry 를 함께 주십시오. --since 는 폴더와만 씁니다.",
                "give the folder of a ledger, or --proof together with --entry; --since goes with a folder only"),
        });
        return command;
    }

    private static int Whole(Terminal terminal, LedgerInputs inputs, ParseResult parsed, string[] since)
    {
        var report = LedgerVerifier.Verify(inputs.FolderOf(parsed), new VerifyOptions(inputs.OriginOf(parsed), inputs.KeysOf(parsed))
        {
            Witnesses = inputs.WitnessesOf(parsed), WitnessesNeeded = parsed.GetValue(inputs.Needed), Earlier = [.. since.Select(LedgerInputs.NoteOf)],
        });
        foreach (var problem in report.Problems)
        {
            inputs.Tell(problem);
        }
        if (report.Checkpoint is { } checkpoint)
        {
            terminal.Out.WriteLine(terminal.Say($"{checkpoint.Origin}: 기입 {checkpoint.Size}건, 타일과 묶음 {report.Tiles}개, 루트 {checkpoint.Root}", $"{checkpoint.Origin}: {checkpoint.Size} entries, {report.Tiles} tiles and bundles, root {checkpoint.Root}"));
        }
        terminal.Out.WriteLine(report.Holds ? terminal.Say("모두 맞습니다.", "All holds.")
            : terminal.Say($"틀린 것 {report.Problems.Count}건{(report.Problems.Count == VerifyReport.MostProblems ? " 이상" : "")}. 이 원장을 믿지 마십시오.",
                $"{report.Problems.Count}{(report.Problems.Count == VerifyReport.MostProblems ? " or more" : "")} findings. Do not trust this ledger."));
        return report.Holds ? Exit.Fine : Exit.Findings;
    }

    private static int One(Terminal terminal, LedgerInputs inputs, ParseResult parsed, string proof, string entry)
    {
        var bundle = ProofBundle.Parse(File.ReadAllText(proof));
        if (!bundle.Done)
        {
            return inputs.Refuse(bundle.Problem! with { Where = proof });
        }
        var found = bundle.Value.Check(File.ReadAllBytes(entry), inputs.OriginOf(parsed), inputs.KeysOf(parsed), inputs.WitnessesOf(parsed), parsed.GetValue(inputs.Needed));
        if (!found.Done)
        {
            return inputs.Tell(found.Problem!);
        }
        terminal.Out.WriteLine(terminal.Say($"맞습니다. 이 기입은 {found.Value.Origin}의 {found.Value.Size}건 가운데 {bundle.Value.Index}번입니다(0부터).",
            $"It holds: this entry is number {bundle.Value.Index}, counted from 0, of the {found.Value.Size} entries of {found.Value.Origin}."));
        return Exit.Fine;
    }
}
