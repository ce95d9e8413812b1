using System.CommandLine;
using System.Text;
using Haechi.Labels.Keys;
using Haechi.Rules;

namespace Haechi.Verbs;

/// <summary><c>haechi label trust</c>: the lists of authorities that one trusts, kept in a folder and fetched anew.</summary>
internal static class LabelTrustVerb
{
    private const int LargestList = 16 * 1024 * 1024;

    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = terminal.Say("신뢰 목록 폴더", "the folder of trust lists") };
        var add = new Option<string>("--add") { Description = terminal.Say("넣을 목록: PEM 파일 또는 https 주소", "a list to put in: a PEM file, or an https address"), HelpName = "FILE|URL" };
        var name = new Option<string>("--name") { Description = terminal.Say("목록의 이름 (기본: 파일 이름)", "the list's name (default: the file's)"), HelpName = "NAME" };
        var times = new Option<bool>("--timestamps") { Description = terminal.Say("서명자가 아니라 시각 확인 기관의 목록", "a list of time stamp authorities, not of signers") };
        var remove = new Option<string>("--remove") { Description = terminal.Say("뺄 목록의 이름", "the name of a list to take out"), HelpName = "NAME" };
        var update = new Option<bool>("--update") { Description = terminal.Say("주소에서 온 목록을 다시 받음. 읽을 수 없는 것으로는 바꾸지 않음", "fetch the lists that came from an address anew; none is replaced by one that cannot be read") };
        var command = new Command("trust", terminal.Say(
            "자격증명을 확인할 때 믿을 기관의 목록을 보고, 넣고, 빼고, 다시 받습니다.\n예: haechi label trust trust --add keys/anchor.pem",
            "Show, put in, take out and fetch anew the lists of authorities to trust when credentials are checked.\nExample: haechi label trust trust --add keys/anchor.pem")) { folder, add, name, times, remove, update };
        command.SetAction(parsed =>
        {
            var lists = new TrustFolder(parsed.GetValue(folder)!);
            var purpose = parsed.GetValue(times) ? TrustPurpose.TimeStamps : TrustPurpose.Signers;
            if (parsed.GetValue(add) is { } from)
            {
                Add(lists, from, parsed.GetValue(name), purpose);
            }
            if (parsed.GetValue(remove) is { } gone && !lists.Remove(gone, purpose))
            {
                throw RefusedException.Because("trust-missing", new Place(gone, 0, 0), "그런 이름의 목록이 없습니다.", "there is no list of that name");
            }
            var failed = parsed.GetValue(update) ? Update(terminal, lists) : 0;
            foreach (var list in LabelInputs.Value(lists.Lists()))
            {
                terminal.Out.WriteLine($"{(list.Purpose == TrustPurpose.Signers ? "signers" : "timestamps")}\t{list.Name}\t{list.Certificates}\t{list.Source?.ToString() ?? "-"}");
            }
            return failed == 0 ? Exit.Fine : Exit.Findings;
        });
        return command;
    }

    private static void Add(TrustFolder lists, string from, string? name, TrustPurpose purpose)
    {
        var address = Uri.TryCreate(from, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri : null;
        if (address is { Scheme: "http" })
        {
            throw RefusedException.Because("wrong-use", new Place(from, 0, 0), "신뢰 목록은 https 로만 받습니다.", "a trust list is fetched over https only");
        }
        var pem = address is null ? File.ReadAllText(from) : Fetch(address);
        LabelInputs.Value(lists.Put(name ?? Path.GetFileNameWithoutExtension(address?.AbsolutePath ?? from), pem, purpose, address));
    }

    private static int Update(Terminal terminal, TrustFolder lists)
    {
        var failed = 0;
        foreach (var list in LabelInputs.Value(lists.Lists()).Where(l => l.Source is not null))
        {
            try
            {
                LabelInputs.Value(lists.Put(list.Name, Fetch(list.Source!), list.Purpose, list.Source));
            }
            catch (RefusedException refused)
            {
                failed++;
                terminal.Print(refused.Findings);
            }
        }
        return failed;
    }

    private static string Fetch(Uri address)
    {
        try
        {
            using var http = LabelInputs.Http();
            http.MaxResponseContentBufferSize = LargestList;
            using var answer = http.GetAsync(address).GetAwaiter().GetResult();
            return answer.IsSuccessStatusCode ? Encoding.UTF8.GetString(answer.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult())
                : throw RefusedException.Because("not-fetched", new Place(address.ToString(), 0, 0), $"받지 못했습니다(응답 {(int)answer.StatusCode}). 전의 목록을 그대로 둡니다.", $"it was not fetched (answer {(int)answer.StatusCode}); the list stays as it was");
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            throw RefusedException.Because("not-fetched", new Place(address.ToString(), 0, 0), $"받지 못했습니다: {fault.Message}. 전의 목록을 그대로 둡니다.", $"it was not fetched: {fault.Message}; the list stays as it was");
        }
    }
}
