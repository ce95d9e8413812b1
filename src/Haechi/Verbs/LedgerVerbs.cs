using System.CommandLine;

namespace Haechi.Verbs;

/// <summary><c>haechi ledger …</c>: what an outsider needs to check a log, from its files alone. None of these verbs writes to the ledger.</summary>
internal static class LedgerVerbs
{
    public static Command Create(Terminal terminal) =>
        new("ledger", terminal.Say("원장의 파일만으로 확인하고, 증명하고, 증인이 되고, 내보냅니다. 원장에는 아무것도 쓰지 않습니다.", "Verify, prove, witness and export a ledger from its files alone. Nothing is written to the ledger."))
        {
            LedgerVerifyVerb.Create(terminal),
            LedgerProveVerb.Create(terminal),
            LedgerWitnessVerb.Create(terminal),
            LedgerExportVerb.Create(terminal),
            LedgerKeyVerb.Create(terminal),
        };
}
