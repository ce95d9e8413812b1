using Haechi.Rules;
using Haechi.Web.Register;

namespace Haechi.Web.Rulebooks;

internal sealed class WhyPanelSlot : ISystemPanel
{
    public int Order => 200;

    public string Key => "why";

    public LocalText Title { get; } = LocalText.Of("왜 이 분류인가", "Why this class");

    public Type Component => typeof(SystemWhy);
}
