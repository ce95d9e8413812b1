using System.Globalization;
using System.Threading.RateLimiting;
using Haechi.Tower.Common;
using Haechi.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Frame;

/// <summary>Says of a route that people who are not signed in try secrets at it, so that one address may knock only so often.</summary>
public sealed record Door;

/// <summary>
/// How much one visitor may ask for. Doors are counted by address, whoever knocks; all else by account. Programs that call the API are counted by address. What is refused says when to come again.
/// </summary>
internal static class RateLimits
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services, ServeOptions serve) => services.AddRateLimiter(o =>
    {
        o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => Partition(http, serve));
        o.OnRejected = async (context, _) => await Say(context);
    });

    private static RateLimitPartition<string> Partition(HttpContext http, ServeOptions serve)
    {
        if (http.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal))
        {
            return RateLimitPartition.GetNoLimiter("");
        }
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "?";
        if (http.Request.Path.StartsWithSegments(ApiPages.Root, StringComparison.Ordinal))
        {
            return Bucket("api " + address, serve.CallsPerMinute);
        }
        if (http.GetEndpoint()?.Metadata.GetMetadata<Door>() is not null)
        {
            return Bucket("door " + address, serve.KnocksPerMinute);
        }
        return Bucket(http.RequestServices.GetRequiredService<Visit>().Account is { } account ? "account " + account.Id : "address " + address, serve.PagesPerMinute);
    }

    // Filled up every second, so that nobody waits out a whole minute.
    private static RateLimitPartition<string> Bucket(string key, int perMinute) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = perMinute, TokensPerPeriod = Math.Max(1, perMinute / 60), ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, 60 / perMinute)), QueueLimit = 0, AutoReplenishment = true,
    });

    private static async ValueTask Say(OnRejectedContext context)
    {
        SecurityLog.TooMany(context.HttpContext);
        var seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 60;
        context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var refusal = Refusal.Because("too-many", $"짧은 시간에 너무 많이 요청했습니다. {seconds}초 뒤에 다시 하십시오. 이번 요청은 처리하지 않았습니다.", $"too many requests in a short time; try again in {seconds} seconds. This one was not carried out.");
        if (context.HttpContext.Request.Path.StartsWithSegments(ApiPages.Root, StringComparison.Ordinal))
        {
            await ApiProblem.Write(context.HttpContext, [refusal], StatusCodes.Status429TooManyRequests);
            return;
        }
        await Routes.Render<RefusalPage>(new { Refusals = (IReadOnlyList<Refusal>)[refusal] }, StatusCodes.Status429TooManyRequests).ExecuteAsync(context.HttpContext);
    }
}
