using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Haechi.Web.Operations;

/// <summary>
/// Gathers the program's own figures and those of the framework, and writes them as Prometheus reads them. Only labels of a short list pass: a label may name a route, a method, a job, never a person,
/// a thing or an address.
/// </summary>
internal sealed class Prometheus : IDisposable
{
    internal static readonly string[] Meters = [TowerMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    internal static readonly string[] Labels = ["http.request.method", "http.response.status_code", "http.route", "gc.heap.generation", "cpu.mode", "job", "outcome", "code"];

    private static readonly double[] Usual = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), Series> _series = new();
    private readonly MeterListener _listener = new();

    public Prometheus()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Note(i, value, tags));
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Note(i, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Note(i, value, tags));
        _listener.Start();
    }

    /// <summary>The figures now, in the text format 0.0.4.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var group in _series.GroupBy(s => s.Key.Instrument.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var first = group.First().Key.Instrument;
            var name = NameOf(first);
            var kind = IsHistogram(first) ? "histogram" : IsCounter(first) ? "counter" : "gauge";
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {(first.Description ?? "").ReplaceLineEndings(" ")}\n# TYPE {name} {kind}\n");
            foreach (var (key, series) in group.OrderBy(s => s.Key.Labels, StringComparer.Ordinal))
            {
                series.Write(text, name, key.Labels, kind == "histogram");
            }
        }
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = _series.GetOrAdd((instrument, LabelsOf(tags)), key => new Series(IsHistogram(key.Instrument) ? (key.Instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? Usual : []));
        series.Add(value, absolute: instrument.IsObservable || instrument is Gauge<double> or Gauge<long>);
    }

    private static bool IsHistogram(Instrument instrument) => instrument is Histogram<double> or Histogram<long> or Histogram<int>;

    private static bool IsCounter(Instrument instrument) => instrument.GetType().Name.StartsWith("Counter", StringComparison.Ordinal) || instrument.GetType().Name.StartsWith("ObservableCounter", StringComparison.Ordinal);

    private static string NameOf(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return instrument.Name.Replace('.', '_') + (instrument.Name.EndsWith(unit, StringComparison.Ordinal) ? "" : unit) + (IsCounter(instrument) ? "_total" : "");
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            if (Labels.Contains(name))
            {
                var shown = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                text.Append(text.Length == 0 ? "" : ",").Append(name.Replace('.', '_')).Append("=\"").Append(shown.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('"');
            }
        }
        return text.ToString();
    }

    private sealed class Series(IReadOnlyList<double> bounds)
    {
        private readonly long[] _buckets = new long[bounds.Count + 1];
        private readonly Lock _lock = new();
        private double _sum;
        private long _count;

        public void Add(double value, bool absolute)
        {
            lock (_lock)
            {
                _sum = absolute ? value : _sum + value;
                _count++;
                if (bounds.Count > 0)
                {
                    var at = 0;
                    while (at < bounds.Count && value > bounds[at])
                    {
                        at++;
                    }
                    _buckets[at]++;
                }
            }
        }

        public void Write(StringBuilder text, string name, string labels, bool histogram)
        {
            lock (_lock)
            {
                if (!histogram)
                {
                    Line(text, name, labels, _sum);
                    return;
                }
                var below = 0L;
                for (var i = 0; i <= bounds.Count; i++)
                {
                    below += _buckets[i];
                    var bound = i < bounds.Count ? bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                    Line(text, name + "_bucket", labels + (labels.Length == 0 ? "" : ",") + $"le=\"{bound}\"", below);
                }
                Line(text, name + "_sum", labels, _sum);
                Line(text, name + "_count", labels, _count);
            }
        }

        private static void Line(StringBuilder text, string name, string labels, double value) =>
            text.Append(name).Append(labels.Length == 0 ? "" : "{" + labels + "}").Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }
}
