using System.Text;
using System.Text.Json;
using Haechi.Rules.Output;

namespace Haechi.Verbs;

/// <summary>Writes things as a JSON array, one to a line, without holding all of them.</summary>
internal static class JsonOutput
{
    public static void WriteArray<T>(TextWriter output, IEnumerable<T> things, Action<Utf8JsonWriter, T> write)
    {
        output.Write('[');
        var first = true;
        foreach (var thing in things)
        {
            output.Write(first ? "" : ",\n");
            first = false;
            output.Write(One(thing, write));
        }
        output.Write("]\n");
    }

    public static void WriteLines<T>(TextWriter output, IEnumerable<T> things, Action<Utf8JsonWriter, T> write)
    {
        foreach (var thing in things)
        {
            output.Write(One(thing, write));
            output.Write('\n');
        }
    }

    /// <summary>Writes one thing on one line.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        output.Write(One(write, (json, act) => act(json)));
        output.Write('\n');
    }

    /// <summary>Writes shapes as the API answers them, as an array, one to a line.</summary>
    public static void WriteShapes<T>(TextWriter output, IEnumerable<T> shapes)
    {
        output.Write('[');
        var first = true;
        foreach (var shape in shapes)
        {
            output.Write(first ? "" : ",\n");
            first = false;
            output.Write(JsonSerializer.Serialize(shape, Haechi.Web.Api.ApiJson.Options));
        }
        output.Write("]\n");
    }

    /// <summary>Writes a shape as the API answers it.</summary>
    public static void WriteShape<T>(TextWriter output, T shape)
    {
        output.Write(JsonSerializer.Serialize(shape, Haechi.Web.Api.ApiJson.Options));
        output.Write('\n');
    }

    private static string One<T>(T thing, Action<Utf8JsonWriter, T> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, DeterminationJson.Options))
        {
            write(json, thing);
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
