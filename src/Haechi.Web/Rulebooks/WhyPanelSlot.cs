using Haechi.Rules;
using Haechi.Web.Register;

namespace Haechi.Web.Rulebooks;

internal sealed class WhyPanelSlot : ISystemPanel
{
    public int Order => 200;

    public string Key => "why";

    public LocalText Title { get; } = LocalText.Of("분류", "Classes");

    public Type Component => typeof(SystemWhy);
}
