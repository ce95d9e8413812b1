using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Demo;

/// <summary>How the city begins: its name, departments, people, laws and products; and how it was reorganised once.</summary>
internal static class OrganisationStory
{
    public static IEnumerable<StoryAct> Of(CityFile city) =>
    [
        new(city.Opened, (run, stop) => Begin(run, stop)),
        .. city.Departments.OrderBy(d => d.Parent is not null).Select(d => new StoryAct(city.Opened, (run, stop) => Add(run, d, stop))),
        .. city.Personas.Select(p => new StoryAct(city.Opened, (run, stop) => Make(run, p, stop))),
        .. city.Products.Select(p => new StoryAct(city.Opened, (run, stop) => Make(run, p, stop))),
        .. city.Reorganisation.Select(s => new StoryAct(s.At, (run, stop) => Reorganise(run, s, stop))),
    ];

    /// <summary>The key of a department's id.</summary>
    public static string Department(string key) => "department:" + key;

    private static async Task Begin(DemoRun run, CancellationToken stop)
    {
        await run.Do<NameBody, Done>(Actor.Program, new NameBody(run.City.Body.In("ko"), run.City.Body.In("en"), run.City.BodyKind), stop);
        await run.Do<InstallBooks, LoadedBooks>(Actor.Program, new InstallBooks(run.City.Books), stop);
        await run.Do<MarkSetUp, Done>(Actor.Program, new MarkSetUp(Finished: true), stop);
    }

    private static async Task Add(DemoRun run, DepartmentSpec department, CancellationToken stop) =>
        run[Department(department.Key)] = await run.Do<AddDepartment, string>(
            Actor.Program, new AddDepartment(department.Name.In("ko"), department.Parent is { } above ? run[Department(above)] : null, department.Name.In("en")), stop);

    private static async Task Make(DemoRun run, PersonaSpec persona, CancellationToken stop)
    {
        var scope = persona.Department is { } key ? run[Department(key)] : null;
        var details = new AccountDetails(persona.Name, persona.Position, persona.Key + "@haneul.example", persona.Roles, scope);
        var made = await run.Do<MakeAccount, OneTimeAddress>(Actor.Program, new MakeAccount(persona.Key, details, Persona: true), stop);
        var account = await run.Store.Read(c => c.Set<Account>().SingleAsync(a => a.Id == made.Account, stop));
        run.Meet(persona.Key, account.ToActor());
        if (persona.Language != account.Language)
        {
            await run.Do<ChangeMe, Done>(account.ToActor(), new ChangeMe(account.Email, persona.Language), stop);
        }
    }

    private static async Task Make(DemoRun run, ProductSpec product, CancellationToken stop)
    {
        var facts = run.Facts(product.Facts);
        run["product:" + product.Key] = await run.Do<MakeProduct, string>(Actor.Program, new MakeProduct(product.Facts.Text("name")!, product.Supplier, facts), stop);
    }

    private static Task Reorganise(DemoRun run, ReorganisationStep step, CancellationToken stop)
    {
        var (officer, department) = (Actor.Program, Department(step.Department));
        var other = step.Other is { } key ? run[Department(key)] : null;
        return step.Kind switch
        {
            "add" => AddLater(),
            "move" => run.Do<MoveDepartment, Done>(officer, new MoveDepartment(run[department], other), stop),
            "rename" => run.Do<RenameDepartment, Done>(officer, new RenameDepartment(run[department], step.Name.In("ko"), step.Name.In("en")), stop),
            "hand_over" => HandOver(run, run[department], other!, stop),
            _ => run.Do<CloseDepartment, Done>(officer, new CloseDepartment(run[department]), stop),
        };

        async Task AddLater() => run[department] = await run.Do<AddDepartment, string>(officer, new AddDepartment(step.Name.In("ko"), other, step.Name.In("en")), stop);
    }

    private static async Task HandOver(DemoRun run, string from, string to, CancellationToken stop)
    {
        var systems = await run.Store.Read(c => c.Set<SystemNow>().Where(s => s.Department == from).OrderBy(s => s.Number).Select(s => s.System).ToListAsync(stop));
        if (systems.Count > 0)
        {
            await run.Do<AssignDepartment, int>(Actor.Program, new AssignDepartment(systems, to, "조직 개편에 따라 업무를 넘김"), stop);
        }
    }
}
