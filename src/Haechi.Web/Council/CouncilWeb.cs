using Haechi.Rules;
using Haechi.Web.Frame;
using Haechi.Web.Register;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Council;

/// <summary>The part of a system's page that shows what bodies decided on it.</summary>
internal sealed class CouncilPart : ISystemPanel
{
    public int Order => 450;

    public string Key => "council";

    public LocalText Title { get; } = LocalText.Of("위원회의 결정", "Decisions of the council");

    public Type Component => typeof(CouncilPanel);
}

internal sealed class CouncilWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<ISystemPanel, CouncilPart>().AddScoped<CouncilModel>();
}
