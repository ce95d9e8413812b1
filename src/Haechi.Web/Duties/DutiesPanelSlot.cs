using Haechi.Rules;
using Haechi.Web.Register;

namespace Haechi.Web.Duties;

internal sealed class DutiesPanelSlot : ISystemPanel
{
    public int Order => 300;

    public string Key => "duties";

    public LocalText Title { get; } = LocalText.Of("의무", "Duties");

    public Type Component => typeof(SystemDutiesPanel);
}
