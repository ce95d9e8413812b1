using System.CommandLine;

namespace Haechi.Verbs;

/// <summary><c>haechi classify</c></summary>
internal static class ClassifyVerb
{
    public static Command Create(Terminal terminal) => new("classify", terminal.Say("목록의 시스템을 분류합니다.", "Classify the systems of an inventory."));
}
