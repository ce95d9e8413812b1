using Haechi.Tower.Webhooks;

namespace Haechi.Web.Webhooks;

/// <summary>The words for subscriptions and messages.</summary>
internal static class WebhookWords
{
    public static string Of(WebhookState state, bool ko) => state switch
    {
        WebhookState.Active => ko ? "보냄" : "active",
        WebhookState.Paused => ko ? "멈춰 둠" : "paused",
        WebhookState.Gone => ko ? "받는 쪽이 닫음(410)" : "gone (410)",
        _ => ko ? "전달 실패로 멈춤" : "failing",
    };

    public static string Tag(WebhookState state) => state switch { WebhookState.Active => "tag tag-good", WebhookState.Paused => "tag tag-calm", _ => "tag tag-bad" };

    public static string Of(DeliveryState state, bool ko) => state switch
    {
        DeliveryState.Waiting => ko ? "기다림" : "waiting",
        DeliveryState.Delivered => ko ? "전달됨" : "delivered",
        DeliveryState.Skipped => ko ? "건너뜀" : "skipped",
        _ => ko ? "실패" : "failed",
    };

    public static string Tag(DeliveryState state) => state switch { DeliveryState.Delivered => "tag tag-good", DeliveryState.Failed => "tag tag-bad", DeliveryState.Waiting => "tag tag-warn", _ => "tag" };

    /// <summary>What went wrong, with the status when there was an answer.</summary>
    public static string? Of(string? failure, int? status, bool ko) => failure switch
    {
        null => null,
        DeliveryFailure.Timeout => ko ? "제때 답이 없음" : "no answer in time",
        DeliveryFailure.NoName => ko ? "이름의 주소를 찾지 못함" : "the name has no address",
        DeliveryFailure.Blocked => ko ? "이 컴퓨터나 내부망의 주소라서 보내지 않음" : "not sent: the name leads to this machine or a private network",
        DeliveryFailure.NoConnection => ko ? "연결하지 못함" : "no connection",
        DeliveryFailure.Tls => ko ? "TLS 인증서나 판이 맞지 않음" : "TLS failed: certificate or version",
        DeliveryFailure.NotHttp => ko ? "HTTP가 아닌 답" : "the answer is no HTTP",
        DeliveryFailure.Redirect => ko ? $"다른 주소로 보냄({status}). 따라가지 않음" : $"sent elsewhere ({status}), which is not followed",
        DeliveryFailure.NoSecret => ko ? "비밀을 열 수 없음. 새 비밀을 만들 것" : "the secret cannot be opened; make a new one",
        _ => ko ? $"받는 쪽이 거절함({status})" : $"refused by the receiver ({status})",
    };
}
