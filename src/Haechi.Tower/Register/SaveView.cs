using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Keeps a list under a name; the same name again takes the new list.</summary>
public sealed record SaveView(string Name, string Page, string Query);

/// <summary>Carries out <see cref="SaveView"/>; gives the id.</summary>
internal sealed class SaveViewHandler(TowerStore store) : IHandle<SaveView, string>
{
    private const int Longest = 2_000;

    public Task<Result<string>> Handle(Actor actor, SaveView command, CancellationToken stop) => store.Write<string>(actor, async scope =>
    {
        if (string.IsNullOrWhiteSpace(command.Name) || command.Name.Length > 80 || command.Query.Length > Longest || !command.Page.StartsWith('/'))
        {
            return Refusal.Because("missing", "보기의 이름을 80자 안으로 적어 주십시오.", "give the view a name of at most 80 characters", "name");
        }
        var name = command.Name.Trim();
        var view = await scope.Context.Set<SavedView>().FirstOrDefaultAsync(v => v.Account == actor.Account && v.Page == command.Page && v.Name == name, stop);
        if (view is null)
        {
            scope.Context.Add(view = new SavedView { Id = NewId.Next(), Account = actor.Account, Name = name, Page = command.Page, Query = "" });
        }
        view.Query = command.Query.TrimStart('?');
        scope.Record("view.save", "view:" + view.Id, new { command.Page });
        return view.Id;
    }, stop);
}

/// <summary>Forgets a saved view.</summary>
public sealed record DropView(string View);

/// <summary>Carries out <see cref="DropView"/>. Only its owner may.</summary>
internal sealed class DropViewHandler(TowerStore store) : IHandle<DropView, Done>
{
    public Task<Result<Done>> Handle(Actor actor, DropView command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        if (await scope.Context.Set<SavedView>().FirstOrDefaultAsync(v => v.Id == command.View && v.Account == actor.Account, stop) is not { } view)
        {
            return Refusal.NotFound("보기", "view", command.View);
        }
        scope.Context.Remove(view);
        scope.Record("view.drop", "view:" + view.Id, new { view.Page });
        return default(Done);
    }, stop);
}
