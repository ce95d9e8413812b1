using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Storage;
using Haechi.Web.Api.Shapes;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Api;

/// <summary>A file that was sent before, and how it is taken.</summary>
/// <param name="File">SHA-256 of the file, as <c>POST /files</c> answered.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Profile">The format; the one that fits best when left out.</param>
/// <param name="Columns">Instead of a format: the field of each column; null keeps a column as it stands.</param>
/// <param name="Values">With columns: what spellings mean, by column and spelling.</param>
/// <param name="SaveAs">The id under which such a mapping is kept.</param>
/// <param name="Departments">True to make departments from the columns of organisation and unit.</param>
/// <param name="FactsOn">The day on which the file states its facts; today when left out.</param>
/// <param name="Encoding">The encoding; found out when left out.</param>
/// <param name="Sheet">The sheet of a workbook; found out when left out.</param>
/// <param name="HeaderLine">The line of the headers; found out when left out.</param>
public sealed record ImportBody(
    string File, string Name, string? Profile = null, IReadOnlyDictionary<string, string?>? Columns = null, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Values = null, string? SaveAs = null,
    bool Departments = false, DateOnly? FactsOn = null, string? Encoding = null, string? Sheet = null, int? HeaderLine = null)
{
    internal ImportChoices Choices => new()
    {
        Profile = Columns is null ? Profile : null, Columns = Columns is null ? null : new ColumnChoices(Columns), Values = Values, SaveAs = SaveAs, FactsOn = FactsOn, Reading = Reading,
        Departments = Departments ? DepartmentsFrom.Columns : DepartmentsFrom.Existing,
    };

    internal TableOptions Reading => new(Encoding, null, HeaderLine, Sheet);
}

/// <summary>Lists that come in and go out.</summary>
internal sealed class ImportsApi : IApi
{
    public string Area => "register";

    public void Add(ApiTable api)
    {
        api.Upload<StoredFile, FileShape>("/files", "send_file", "가져올 파일을 보냄. 본문이 파일", "Sends a file that is to be imported; the body is the file", Roles.Officer, Receive);
        api.ActFrom<ImportBody, PlanImport, ImportPlan, PlanShape>("/imports/preview", "preview_import", "가져오면 무엇이 될지 미리 봄. 아무것도 바꾸지 않음", "Shows what an import would do, and does nothing", Roles.Officer,
            async (call, body, _) => await Table(call, body) is { Done: true } t ? new PlanImport(t.Value, body.Choices) : Refused.Because<PlanImport>((await Table(call, body)).Refusals), new ActKind<ImportPlan, PlanShape>(PlanShape.Of));
        api.ActFrom<ImportBody, ImportInventory, ImportResult, ImportedShape>("/imports", "import", "목록을 등록부로 가져옴. 전부 아니면 전무", "Takes a list into the register, all of it or nothing", Roles.Officer,
            async (call, body, _) => await Table(call, body) is { Done: true } t ? new ImportInventory(t.Value, body.Choices, Stored: true) : Refused.Because<ImportInventory>((await Table(call, body)).Refusals), new ActKind<ImportResult, ImportedShape>(ImportedShape.Of));
        api.List<ImportShape>("/imports", "list_imports", "가져오기 목록", "Imports", List);
        api.Read("/imports/{import}", "get_import", "가져오기 하나", "One import", One);
        api.List<SetAsideShape>("/imports/{import}/set-aside", "list_set_aside", "고쳐야 할 줄", "Rows that wait to be repaired", SetAside);
        api.List<ComparedShape>("/imports/{import}/compare", "compare_imports", "지난 목록과 견줌", "Compares it with an earlier list", Compare, ApiQuery.Text("with", "지난 가져오기의 id", "Id of the earlier import", required: true));
        api.Act<UndoImport, UndoneImport>("/imports/{import}/undo", "undo_import", "가져오기를 되돌림", "Takes an import back", Roles.Officer);
        api.Act<TakeSetAside, string, MadeShape>("/imports/{import}/set-aside/{row}/take", "take_set_aside", "고친 줄을 시스템으로 받음", "Takes a repaired row as a system", Roles.Officer, new ActKind<string, MadeShape>(id => new MadeShape(id)));
        api.Act<DismissSetAside>("/imports/{import}/set-aside/{row}/dismiss", "dismiss_set_aside", "시스템이 아닌 줄이라고 정함", "Says that a row is no system", Roles.Officer);
        api.Bytes("/export", "export", "프로필의 양식으로 내보냄", "Exports in the form of a profile", "application/octet-stream", Export, ApiQuery.Text("profile", "프로필", "The profile", required: true), ApiQuery.Flag("every", "그 출처가 아닌 시스템도", "Systems of other sources too"),
            ApiQuery.Word("as", "csv 또는 xlsx, 원래 꼴은 exact", "csv, xlsx, or exact for the form of the source", ["csv", "xlsx", "exact"]), ApiQuery.On, ApiQuery.AsOf);
    }

