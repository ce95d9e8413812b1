using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Haechi.Web.Operations;

/// <summary>
/// Sends figures and traces to a collector when the environment names one (OTEL_EXPORTER_OTLP_ENDPOINT). Traces carry the route, the method and the status, never an address as it was asked for: addresses hold
/// ids, searches and one-time secrets.
/// </summary>
internal sealed class TelemetryHost(TowerMeter meter, Prometheus prometheus) : IHostedService, IDisposable
{
    private MeterProvider? _meters;
    private TracerProvider? _tracers;

    /// <summary>The figures are counted from the start, whoever asks for them later.</summary>
    public object[] Counted { get; } = [meter, prometheus];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT")))
        {
            return Task.CompletedTask;
        }
        var resource = ResourceBuilder.CreateEmpty().AddService("haechi");
        _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Prometheus.Meters).AddView(_ => new MetricStreamConfiguration { TagKeys = Prometheus.Labels }).AddOtlpExporter().Build();
        _tracers = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource("Microsoft.AspNetCore").AddProcessor(new OnlyRoutes()).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _meters?.ForceFlush(2000);
        _tracers?.ForceFlush(2000);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _meters?.Dispose();
        _tracers?.Dispose();
    }

    /// <summary>Takes everything off a trace that is not on the list, before it is sent.</summary>
    internal sealed class OnlyRoutes : BaseProcessor<Activity>
    {
        private static readonly HashSet<string> Kept = new(StringComparer.Ordinal) { "http.request.method", "http.response.status_code", "http.route" };

        public override void OnEnd(Activity data)
        {
            foreach (var (name, _) in data.TagObjects.Where(t => !Kept.Contains(t.Key)).ToList())
            {
                data.SetTag(name, null);
            }
            data.DisplayName = $"{data.GetTagItem("http.request.method")} {data.GetTagItem("http.route")}".Trim();
        }
    }
}
