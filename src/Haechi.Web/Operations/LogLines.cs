using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Haechi.Web.Operations;

/// <summary>
/// Writes log lines that hold no personal data. A message of our own names routes, jobs and numbers; of the framework's messages only the pattern is kept, because what fills it may be what a visitor
/// typed. Of an exception stay its kind and where it happened: its text often repeats the value that was wrong.
/// </summary>
internal sealed class LogLines(bool json, TextWriter to) : ILoggerProvider
{
    private static readonly JsonWriterOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly TextWriter _to = TextWriter.Synchronized(to);

    public ILogger CreateLogger(string categoryName) => new Lines(this, categoryName);

    public void Dispose()
    {
        // The stream is not ours to close.
    }

    private void Write(LogLevel level, string category, string text, IReadOnlyList<KeyValuePair<string, object?>> values, Exception? fault)
    {
        var now = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        _to.WriteLine(json ? Json(now, level, category, text, values, fault) : $"{now} {level} {category}: {text}{(fault is null ? "" : "\n" + string.Join('\n', Faults(fault)))}");
    }

    private static string Json(string now, LogLevel level, string category, string text, IReadOnlyList<KeyValuePair<string, object?>> values, Exception? fault)
    {
        using var stream = new MemoryStream();
        using (var line = new Utf8JsonWriter(stream, Form))
        {
            line.WriteStartObject();
            line.WriteString("time", now);
            line.WriteString("level", level.ToString());
            line.WriteString("category", category);
            line.WriteString("message", text);
            foreach (var (name, value) in values)
            {
                line.WriteString(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), Convert.ToString(value, CultureInfo.InvariantCulture));
            }
            if (fault is not null)
            {
                line.WriteStartArray("fault");
                foreach (var part in Faults(fault))
                {
                    line.WriteStringValue(part);
                }
                line.WriteEndArray();
            }
            line.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static IEnumerable<string> Faults(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            // These say what the system said and never repeat what somebody wrote.
            yield return cause is SocketException or Microsoft.Data.Sqlite.SqliteException ? $"{cause.GetType().FullName}: {cause.Message}" : cause is Npgsql.PostgresException state ? $"{cause.GetType().FullName}: {state.SqlState}" : cause.GetType().FullName ?? "?";
            foreach (var frame in new StackTrace(cause, fNeedFileInfo: true).GetFrames())
            {
                if (frame.GetMethod() is { DeclaringType: { } type } method)
                {
                    yield return $"  at {type.FullName}.{method.Name}{(frame.GetFileLineNumber() > 0 ? ":" + frame.GetFileLineNumber().ToString(CultureInfo.InvariantCulture) : "")}";
                }
            }
        }
    }

    private sealed class Lines(LogLines lines, string category) : ILogger
    {
        private readonly bool _ours = category.StartsWith("Haechi.", StringComparison.Ordinal);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            var pattern = values.FirstOrDefault(v => v.Key == "{OriginalFormat}").Value as string ?? eventId.Name ?? "?";
            lines.Write(logLevel, category, _ours ? formatter(state, exception) : pattern, _ours ? [.. values.Where(v => v.Key != "{OriginalFormat}")] : [], exception);
        }
    }
}
