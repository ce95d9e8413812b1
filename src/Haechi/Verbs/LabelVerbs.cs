using System.CommandLine;

namespace Haechi.Verbs;

/// <summary><c>haechi label …</c>: content credentials put into files, and checked.</summary>
internal static class LabelVerbs
{
    public static Command Create(Terminal terminal) =>
        new("label", terminal.Say("파일에 콘텐츠 자격증명(C2PA)을 넣고 확인합니다.", "Put content credentials (C2PA) into files, and check them."))
        {
            LabelAddVerb.Create(terminal),
            LabelCheckVerb.Create(terminal),
            LabelKeysVerb.Create(terminal),
            LabelTrustVerb.Create(terminal),
        };
}