    private static async Task Receive(ApiCall call)
    {
        if (await ApiUpload.Store(call, FileStore.DefaultLimit) is { } file)
        {
            await call.Json(new FileShape(file.Hash, file.Length, file.MediaType));
        }
    }

    private static async Task<Result<SourceTable>> Table(ApiCall call, ImportBody body)
    {
        var bytes = body.File is { Length: 64 } hash && hash.All(char.IsAsciiHexDigitLower) ? await call.Get<FileStore>().Open(hash, call.Stop) : Refusal.NotFound("파일", "file", body.File.Length > 80 ? body.File[..80] : body.File);
        if (!bytes.Done)
        {
            return Refused.Because<SourceTable>(bytes.Refusals);
        }
        await using var stream = bytes.Value;
        return TableReader.Read(stream, body.Name.Length is > 0 and < 256 ? body.Name : "list", body.Reading, call.Stop);
    }

    private static async Task<Result<Part<ImportShape>>> List(ApiCall call, Slice slice)
    {
        var runs = await call.Get<TowerStore>().Read(c => c.Set<ImportRun>().ToListAsync(call.Stop));
        return Part<ImportShape>.ByKey(runs.Select(ImportShape.Of), r => r.Id, slice);
    }

    private static async Task<Result<ImportShape>> One(ApiCall call)
    {
        var id = call.Route("import");
        return await call.Get<TowerStore>().Read(c => c.Set<ImportRun>().FirstOrDefaultAsync(r => r.Id == id, call.Stop)) is { } run ? ImportShape.Of(run) : Refusal.NotFound("가져오기", "import", id);
    }

    private static async Task<Result<Part<SetAsideShape>>> SetAside(ApiCall call, Slice slice)
    {
        var (id, after) = (call.Route("import"), long.TryParse(slice.After, out var row) ? row : 0);
        await using var context = call.Get<TowerStore>().Open();
        if (!await context.Set<ImportRun>().AnyAsync(r => r.Id == id, call.Stop))
        {
            return Refusal.NotFound("가져오기", "import", id);
        }
        var all = context.Set<SetAsideRow>().Where(r => r.Import == id);
        var rows = await all.Where(r => r.Id > after).OrderBy(r => r.Id).Take(slice.Take + 1).ToListAsync(call.Stop);
        List<SetAsideShape> shown = [.. rows.Take(slice.Take).Select(SetAsideShape.Of)];
        return new Part<SetAsideShape>(shown, await all.CountAsync(call.Stop), shown.Count > 0 ? rows[shown.Count - 1].Id.ToString(global::System.Globalization.CultureInfo.InvariantCulture) : null, rows.Count > slice.Take);
    }

    private static async Task<Result<Part<ComparedShape>>> Compare(ApiCall call, Slice slice)
    {
        var found = await call.Do<CompareLists, ListComparison>(new CompareLists(call.Text("with")!, call.Route("import")));
        return found.Done ? Part<ComparedShape>.ByKey(found.Value.Rows.Select(ComparedShape.Of), r => (r.New ?? "") + "/" + (r.Old ?? ""), slice) : Refused.Because<Part<ComparedShape>>(found.Refusals);
    }

    private static async Task Export(ApiCall call)
    {
        var at = call.Moment ?? Moment.Now(call.Clock);
        var exported = await call.Do<ExportInventory, ExportedInventory>(new ExportInventory(call.Text("profile")!, at, null, call.Flag("every")));
        if (!exported.Done)
        {
            await call.Refuse(exported.Refusals);
            return;
        }
        // Made in full before the first byte is sent, so that a refusal is a problem and never half a file.
        using var bytes = new MemoryStream();
        var (table, kind) = (exported.Value.Table, call.Text("as") ?? "csv");
        var format = kind == "xlsx" ? TableFormat.Xlsx : kind == "exact" ? table.Dialect is null ? TableFormat.Xlsx : table.Format : TableFormat.Csv;
        var plain = table with { Format = TableFormat.Csv, Sheet = null, HeaderLine = 1, Dialect = new TextDialect("utf-8", true, ',', "\r\n", QuoteHabit.AsNeeded) };
        var written = kind == "xlsx" ? TableWriter.WriteXlsx(table, bytes) : kind == "exact" ? TableWriter.Write(table, bytes) : TableWriter.Write(plain, bytes, guardFormulas: true);
        if (!written.Done)
        {
            await call.Refuse(written.Refusals);
            return;
        }
        bytes.Position = 0;
        await call.Bytes(bytes, format.MediaType(), $"haechi-{call.Text("profile")}.{format.Word()}");
    }
}
