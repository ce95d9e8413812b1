using System.CommandLine;
using Haechi.Rules;
using Haechi.Rules.Converting;

namespace Haechi.Verbs;

/// <summary><c>haechi rules convert</c></summary>
internal static class ConvertVerb
{
    public static Command Create(Terminal terminal) =>
        new("convert", terminal.Say(
            "남이 만든 규칙 묶음을 규칙책으로 바꿉니다. 원본은 고치지 않고, 복사해 두지도 않습니다.\n예: haechi rules convert nl-tree decision-tree.yaml -o rulebooks/nl/decision-tree",
            "Convert other people's rule packages into rulebooks. The source is only read, from your own copy.\nExample: haechi rules convert nl-tree decision-tree.yaml -o rulebooks/nl/decision-tree"))
        {
            Kind(terminal, "nl-tree", "FILE", RulebookConverter.DecisionTree,
                "라벨과 갈림길이 있는 결정 나무(네덜란드 AI법 결정 도움). 사실: {질문 id: 답의 순번}, 클래스: 라벨과 conclusion/ID.\n예: haechi rules convert nl-tree decision-tree.yaml -o rulebooks/nl/decision-tree",
                "A decision tree with labels and redirects (the Dutch AI Act decision aid). Facts: {question id: index of the answer}; classes: the labels and conclusion/ID.\nExample: haechi rules convert nl-tree decision-tree.yaml -o rulebooks/nl/decision-tree"),
            Kind(terminal, "nl-profiles", "DIR", RulebookConverter.Profiles,
                "적용 프로필이 있는 요건 폴더(네덜란드 과업 등록부). 사실: {속성: [라벨]}, 의무: 적용되는 요건의 URN.\n예: haechi rules convert nl-profiles requirements -o rulebooks/nl/requirements",
                "A folder of requirements with profiles (the Dutch task registry). Facts: {attribute: [labels]}; duties: the URNs of the requirements that apply.\nExample: haechi rules convert nl-profiles requirements -o rulebooks/nl/requirements"),
            Kind(terminal, "ca-aia", "FILE", RulebookConverter.Survey,
                "점수가 있는 SurveyJS 설문(캐나다 알고리즘 영향평가). 사실: 설문의 응답 그대로, 점수: raw, mitigation, total, level.\n예: haechi rules convert ca-aia survey-enfr.json -o rulebooks/ca/aia",
                "A scored SurveyJS questionnaire (Canada's Algorithmic Impact Assessment). Facts: the survey's own data; scores: raw, mitigation, total, level.\nExample: haechi rules convert ca-aia survey-enfr.json -o rulebooks/ca/aia"),
        };

    private static Command Kind(Terminal terminal, string name, string source, Func<string, ConvertOptions, Findings, ConvertedBook?> convert, string ko, string en)
    {
        var from = new Argument<string>(source) { Description = terminal.Say("바꿀 파일이나 폴더", "the file or folder to convert") };
        var output = new Option<string>("--output", "-o") { Description = terminal.Say("규칙책을 둘 폴더", "folder for the rulebook"), HelpName = "DIR", Required = true };
        var id = new Option<string>("--id") { Description = terminal.Say("규칙책의 id (기본: 종류에 따름)", "id of the rulebook (default: by kind)"), HelpName = "ID" };
        var day = new Option<string>("--from") { Description = terminal.Say("시행일 YYYY-MM-DD (기본: 언제나)", "the day from which it is in force, YYYY-MM-DD (default: always)"), HelpName = "DATE" };
        var command = new Command(name, terminal.Say(ko, en)) { from, output, id, day };
        command.SetAction(parsed =>
        {
            var findings = new Findings();
            var options = new ConvertOptions(parsed.GetValue(id), parsed.GetValue(day) is { } text ? Inputs.Day(text, "--from") : null);
            var book = convert(parsed.GetValue(from)!, options, findings);
            terminal.Print(findings.All);
            if (book is null)
            {
                return Exit.WrongUse;
            }
            book.Write(parsed.GetValue(output)!);
            terminal.Out.WriteLine(terminal.Say($"{book.Id}: 파일 {book.Files.Count}개를 {parsed.GetValue(output)}에 썼습니다.", $"{book.Id}: wrote {book.Files.Count} files to {parsed.GetValue(output)}"));
            return findings.All.Count > 0 ? Exit.Findings : Exit.Fine;
        });
        return command;
    }
}
