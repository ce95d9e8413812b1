using System.CommandLine;
using Haechi.Labels;
using Haechi.Labels.Signing;
using Haechi.Rules;

namespace Haechi.Verbs;

/// <summary><c>haechi label add</c>: files with a content credential, beside the originals, which are only read.</summary>
internal static class LabelAddVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new LabelInputs(terminal);
        var system = new Option<string>("--system") { Description = terminal.Say("만들거나 고친 인공지능 시스템의 이름이나 번호. 파일에 공개됨", "name or number of the AI system that made or changed it; public in the file"), HelpName = "ID" };
        var source = new Option<string>("--source") { Description = terminal.Say("어떻게 만들었나 (기본: generated). 모두 만듦, 일부를 만듦, 있던 것을 고침", "how it came to be (default: generated): made whole, made in part, or changed"), HelpName = "generated|composite|edited" };
        var stamp = new Option<string>("--timestamp") { Description = terminal.Say("RFC 3161 시각 확인 기관의 주소. 해시만 보냄", "address of a time stamp authority (RFC 3161); only a hash is sent"), HelpName = "URL" };
        var to = new Option<string>("--out", "-o") { Description = terminal.Say("쓸 폴더. 원본은 그대로 두며, 있는 파일은 덮어쓰지 않음", "the folder to write; originals stay, existing files are not overwritten"), HelpName = "DIR", Required = true };
        var command = new Command("add", terminal.Say(
            "파일에 콘텐츠 자격증명을 넣은 사본을 만듭니다. 이미 있던 자격증명은 부모로 남깁니다. 모두 되면 0, 읽을 수 없는 파일이 있으면 2로 끝납니다.\n예: haechi label add 포스터.png --system haneul-poster --keys keys -o labelled",
            "Write copies of files with a content credential. One that is there already is kept as the parent. Ends with 0 when all were written, 2 when a file could not be read.\nExample: haechi label add poster.png --system haneul-poster --keys keys -o labelled"))
        { inputs.Files, system, source, stamp, inputs.Keys, inputs.Trust, to };
        command.SetAction(parsed =>
        {
            using var http = LabelInputs.Http();
            var kind = Inputs.OneOf(parsed.GetValue(source), "--source", "generated", "composite", "edited") switch { "composite" => SourceType.Composite, "edited" => SourceType.Edited, _ => SourceType.Generated };
            var request = new SignRequest(inputs.SignerOf(parsed, http), kind, ("Haechi", typeof(LabelAddVerb).Assembly.GetName().Version!.ToString(3)))
            {
                Agent = parsed.GetValue(system), Trust = inputs.TrustOf(parsed), TimeStamp = Authority(parsed.GetValue(stamp), http) is { } authority ? authority.Stamp : null,
            };
            Directory.CreateDirectory(parsed.GetValue(to)!);
            return parsed.GetValue(inputs.Files)!.Select(f => Add(terminal, f, Path.Combine(parsed.GetValue(to)!, Path.GetFileName(f)), request)).ToList().Max();
        });
        return command;
    }

    private static TimeStampAuthority? Authority(string? address, HttpClient http) => address is null ? null
        : Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? new TimeStampAuthority(uri, http)
        : throw RefusedException.Because("wrong-use", new Place("--timestamp", 0, 0), $"'{address}'은(는) http(s) 주소가 아닙니다.", $"'{address}' is no http(s) address");

    private static int Add(Terminal terminal, string file, string target, SignRequest request)
    {
        if (!File.Exists(file))
        {
            return Tell(terminal, new LabelProblem("file-missing", file, "파일이 없습니다.", "there is no such file"));
        }
        if (File.Exists(target))
        {
            return Tell(terminal, new LabelProblem("file-exists", target, "이미 있는 파일이라 덮어쓰지 않았습니다. 다른 폴더를 주십시오.", "it exists and was not overwritten; give another folder"));
        }
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            var done = Write(file, temporary, request);
            if (!done.Done)
            {
                return Tell(terminal, done.Problem!);
            }
            File.Move(temporary, target, overwrite: false);
            terminal.Out.WriteLine($"{target}\t{done.Value.Format}");
            if (done.Value.Parent == CredentialState.Invalid)
            {
                terminal.Error.WriteLine(terminal.Say($"{file}: 원래 있던 자격증명은 맞지 않았습니다. 그 사실을 적어 부모로 남겼습니다.", $"{file}: the credential that it had did not hold; it was kept as the parent, with what was wrong"));
            }
            return Exit.Fine;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes the copy and reads it again with the verifier: what does not hold is not handed out.</summary>
    private static LabelResult<Labelled> Write(string file, string temporary, SignRequest request)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var source = File.OpenRead(file);
        using var target = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite);
        var done = ContentCredentials.Add(source, file, target, request, now);
        if (!done.Done)
        {
            return done;
        }
        target.Position = 0;
        var check = ContentCredentials.Check(target, file, request.Trust, now);
        return check is { Done: true, Value.State: CredentialState.Valid or CredentialState.Trusted } ? done
            : new LabelProblem("not-confirmed", file, $"쓴 뒤 다시 확인하니 맞지 않아 버렸습니다: {Why(check)}", $"what was written did not hold when it was checked, and was thrown away: {Why(check)}");
    }

    private static string Why(LabelResult<CredentialReport> check) => check.Done ? string.Join(", ", check.Value.Failures) : check.Problem!.En;

    private static int Tell(Terminal terminal, LabelProblem problem)
    {
        terminal.Error.WriteLine(problem.ToLine(terminal.Language.Tag));
        return Exit.WrongUse;
    }
}
