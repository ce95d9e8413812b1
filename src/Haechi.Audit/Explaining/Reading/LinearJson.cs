namespace Haechi.Audit.Explaining.Reading;

/// <summary>Our own small form of a linear or logistic model: <c>{"linear": {"intercept": -1.2, "link": "logistic", "coefficients": {"income": 0.3}}}</c>.</summary>
internal static class LinearJson
{
    public static LinearModel Read(JsonPlace linear)
    {
        var fields = linear["coefficients"].Fields();
        if (fields.Count is 0 or > XgboostJson.FeatureLimit)
        {
            throw linear["coefficients"].Wrong("계수 하나 이상", "at least one coefficient");
        }
        string[] names = [.. linear["coefficients"].Value.EnumerateObject().Select(p => p.Name)];
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            throw ModelRefused.Damaged(linear["coefficients"].Where, "같은 특성이 두 번 있습니다.", "a feature stands twice");
        }
        return new LinearModel
        {
            Format = "linear", Outputs = 1, Features = names, Weights = [[.. fields.Select(f => f.Number())]], Intercepts = [linear.Find("intercept")?.Number() ?? 0],
            Link = LinkOf(linear),
        };
    }

    private static Link LinkOf(JsonPlace linear) => linear.Find("link") is not { } link ? Link.Identity : link.Text() switch
    {
        "identity" => Link.Identity,
        "logistic" => Link.Logistic,
        "exponential" => Link.Exponential,
        _ => throw link.Wrong("identity, logistic, exponential 가운데 하나", "one of identity, logistic, exponential"),
    };
}
