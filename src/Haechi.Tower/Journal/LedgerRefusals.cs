using Haechi.Ledger;
using Haechi.Rules;
using Haechi.Tower.Common;

namespace Haechi.Tower.Journal;

/// <summary>Why the ledger does not go on, in the words of the tower.</summary>
internal static class LedgerRefusals
{
    public const string NotLeaderCode = "not-leader";

    public static Refusal Of(LedgerProblem problem) => new(problem.Code, LocalText.Of(problem.Ko, problem.En), problem.Where);

    public static Refusal NotLeader { get; } = Refusal.Because(NotLeaderCode, "다른 노드가 원장을 맡았습니다. 이 노드는 아무것도 쓰지 않았습니다.", "another node leads the ledger now; this one wrote nothing");

    /// <summary>The published files know more than the database: somebody outside may have seen what it lost.</summary>
    public static Refusal OlderDatabase(string folder, long published, long signed) => new("older-database",
        LocalText.Of($"공개된 원장에는 기입이 {published}건 있는데 데이터베이스가 아는 것은 {signed}건입니다. 데이터베이스가 더 오래된 백업에서 되살려졌습니다. 원장에 아무것도 쓰지 않았습니다.",
            $"the published ledger has {published} entries and the database knows {signed}: the database was restored from an older backup; nothing was written to the ledger"), folder,
        LocalText.Of("더 새로운 백업을 되살리십시오. 그런 백업이 없으면 'haechi ledger restart --reason \"…\"'로 사유를 밝히고 새 원장을 시작하십시오. 옛 원장의 파일은 그대로 둡니다.",
            "restore a newer backup. If there is none, begin a new ledger and say why with 'haechi ledger restart --reason \"…\"'; the files of the old one stay."));

    public static Refusal WrongOrigin(string origin) => Refusal.Because("wrong-origin", $"'{origin}'은(는) 원장의 이름으로 쓸 수 없습니다. ai.haneul.example/log 처럼 기관의 주소를 'https://' 없이 적으십시오.",
        $"'{origin}' can't be a ledger's name; give the body's address without 'https://', such as ai.haneul.example/log", "HAECHI_LEDGER_ORIGIN");

    public static Refusal InUse(string folder) => Refusal.Because("in-use", "다른 프로그램이 이 원장에 쓰고 있습니다. 한 자료 폴더에는 haechi serve 를 하나만 띄우십시오.", "another program writes to this ledger; run one haechi serve on a data folder", folder);

    /// <summary>Same size, another history.</summary>
    public static Refusal OtherHistory(string folder, long size) => new("other-history",
        LocalText.Of($"공개된 체크포인트({size}건)는 이 데이터베이스가 서명한 것이 아닙니다. 원장에 아무것도 쓰지 않았습니다.", $"the published checkpoint of {size} entries is not one that this database signed; nothing was written to the ledger"), folder,
        LocalText.Of("데이터 폴더와 데이터베이스가 한 짝인지 보십시오. 짝을 되찾을 수 없으면 'haechi ledger restart --reason \"…\"'로 새 원장을 시작하십시오.",
            "see whether data folder and database belong together. If the pair is lost, begin a new ledger with 'haechi ledger restart --reason \"…\"'."));

    public static Refusal ClosedKeys { get; } = new("ledger-keys-closed",
        LocalText.Of("원장의 서명 키를 열 수 없습니다. 그 키를 잠근 보호 키가 이 설치에 없습니다.", "the ledger's signing keys can't be opened: the protection keys that closed them are not here"), null,
        LocalText.Of("보호 키를 백업에서 되살리십시오. 없으면 'haechi ledger rotate --at-once'로 새 서명 키를 만드십시오.", "restore the protection keys from a backup. If they are gone, make new signing keys with 'haechi ledger rotate --at-once'."));
}
