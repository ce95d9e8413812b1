namespace Haechi.Labels.Carriers.Pdf;

/// <summary>Why a PDF file is not read, or not written to.</summary>
internal static class PdfFault
{
    public static MalformedException Broken(string en) => new("pdf-broken", $"PDF 파일이 손상되었습니다: {en}. 원본 프로그램에서 다시 저장하거나 qpdf 로 고친 뒤 다시 하십시오.",
        $"the PDF file is damaged: {en}; save it again with the program that made it, or repair it with qpdf");

    public static MalformedException Encrypted() => new("pdf-encrypted", "암호화된 PDF는 다루지 않습니다. 암호를 푼 파일로 다시 하십시오.", "encrypted PDF files are not handled; try again with the file without its protection");

    public static MalformedException Certified() => new("pdf-certified", "이 PDF의 인증 서명은 첨부를 더하는 것을 막고 있어, 넣으면 서명이 깨집니다. 인증하기 전의 파일로 다시 하십시오.",
        "the certifying signature of this PDF does not permit additions (DocMDP), and would be broken; try again with the file from before it was certified");

    public static MalformedException Unknown(string en) => new("pdf-unsupported", $"이 PDF가 쓰는 방식은 다루지 않습니다: {en}", $"this PDF uses what is not handled: {en}");
}
