using System.Globalization;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Haechi.Web.Access;
using Haechi.Web.Frame;
using Haechi.Web.Frame.Fields;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Register;

/// <summary>The register list as its address asks for it.</summary>
public sealed record SystemListView
{
    /// <summary>How many rows a page has.</summary>
    public const int Size = 50;

    /// <summary>The columns that are no facts.</summary>
    public static IReadOnlyList<string> Known { get; } = ["department", "state", "product", "organisation", "changed"];

    /// <summary>The filter.</summary>
    public required SystemFilter Filter { get; init; }

    /// <summary>The order, a word with <c>-</c> before it when descending.</summary>
    public required string Sort { get; init; }

    /// <summary>The page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>The columns beside number and name.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The two times as the visitor gave them; null for now.</summary>
    public Moment? At { get; init; }

    /// <summary>Reads the query of an address; what cannot be read is passed over.</summary>
    public static SystemListView Of(HttpRequest request, IEnumerable<ISystemFilter> others, TowerClock clock)
    {
        string? One(string name) => request.Query[name].FirstOrDefault(v => !string.IsNullOrWhiteSpace(v))?.Trim();
        return new SystemListView
        {
            Filter = new SystemFilter
            {
                Text = One("q"), Department = One("department"), States = [.. request.Query["state"].OfType<string>().Where(s => s.Length > 0)], Product = One("product"), Has = One("has"), Lacks = One("lacks"),
                ChangedSince = AskedMoment.Day(One("since")), More = others.Where(o => One(o.Key) is not null).ToDictionary(o => o.Key, o => One(o.Key)!),
            },
            Sort = One("sort") ?? "best", Page = int.TryParse(One("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 100_000 ? page : 1,
            Columns = request.Query["col"].OfType<string>().Where(c => c.Length is > 0 and < 80).Distinct().Take(20).ToList() is { Count: > 0 } chosen ? chosen : ["department", "state", "changed"],
            At = AskedMoment.Read(request, clock),
        };
    }

    /// <summary>The command that lists it.</summary>
    public ListSystems Command(bool whole = false) => new(Filter, At, Sort.TrimStart('-') switch
    {
        "name" => SystemOrder.Name, "number" => SystemOrder.Number, "changed" => SystemOrder.Changed, _ => SystemOrder.Best,
    }, Sort.StartsWith('-'), whole ? 0 : (Page - 1) * Size, whole ? int.MaxValue : Size, Columns.Any(c => !Known.Contains(c)));
}

/// <summary>The names of what rows only have ids of, and the choices of the filter form.</summary>
public sealed record ListNames(
    IReadOnlyDictionary<string, string> Departments, IReadOnlyDictionary<string, string> Products, IReadOnlyList<Choice> DepartmentList, IReadOnlyList<Choice> ProductList,
    IReadOnlyList<(string Key, string Title, IReadOnlyList<Choice> Choices)> More, IReadOnlyList<SavedView> Views)
{
    /// <summary>Loads them.</summary>
    public static async Task<ListNames> Of(TowerStore store, Visit visit, IEnumerable<ISystemFilter> others)
    {
        await using var context = store.Open();
        var departments = await context.Set<Department>().ToDictionaryAsync(d => d.Id, d => d.In(visit.Language));
        var products = await context.Set<Product>().OrderBy(p => p.NameKey).ToListAsync();
        var account = visit.Actor.Account;
        var views = await context.Set<SavedView>().Where(v => v.Account == account && v.Page == "/systems").OrderBy(v => v.Name).ToListAsync();
        var more = new List<(string, string, IReadOnlyList<Choice>)>();
        foreach (var other in others)
        {
            more.Add((other.Key, visit.Say(other.Title), [.. (await other.Choices(context)).Select(c => new Choice(c.Value, visit.Say(c.Title)))]));
        }
        var unknown = new Choice(SystemFilter.Unknown, visit.Say("부서 미지정", "No department"));
        return new ListNames(departments, products.ToDictionary(p => p.Id, p => p.Name), [unknown, .. await DepartmentChoices.Of(context, visit.Language)], [.. products.Select(p => new Choice(p.Id, p.Name))], more, views);
    }

    /// <summary>The heading of a column.</summary>
    public static string Heading(string column, RegisterFields fields, Visit visit) => column switch
    {
        "number" => visit.Say("번호", "Number"), "name" => visit.Say("이름", "Name"), "department" => visit.Say("부서", "Department"), "state" => visit.Say("상태", "State"),
        "product" => visit.Say("제품", "Product"), "organisation" => visit.Say("기관", "Organisation"), "changed" => visit.Say("바뀐 때", "Changed"),
        _ => fields[column] is { } field ? visit.Say(field.Ask) : column,
    };

    /// <summary>The text of a cell; null when unknown.</summary>
    public string? Cell(SystemRow row, string column, RegisterFields fields, Visit visit) => column switch
    {
        "number" => "AI-" + row.Listed.Number.ToString(CultureInfo.InvariantCulture), "name" => row.Listed.Name,
        "department" => row.Listed.Department is { } d ? Departments.GetValueOrDefault(d, d) : null, "state" => row.Listed.State is null ? null : visit.Say(Lifecycle.Title(row.Listed.State)),
        "product" => row.Listed.Product is { } p ? Products.GetValueOrDefault(p, p) : null, "organisation" => row.Listed.Organisation, "changed" => visit.Time(row.Listed.ChangedAt),
        _ => row.Facts[column] is { } fact ? (fact is Haechi.Rules.Facts.BoolFact b ? visit.Say(b.Value ? "예" : "아니요", b.Value ? "yes" : "no") : fields[column]?.TitleOf(fact.Shown, visit.Language) ?? fact.Shown) : null,
    };
}
