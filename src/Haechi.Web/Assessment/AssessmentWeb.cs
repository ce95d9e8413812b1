using Haechi.Rules;
using Haechi.Web.Frame;
using Haechi.Web.Register;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Assessment;

/// <summary>The part of a system's page that shows its assessments.</summary>
internal sealed class AssessmentPart : ISystemPanel
{
    public int Order => 400;

    public string Key => "assessments";

    public LocalText Title { get; } = LocalText.Of("영향평가", "Impact assessment");

    public Type Component => typeof(AssessmentPanel);
}

internal sealed class AssessmentWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<ISystemPanel, AssessmentPart>();
}
