using System.Globalization;
using System.Text.Json;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Haechi.Web.Api.Shapes;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Api;

/// <summary>The journal, newest first.</summary>
internal sealed class JournalApi : IApi
{
    public string Area => "journal";

    public void Add(ApiTable api) => api.List<EntryShape>("/journal", "list_journal", "기록부, 새것부터", "The journal, newest first", Roles.Officer | Roles.Auditor | Roles.Administrator, List,
        ApiQuery.Text("subject", "대상. 예: system:ID", "The thing, such as system:ID"), ApiQuery.Text("act", "일. 예: register.change", "The act, such as register.change"), ApiQuery.Text("account", "계정의 id", "Id of an account"),
        ApiQuery.Text("token", "그 일을 한 API 토큰의 id", "Id of the API token by which it was done"));

    private static async Task<Result<Part<EntryShape>>> List(ApiCall call, Slice slice)
    {
        var (subject, act, account, token) = (call.Text("subject"), call.Text("act"), call.Text("account"), call.Text("token"));
        var before = long.TryParse(slice.After, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : long.MaxValue;
        await using var context = call.Get<TowerStore>().Open();
        var rows = await context.Set<JournalEntry>().Where(j => j.Seq < before && (subject == null || j.Subject == subject) && (act == null || j.Act == act) && (account == null || j.Account == account) && (token == null || j.Token == token))
            .OrderByDescending(j => j.Seq).Take(slice.Take + 1).ToListAsync(call.Stop);
        List<EntryShape> shown = [.. rows.Take(slice.Take).Select(j => new EntryShape(j.Seq, new Instant(j.At), j.Account, j.Token, j.Act, j.Subject, JsonDocument.Parse(j.Detail).RootElement))];
        return new Part<EntryShape>(shown, null, shown.Count > 0 ? shown[^1].Seq.ToString(CultureInfo.InvariantCulture) : null, rows.Count > slice.Take);
    }
}
