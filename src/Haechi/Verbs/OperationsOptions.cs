using System.CommandLine;
using Haechi.Rules;
using Haechi.Tower.Access.Keys;
using Haechi.Tower.Common;
using Haechi.Tower.Operations.Backups;

namespace Haechi.Verbs;

/// <summary>Options that the verbs of operators share.</summary>
internal sealed class OperationsOptions(Terminal terminal)
{
    public Option<string> Key { get; } = new("--key-file") { Description = terminal.Say("백업의 키 파일: openssl rand -base64 32 의 출력", "key file of the backup: what openssl rand -base64 32 writes"), HelpName = "FILE" };

    public Option<string> Passphrase { get; } = new("--passphrase-file") { Description = terminal.Say("암호문이 첫 줄에 있는 파일", "file whose first line is a passphrase"), HelpName = "FILE" };

    /// <summary>The file of the master key.</summary>
    public static Option<string> KeyFile(Terminal terminal, out Option<string> option) => option = new Option<string>("--key-file")
    {
        Description = terminal.Say($"마스터 키 파일 (기본: 환경 변수 {MasterKey.Variable}, 없으면 자료 폴더의 master.key)", $"file of the master key (default: the environment's {MasterKey.Variable}, else master.key in the data folder)"), HelpName = "FILE",
    };

    /// <summary>The key of a backup.</summary>
    /// <exception cref="RefusedException">None was given, or it cannot be read.</exception>
    public BackupKey KeyOf(ParseResult parsed)
    {
        var (file, phrase) = (parsed.GetValue(Key), parsed.GetValue(Passphrase));
        if (file is null == phrase is null)
        {
            throw RefusedException.Because("wrong-use", new Place("--key-file", 0, 0), "--key-file 과 --passphrase-file 가운데 하나를 주십시오. 백업은 언제나 암호화합니다.", "give either --key-file or --passphrase-file; a backup is always encrypted");
        }
        var read = file is not null ? BackupKey.FromKeyFile(file) : BackupKey.FromPassphraseFile(phrase!);
        return read.Done ? read.Value : throw TowerActs.Refusal(read.Refusals);
    }

    /// <summary>A value, or what refused it.</summary>
    public static T Or<T>(Result<T> result) => result.Done ? result.Value : throw TowerActs.Refusal(result.Refusals);
}
