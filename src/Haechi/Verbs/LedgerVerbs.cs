using System.CommandLine;

namespace Haechi.Verbs;

/// <summary><c>haechi ledger …</c>: what an outsider needs to check a log, from its files alone; and, for whoever runs a tower, to begin its ledger anew and to change its keys.</summary>
internal static class LedgerVerbs
{
    public static Command Create(Terminal terminal) =>
        new("ledger", terminal.Say("원장의 파일만으로 확인하고, 증명하고, 증인이 되고, 내보냅니다. 이 설치의 원장을 새로 시작하거나 서명 키를 바꿉니다.", "Verify, prove, witness and export a ledger from its files alone; begin this tower's ledger anew, or change its keys."))
        {
            LedgerVerifyVerb.Create(terminal),
            LedgerProveVerb.Create(terminal),
            LedgerWitnessVerb.Create(terminal),
            LedgerExportVerb.Create(terminal),
            LedgerKeyVerb.Create(terminal),
            LedgerRestartVerb.Create(terminal),
            LedgerRotateVerb.Create(terminal),
        };
}
