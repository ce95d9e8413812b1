using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Storage;
using Haechi.Web.Api.Shapes;
using Haechi.Web.Frame;

namespace Haechi.Web.Api;

/// <summary>The gate for deployments. It has a scope of its own, so that the token of a build can ask it and do nothing else.</summary>
internal sealed class GateApi : IApi
{
    public string Area => "gate";

    public void Add(ApiTable api)
    {
        api.Act<AskGate, GateAnswer, GateShape>("/gate", "ask_gate", "이 시스템을 이 환경에 지금 배포해도 되는지 물음. 물은 일은 기록됨. break_glass는 사유를 적은 비상 통과",
            "Asks whether a system may be deployed to an environment now; the question is recorded. break_glass gives the reason to deploy in spite of a refusal", Routes.Anyone, new ActKind<GateAnswer, GateShape>(GateShape.Of));
        api.Read("/gate", "look_at_gate", "기록하지 않고 관문의 답을 봄", "Looks at the answer of the gate; nothing is recorded", Look, ApiQuery.Text("system", "AI-12, id, 또는 출처의 id(scheme:value)", "AI-12, an id, or a source's id as scheme:value", required: true),
            ApiQuery.Text("environment", "환경의 이름", "Name of the environment", required: true));
        api.Read("/gate/settings", "get_gate_settings", "운영으로 치는 환경", "The environments that count as production",
            async call => Refused.Not(new GateSettingsShape((await call.Get<TowerStore>().Read(GateChoice.Read)).Production)));
        api.Act<ChooseGate>("/gate/settings", "choose_gate", "운영으로 칠 환경을 정함", "Decides which environments count as production", Roles.Officer);
    }

    private static async Task<Result<GateShape>> Look(ApiCall call)
    {
        var answer = await call.Get<GateCheck>().Look(call.Text("system")!.Trim(), call.Text("environment")!.Trim(), call.Stop);
        return answer.Done ? GateShape.Of(answer.Value) : Refused.Because<GateShape>(answer.Refusals);
    }
}
