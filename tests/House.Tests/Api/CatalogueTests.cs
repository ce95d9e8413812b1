using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Api;

namespace Haechi.House.Tests.Api;

/// <summary>Walks the commands of the tower and the table of the API, so that none is forgotten.</summary>
public sealed class CatalogueTests
{
    private static IEnumerable<Type> Commands => typeof(TowerStore).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsClass: true })
        .SelectMany(t => t.GetInterfaces()).Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IHandle<,>)).Select(i => i.GenericTypeArguments[0]);

    [Fact]
    public void Every_command_is_in_the_api_or_named_with_the_reason_why_not()
    {
        var acts = ApiTable.All.Select(e => e.Command).OfType<Type>().ToHashSet();
        Assert.Empty(Commands.Where(c => !acts.Contains(c) && !ApiCatalogue.NotActs.ContainsKey(c)).Select(c => c.Name));
    }

    [Fact]
    public void No_command_is_in_both_and_no_reason_is_left_over()
    {
        var acts = ApiTable.All.Select(e => e.Command).OfType<Type>().ToHashSet();
        Assert.Empty(ApiCatalogue.NotActs.Keys.Where(c => acts.Contains(c) || !Commands.Contains(c)).Select(c => c.Name));
    }

    [Fact]
    public void Every_reason_that_names_a_read_names_one_there_is() => Assert.Empty(ApiCatalogue.NotActs.Values.Where(r => r.StartsWith("read: GET ", StringComparison.Ordinal)).Select(r => r[10..]).Except(ApiTable.All.Where(e => e.Method == "GET").Select(e => e.Path)));

    [Fact]
    public void Endpoints_have_names_of_their_own_texts_in_both_languages_and_an_area_that_tokens_know()
    {
        Assert.Empty(ApiTable.All.GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(ApiTable.All.GroupBy(e => (e.Method, e.Path)).Where(g => g.Count() > 1).Select(g => g.Key.Path));
        Assert.Empty(ApiTable.All.Where(e => !e.Title.Has("ko") || !e.Title.Has("en")).Select(e => e.Id));
        Assert.Empty(ApiTable.All.Select(e => e.Area).Except(TokenScopes.Areas));
    }

    [Fact]
    public void What_changes_a_system_asks_for_its_version() =>
        Assert.Equal(["/systems/{system}/facts", "/systems/{system}/state", "/systems/{system}/versions/{version}/undo"],
            ApiTable.All.Where(e => e is { Method: "POST", Locked: true } && e.Path.StartsWith("/systems/{system}", StringComparison.Ordinal)).Select(e => e.Path));
}
