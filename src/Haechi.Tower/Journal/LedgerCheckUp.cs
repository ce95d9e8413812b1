using System.Globalization;
using Haechi.Ledger.Checking;
using Haechi.Ledger.Storage;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Journal;

/// <summary>Holds the published files of this data folder against their signatures and the database, as an outsider would.</summary>
internal sealed class LedgerCheckUp(TowerStore store) : ICheckUp
{
    private const string Name = "ledger";

    public async Task<IReadOnlyList<CheckResult>> Look(CancellationToken stop)
    {
        await using var context = store.Open();
        var log = await LedgerQueries.Present(context, stop);
        if (log is null)
        {
            return [CheckResult.Note(Name, "아직 원장이 없습니다.", "there is no ledger yet", "serve 를 켜면 시작합니다.", "it begins when the tower is served.")];
        }
        var folder = NodeLedger.FolderOf(store.Options, log.Number);
        if (!File.Exists(Path.Combine(folder, LedgerFolder.CheckpointName)))
        {
            return [CheckResult.Note(Name, "이 자료 폴더에는 공개된 원장 파일이 없습니다.", "this data folder holds no published files of the ledger", "serve 를 켜면 데이터베이스에서 다시 만듭니다.", "serve builds them again from the database.")];
        }
        var report = LedgerVerifier.Verify(new LedgerFolder(folder), new VerifyOptions(log.Origin, await LedgerQueries.Verifiers(context, log.Number, stop)));
        if (!report.Holds)
        {
            var problem = report.Problems[0];
            return [new CheckResult(Name, CheckOutcome.Wrong, LocalText.Of($"{problem.Where}: {problem.Ko}", $"{problem.Where}: {problem.En}"), LocalText.Of($"serve 를 멈추고 {folder} 를 다른 곳으로 옮긴 뒤 다시 켜면 데이터베이스에서 다시 만듭니다.", $"stop serve, move {folder} elsewhere and start it again: it is built anew from the database."))];
        }
        var (published, signed) = (report.Checkpoint?.Size ?? 0, (await LedgerQueries.Latest(context, log.Number, stop))?.Size ?? 0);
        if (published > signed)
        {
            var refusal = LedgerRefusals.OlderDatabase(folder, published, signed);
            return [new CheckResult(Name, CheckOutcome.Wrong, refusal.Message, refusal.Next)];
        }
        var shown = published.ToString("N0", CultureInfo.InvariantCulture);
        return [CheckResult.Fine(Name, $"{log.Origin}: 기입 {shown}건이 서명과 맞음", $"{log.Origin}: {shown} entries agree with their signatures")];
    }
}
