namespace Haechi.Outside.Tests.Support;

/// <summary>Collects what was compared; shown in the test's output and kept in artifacts/agreement.txt.</summary>
internal static class Figures
{
    private static readonly SortedDictionary<string, string> Lines = new(StringComparer.Ordinal);
    private static readonly Lock Gate = new();

    public static void Add(string what, string figures, ITestOutputHelper output)
    {
        output.WriteLine($"{what}: {figures}");
        lock (Gate)
        {
            Lines[what] = figures;
            var folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts")).FullName;
            File.WriteAllLines(Path.Combine(folder, "agreement.txt"), Lines.Select(l => $"{l.Key}: {l.Value}"));
        }
    }
}
