using System.CommandLine;
using System.Text;
using Haechi.Labels.Keys;
using Haechi.Rules;

namespace Haechi.Verbs;

/// <summary><c>haechi label keys</c>: a test authority, and a signer under it.</summary>
internal static class LabelKeysVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = new Option<string>("--name") { Description = terminal.Say("서명자로 보일 기관 이름 (기본: 시험 기관)", "the organisation that appears as signer (default: Test organisation)"), HelpName = "NAME" };
        var to = new Option<string>("--out", "-o") { Description = terminal.Say("쓸 폴더. 있는 파일은 덮어쓰지 않음", "the folder to write; existing files are not overwritten"), HelpName = "DIR", Required = true };
        var command = new Command("keys", terminal.Say(
            "시험용 인증 기관과 서명 키를 만듭니다: anchor.pem(기관), chain.pem(서명자), key.pem(개인 키, 본인만 읽음). 남들은 이 기관을 믿지 않으므로, 공표하는 파일에는 목록에 오른 인증서를 쓰십시오.\n예: haechi label keys --name 하늘시 -o keys",
            "Make a test authority and a signing key: anchor.pem (the authority), chain.pem (the signer), key.pem (the private key, which only you can read). Nobody else trusts this authority: for what you publish, use a certificate that is on a trust list.\nExample: haechi label keys --name Haneul -o keys"))
        { name, to };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(to)!;
            string[] files = ["anchor.pem", "chain.pem", "key.pem"];
            if (files.Select(f => Path.Combine(folder, f)).FirstOrDefault(File.Exists) is { } there)
            {
                throw RefusedException.Because("file-exists", new Place(there, 0, 0), "이미 있는 파일이라 덮어쓰지 않았습니다. 다른 폴더를 주십시오.", "it exists and was not overwritten; give another folder");
            }
            var organisation = parsed.GetValue(name) is { } given && given.Trim().Length is > 0 and <= 64 ? given.Trim() : parsed.GetValue(name) is null ? terminal.Say("시험 기관", "Test organisation")
                : throw RefusedException.Because("wrong-use", new Place("--name", 0, 0), "기관 이름은 1자에서 64자까지입니다.", "the name of an organisation has 1 to 64 characters");
            var made = TestAuthority.Create(organisation, TimeProvider.System.GetUtcNow());
            Directory.CreateDirectory(folder);
            Write(Path.Combine(folder, files[0]), made.AnchorPem, secret: false);
            Write(Path.Combine(folder, files[1]), made.ChainPem, secret: false);
            Write(Path.Combine(folder, files[2]), made.KeyPem, secret: true);
            foreach (var file in files)
            {
                terminal.Out.WriteLine(Path.Combine(folder, file));
            }
            return Exit.Fine;
        });
        return command;
    }

    private static void Write(string file, string text, bool secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (secret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using var writer = new StreamWriter(file, new UTF8Encoding(false), options);
        writer.Write(text);
    }
}
