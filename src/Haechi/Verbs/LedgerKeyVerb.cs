using System.CommandLine;
using System.Text;
using Haechi.Ledger.Notes;
using Haechi.Rules;

namespace Haechi.Verbs;

/// <summary><c>haechi ledger key</c>: a key for a witness, or for a ledger that stands alone.</summary>
internal static class LedgerKeyVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = terminal.Say("키의 이름: 스킴 없는 주소, 예 witness.example/1", "the key's name: an address without scheme, such as witness.example/1") };
        var type = new Option<string>("--type") { Description = terminal.Say("쓰임 (기본: witness)", "what it is for (default: witness)"), HelpName = "witness|ed25519|ecdsa" };
        var to = new Option<string>("--out", "-o") { Description = terminal.Say("서명 키를 쓸 파일. 본인만 읽을 수 있게 만들며, 있는 파일은 덮어쓰지 않음", "file for the secret key; only you can read it; an existing file is not overwritten"), HelpName = "FILE", Required = true };
        var command = new Command("key", terminal.Say(
            "서명 키를 만들어 파일에 쓰고, 남에게 알릴 검증 키를 화면에 적습니다.\n예: haechi ledger key witness.example/1 --out witness.secret > witness.key",
            "Make a signing key: the secret goes to a file, the verifier key, which others need, to the output.\nExample: haechi ledger key witness.example/1 --out witness.secret > witness.key")) { name, type, to };
        command.SetAction(parsed =>
        {
            var kind = Inputs.OneOf(parsed.GetValue(type), "--type", "witness", "ed25519", "ecdsa") switch { "ed25519" => KeyType.Ed25519, "ecdsa" => KeyType.Ecdsa, _ => KeyType.Cosignature };
            var called = parsed.GetValue(name)!;
            if (called.Length == 0 || called.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+'))
            {
                throw RefusedException.Because("wrong-use", new Place("NAME", 0, 0), "키의 이름에는 빈칸이나 + 가 없어야 합니다.", "the name of a key holds no blanks and no plus");
            }
            var key = SignerKey.Generate(called, kind);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            using (var file = new StreamWriter(parsed.GetValue(to)!, new UTF8Encoding(false), options))
            {
                file.Write(key.ToSecretText() + "\n");
            }
            terminal.Out.WriteLine(key.Verifier);
            return Exit.Fine;
        });
        return command;
    }
}
