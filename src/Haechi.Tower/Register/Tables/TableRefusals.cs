using System.Globalization;
using Haechi.Rules;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>The refusals of the readers, in one place so that they sound alike: what was wrong, where, what was expected, what to do next.</summary>
internal static class TableRefusals
{
    public static Refusal Make(string code, string? where, string ko, string en, string nextKo, string nextEn) =>
        new(code, LocalText.Of(ko, en), where, LocalText.Of(nextKo, nextEn));

    public static Refusal FileTooLarge(string file, long? length, long most)
    {
        var size = length is { } l ? Size(l) : null;
        return Make("file-too-large", file,
            size is null ? $"파일이 {Size(most)}보다 큽니다." : $"파일 크기가 {size}로, 허용되는 {Size(most)}보다 큽니다.",
            size is null ? $"the file is larger than the {Size(most)} allowed" : $"the file has {size}; {Size(most)} are allowed",
            "부서나 연도별로 나누어 올려 주십시오.", "Split it, for example by department or year, and import the parts.");
    }

    public static Refusal TooManyRows(string where, int most) => Make("too-many-rows", where,
        $"행이 허용되는 {N(most)}개보다 많습니다.", $"there are more rows than the {N(most)} allowed", "파일을 나누어 올려 주십시오.", "Split the file and import the parts.");

    public static Refusal TooManyColumns(string where, int most) => Make("too-many-columns", where,
        $"열이 허용되는 {N(most)}개보다 많습니다.", $"there are more columns than the {N(most)} allowed",
        "구분 문자가 맞는지 확인하고 필요한 열만 남겨 주십시오.", "Check the separator and keep only the columns that are needed.");

    public static Refusal CellTooLong(string where, int most) => Make("cell-too-long", where,
        $"한 칸의 글이 허용되는 {N(most)}자보다 깁니다.", $"a cell holds more than the {N(most)} characters allowed",
        "긴 글은 별도 파일로 두고 칸에는 요약이나 주소를 적어 주십시오.", "Keep the long text as a file of its own and write a summary or address in the cell.");

    public static Refusal TooMuchText(string where, long most) => Make("too-much-text", where,
        $"표의 내용이 메모리에서 허용되는 {Size(most)}를 넘습니다.", $"the table takes more than the {Size(most)} of memory allowed", "파일을 나누어 올려 주십시오.", "Split the file and import the parts.");

    public static Refusal Empty(string file) => Make("empty", file,
        "표가 비어 있습니다.", "the table is empty", "열 이름이 적힌 행과 내용이 있는 파일을 올려 주십시오.", "Give a file with a row of column names and the records below it.");

    public static Refusal NulCharacter(string where) => Make("nul", where,
        "글에 있을 수 없는 문자(NUL)가 있습니다. 글로 된 표가 아니거나 파일이 손상되었습니다.", "a NUL stands here, which no text holds; this is no table of text, or the file is damaged",
        "원본 프로그램에서 'CSV UTF-8' 또는 .xlsx로 다시 저장하여 올려 주십시오.", "Save it again as 'CSV UTF-8' or .xlsx in the program that it comes from.");

    public static Refusal NoSuchSheet(string file, string asked, IEnumerable<string> there) => Make("no-such-sheet", file,
        $"'{asked}' 시트가 없습니다. 있는 시트: {string.Join(", ", there)}", $"there is no sheet '{asked}'; there are: {string.Join(", ", there)}",
        "시트 이름을 확인하십시오.", "Check the name of the sheet.");

    public static Refusal NoSuchHeader(string file, int asked) => Make("no-such-header", file,
        $"{N(asked)}번째 줄에는 열 이름으로 쓸 내용이 없습니다.", $"line {N(asked)} holds nothing that could name the columns",
        "열 이름이 있는 줄의 번호를 다시 지정하십시오.", "Give the line on which the columns are named.");

    public static Refusal Unreadable(string file, string ko, string en, string detail) => Make("unreadable", file,
        $"{ko}로 읽을 수 없습니다. 파일이 손상되었거나 도중에 잘렸습니다. ({detail})", $"this cannot be read as {en}; the file is damaged or cut off ({detail})",
        "원본 프로그램에서 열어 다시 저장한 뒤 올려 주십시오.", "Open it in the program that it comes from, save it again and import that file.");

    public static string At(string file, long line) => $"{file}:{line.ToString(CultureInfo.InvariantCulture)}";

    public static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Size(long bytes) => bytes switch
    {
        >= 1024L * 1024 * 1024 => (bytes / (1024.0 * 1024 * 1024)).ToString("0.#", CultureInfo.InvariantCulture) + " GB",
        >= 1024 * 1024 => (bytes / (1024.0 * 1024)).ToString("0.#", CultureInfo.InvariantCulture) + " MB",
        _ => N(bytes) + " bytes",
    };
}
