using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Haechi.House.Tests.Support;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Importing;
using Haechi.Web.Frame;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Register.Importing;

/// <summary>Does with the import pages what a person does in a browser without scripts.</summary>
internal static class ImportVisit
{
    /// <summary>Sends a file. The answer is a redirect to the page about it, or a refusal.</summary>
    public static async Task<HttpResponseMessage> Upload(TestSite site, byte[] bytes, string name, HttpClient visitor)
    {
        using var page = await site.Get("/import", visitor: visitor);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(page.QuerySelector("input[name=__token]")!.GetAttribute("value")!), Token.Name },
            { new ByteArrayContent(bytes), "file", name },
        };
        return await visitor.PostAsync(new Uri("/import", UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a text file and gives the address of the page about it.</summary>
    public static Task<string> Sent(TestSite site, string text, HttpClient visitor, string name = "목록.csv") => Sent(site, Encoding.UTF8.GetBytes(text), visitor, name);

    public static async Task<string> Sent(TestSite site, byte[] bytes, HttpClient visitor, string name)
    {
        using var answer = await Upload(site, bytes, name, visitor);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>What a browser would send of the form on the page, with <paramref name="act"/> for the button.</summary>
    public static Dictionary<string, string> FormOf(IHtmlDocument page, string act)
    {
        var form = page.QuerySelector("form[action^='/import/']")!;
        var fields = new Dictionary<string, string> { ["act"] = act };
        foreach (var input in form.QuerySelectorAll("input[name]").Where(i => i.GetAttribute("name") != Token.Name && (i.GetAttribute("type") != "checkbox" || i.HasAttribute("checked"))))
        {
            fields[input.GetAttribute("name")!] = input.GetAttribute("value") ?? "";
        }
        foreach (var select in form.QuerySelectorAll("select[name]").OfType<IHtmlSelectElement>())
        {
            fields[select.Name!] = select.Value ?? "";
        }
        return fields;
    }

    /// <summary>Sends the form of the page at an address as it stands, but for <paramref name="change"/>.</summary>
    public static async Task<HttpResponseMessage> Decide(TestSite site, string address, string act, HttpClient visitor, Action<Dictionary<string, string>>? change = null)
    {
        using var page = await site.Get(address, visitor: visitor);
        var fields = FormOf(page, act);
        change?.Invoke(fields);
        return await site.Post(address.Split('?')[0], fields, from: address, visitor);
    }

    /// <summary>The name of the control that gives a column its field.</summary>
    public static string Control(string column) => "c." + Haechi.Web.Register.Importing.ImportForm.MarkOf(column);

    public static Task<List<string>> Names(TestSite site) => site.Store.Read(c => c.Set<SystemNow>().OrderBy(s => s.Number).Select(s => s.Name).ToListAsync(TestContext.Current.CancellationToken));

    /// <summary>A table with every column of a profile, filled where <paramref name="rows"/> say so.</summary>
    public static string Table(TestSite site, string profile, params Dictionary<string, string>[] rows)
    {
        List<string> headers = [.. site.App.Services.GetRequiredService<InventoryReader>().Profiles().Get(profile).Value!.Columns.Select(c => c.Header)];
        var text = new StringBuilder().AppendJoin(',', headers.Select(Quoted)).AppendLine();
        foreach (var row in rows)
        {
            text.AppendJoin(',', headers.Select(h => Quoted(row.GetValueOrDefault(h, "")))).AppendLine();
        }
        return text.ToString();
    }

    private static string Quoted(string cell) => "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
