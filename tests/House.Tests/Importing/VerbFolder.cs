using System.Text;
using System.Text.Json;
using Haechi.House.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Haechi.House.Tests.Importing;

/// <summary>A folder for one test of the command: files to import and a register.</summary>
internal sealed class VerbFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("haechi-import-").FullName;

    /// <summary>The data folder; made by the first import.</summary>
    public string Data => Path.Combine(_root, "data");

    public string File(string name) => Path.Combine(_root, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    /// <summary>Runs a verb on the folder's register, in English.</summary>
    public (int Code, string Out, string Error) Run(params string[] args) => Command.Run([.. args, "--data", Data, "--lang", "en"]);

    /// <summary>Runs a verb that must not be refused and gives its JSON.</summary>
    public JsonElement Json(params string[] args)
    {
        var (code, output, error) = Run([.. args, "--format", "json"]);
        Assert.True(code is 0 or 1, error);
        using var json = JsonDocument.Parse(output);
        return json.RootElement.Clone();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_root, recursive: true);
    }
}
