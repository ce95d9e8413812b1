using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Tower.Register.Tables;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Register.Importing;

/// <summary>Import in three steps: send the file, decide what its columns mean, look at what would be done and do it.</summary>
internal sealed class ImportPages : IPages
{
    public IReadOnlyList<NavItem> Navigation { get; } = [new(60, "/import", LocalText.Of("가져오기", "Import"), Roles.Officer), new(65, "/export", LocalText.Of("내보내기", "Export"))];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/import", () => Routes.Render<ImportPage>(), Roles.Officer);
        routes.Upload("/import", Receive, Roles.Officer);
        routes.Page("/import/{hash}", (string hash, HttpContext http, ImportDesk desk) => desk.Show(ImportForm.Read(hash, http.Request.Query, sent: false), [], http.RequestAborted), Roles.Officer);
        routes.Form("/import/{hash}", Decide, Roles.Officer);
    }

    private static async Task<IResult> Receive(HttpContext http, FileStore files)
    {
        var most = TableLimits.Usual.FileBytes;
        StoredFile? file = null;
        var name = "";
        var form = await StreamedForm.Read(http, most, async arriving =>
        {
            var put = await files.Put(arriving.Body, most, http.RequestAborted);
            (file, name) = (put.Value, arriving.FileName);
            return put.Done ? null : put.Refusals[0];
        });
        IReadOnlyList<Refusal> refusals = !form.Done ? form.Refusals : file is null ? [NoFile] : [];
        return refusals.Count > 0 ? Routes.Render<ImportPage>(new { Refusals = refusals }, 422) : Results.LocalRedirect(QueryHelpers.AddQueryString($"/import/{file!.Hash}", "name", name));
    }

    private static async Task<IResult> Decide(string hash, HttpContext http, ImportDesk desk)
    {
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        var form = ImportForm.Read(hash, sent, sent: true);
        return sent["act"] == "import" ? await desk.Take(form, http.RequestAborted) : await desk.Show(form, [], http.RequestAborted);
    }

    private static Refusal NoFile { get; } = new("missing", LocalText.Of("파일을 고르지 않았습니다.", "no file was chosen"), "file", LocalText.Of("목록 파일을 골라 다시 보내 주십시오.", "Choose the file of a list and send it again."));
}

internal sealed class ImportWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddScoped<ImportDesk>().AddScoped<RunDesk>();
}
