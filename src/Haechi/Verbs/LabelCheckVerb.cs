using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Haechi.Labels;
using Haechi.Labels.Keys;

namespace Haechi.Verbs;

/// <summary><c>haechi label check</c>: what files say of themselves, and whether it holds.</summary>
internal static class LabelCheckVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new LabelInputs(terminal);
        var format = new Option<string>("--format") { Description = terminal.Say("출력 형식 (기본: text)", "format of the output (default: text)"), HelpName = "text|json" };
        var command = new Command("check", terminal.Say(
            """
            파일의 콘텐츠 자격증명을 확인합니다. 네트워크를 쓰지 않습니다. 모두 맞으면 0, 없거나 맞지 않는 것이 있으면(믿는 기관을 주었을 때는 믿을 수 없는 서명자도) 1, 읽을 수 없는 파일이 있으면 2로 끝납니다.
            예: haechi label check 포스터.png --trust keys/anchor.pem --format json
            """,
            """
            Check the content credentials of files, without a network. Ends with 0 when all hold, 1 when one has none or does not hold (or, when trust is given, its signer is not trusted), 2 when a file could not be read.
            Example: haechi label check poster.png --trust keys/anchor.pem --format json
            """)) { inputs.Files, inputs.Trust, format };
        command.SetAction(parsed =>
        {
            var asJson = Inputs.OneOf(parsed.GetValue(format), "--format", "text", "json") == "json";
            var trust = inputs.TrustOf(parsed);
            return parsed.GetValue(inputs.Files)!.Select(f => Check(terminal, f, trust, asJson)).ToList().Max();
        });
        return command;
    }

    private static int Check(Terminal terminal, string file, TrustAnchors trust, bool asJson)
    {
        var result = Read(file, trust);
        if (asJson)
        {
            JsonOutput.WriteLines(terminal.Out, [result], (json, r) => Write(json, file, r, terminal.Language.Tag));
        }
        if (!result.Done)
        {
            terminal.Error.WriteLine(result.Problem!.ToLine(terminal.Language.Tag));
            return Exit.WrongUse;
        }
        var report = result.Value;
        if (!asJson)
        {
            Tell(terminal, file, report);
        }
        return report.State == CredentialState.Trusted || (report.State == CredentialState.Valid && trust.Signers.Count == 0) ? Exit.Fine : Exit.Findings;
    }

    private static LabelResult<CredentialReport> Read(string file, TrustAnchors trust)
    {
        if (!File.Exists(file))
        {
            return new LabelProblem("file-missing", file, "파일이 없습니다.", "there is no such file");
        }
        using var stream = File.OpenRead(file);
        return ContentCredentials.Check(stream, file, trust, TimeProvider.System.GetUtcNow());
    }

    private static void Tell(Terminal terminal, string file, CredentialReport report)
    {
        terminal.Out.WriteLine($"{file}: {Word(report.State)}: " + report.State switch
        {
            CredentialState.None => terminal.Say("자격증명이 없습니다. 사람이 만들었다는 뜻은 아닙니다.", "it has no credential. That does not mean that a person made it."),
            CredentialState.Invalid => terminal.Say($"맞지 않습니다: {string.Join(", ", report.Failures)}", $"it does not hold: {string.Join(", ", report.Failures)}"),
            CredentialState.Valid => terminal.Say($"맞습니다. 다만 서명자 '{report.Signer}'을(를) 믿을 근거가 없습니다.", $"it holds, but nothing vouches for the signer '{report.Signer}'."),
            _ => terminal.Say($"맞습니다. 서명자는 '{report.Signer}'입니다.", $"it holds, and was signed by '{report.Signer}'."),
        });
        if (report.SignedAt is { } at)
        {
            terminal.Out.WriteLine(terminal.Say($"  시각 확인: {at:yyyy-MM-dd HH:mm:ss} UTC", $"  time stamp: {at:yyyy-MM-dd HH:mm:ss} UTC"));
        }
        foreach (var claim in report.Claims)
        {
            var actions = claim.Actions.Select(a => a.Action + (a.SourceType is { } type ? $" ({type[(type.LastIndexOf('/') + 1)..]})" : "") + (a.Agent is { } agent ? $" {agent}" : ""));
            terminal.Out.WriteLine($"  {(claim.Active ? terminal.Say("지금", "now") : terminal.Say("이전", "before"))}: {claim.Generator}: {string.Join("; ", actions)}");
        }
    }

    private static void Write(Utf8JsonWriter json, string file, LabelResult<CredentialReport> result, string language)
    {
        json.WriteStartObject();
        json.WriteString("file", file);
        if (!result.Done)
        {
            json.WriteStartObject("problem");
            json.WriteString("code", result.Problem!.Code);
            json.WriteString("message", result.Problem.In(language));
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("type", result.Value.Format);
            Write(json, result.Value);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CredentialReport report)
    {
        json.WriteStartObject("credential");
        json.WriteString("state", Word(report.State));
        Write(json, "codes", report.Failures);
        Write(json, "notes", report.Notes);
        json.WriteString("signer", report.Signer);
        json.WriteString("time", report.SignedAt?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteStartArray("claims");
        foreach (var claim in report.Claims)
        {
            json.WriteStartObject();
            json.WriteString("manifest", claim.Manifest);
            json.WriteBoolean("active", claim.Active);
            json.WriteNumber("version", claim.Version);
            json.WriteString("generator", claim.Generator);
            json.WriteString("title", claim.Title);
            json.WriteStartArray("actions");
            foreach (var action in claim.Actions)
            {
                json.WriteStartObject();
                json.WriteString("action", action.Action);
                json.WriteString("source_type", action.SourceType);
                json.WriteString("agent", action.Agent);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    private static string Word(CredentialState state) => state switch { CredentialState.None => "none", CredentialState.Invalid => "invalid", CredentialState.Valid => "valid", _ => "trusted" };
}
