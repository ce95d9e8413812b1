using System.CommandLine;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Witnessing;

namespace Haechi.Verbs;

/// <summary><c>haechi ledger witness</c>: cosign a log that only grew since the last time.</summary>
internal static class LedgerWitnessVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new LedgerInputs(terminal);
        var secret = new Option<string>("--witness-key") { Description = terminal.Say("증인의 서명 키 파일 (haechi ledger key --type witness)", "file with the witness's secret key (haechi ledger key --type witness)"), HelpName = "FILE", Required = true };
        var memory = new Option<string>("--memory") { Description = terminal.Say("증인이 본 것을 기억하는 폴더. 지우면 안 됨", "folder where the witness remembers what it saw; not to be deleted"), HelpName = "DIR", Required = true };
        var to = new Option<string>("--out", "-o") { Description = terminal.Say("공동서명된 체크포인트를 쓸 파일 (기본: 화면)", "file for the cosigned checkpoint (default: the output)"), HelpName = "FILE" };
        var command = new Command("witness", terminal.Say(
            """
            증인이 되어, 전에 본 것에서 바뀐 것 없이 늘기만 한 원장의 체크포인트에 공동서명합니다. 이어지지 않으면 서명하지 않고 1로 끝납니다.
            예: haechi ledger witness ./ledger --key log.key --witness-key witness.secret --memory ./seen --out checkpoint.cosigned
            """,
            """
            Act as a witness: cosign the checkpoint of a ledger that only grew since the witness last saw it. Otherwise nothing is signed, and it ends with 1.
            Example: haechi ledger witness ./ledger --key log.key --witness-key witness.secret --memory ./seen --out checkpoint.cosigned
            """))
        {
            inputs.Folder, inputs.Keys, inputs.Origin, secret, memory, to,
        };
        command.SetAction(parsed =>
        {
            var folder = inputs.FolderOf(parsed);
            var signer = SignerKey.Parse(File.ReadAllText(parsed.GetValue(secret)!));
            if (!signer.Done)
            {
                return inputs.Refuse(signer.Problem! with { Where = parsed.GetValue(secret)! });
            }
            var origin = inputs.OriginOf(parsed);
            var opened = LogWitness.Open(Path.GetFullPath(parsed.GetValue(memory)!), signer.Value, new Dictionary<string, IReadOnlyList<VerifierKey>> { [origin] = inputs.KeysOf(parsed) });
            if (!opened.Done)
            {
                return inputs.Refuse(opened.Problem!);
            }
            using var witness = opened.Value;
            if (inputs.Trusted(parsed, folder) is not { } trusted)
            {
                return Exit.Findings;
            }
            var answer = Ask(witness, folder, origin, trusted);
            return answer is { Status: 200 } ? LedgerProveVerb.Write(terminal, parsed.GetValue(to), trusted.Note.ToText() + answer.Body) : inputs.Tell(answer.Problem!);
        });
        return command;
    }

    private static WitnessAnswer Ask(LogWitness witness, Ledger.Storage.LedgerFolder folder, string origin, (SignedNote Note, Checkpoint Checkpoint) trusted)
    {
        var latest = witness.Latest(origin);
        var seen = latest is null ? 0 : latest.Done && Checkpoint.Parse(latest.Value.Text) is { Done: true } known ? known.Value.Size : -1;
        if (seen < 0)
        {
            return new WitnessAnswer(500, "", latest!.Problem);
        }
        var request = WitnessRequest.Build(folder, seen, trusted.Note, trusted.Checkpoint.Size);
        return request.Done ? witness.AddCheckpoint(request.Value.ToText())
            : new WitnessAnswer(422, "", request.Problem!.Code != "sizes-swapped" ? request.Problem : new("rolled-back", origin,
                $"증인이 전에 본 것은 {seen}건인데 이 체크포인트는 {trusted.Checkpoint.Size}건입니다. 원장이 되돌려졌을 수 있습니다. 두 체크포인트를 보관하고 알리십시오.",
                $"the witness has seen {seen} entries and this checkpoint has {trusted.Checkpoint.Size}: the log may have been rolled back; keep both checkpoints and tell people"));
    }
}
