using System.Text;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>The encoding of a text file, by its mark or its bytes. What cannot be decided is refused with the place of the first odd byte: a wrong guess would damage names for good.</summary>
internal static class EncodingFinder
{
    public static Result<(string Encoding, bool Mark)> Find(Stream bytes, string file, TableOptions options, ProblemList problems, CancellationToken stop)
    {
        var mark = MarkOf(bytes);
        if (mark == "utf-32")
        {
            return TableRefusals.Make("encoding", file, "UTF-32로 저장된 파일은 읽지 않습니다.", "the file is UTF-32, which is not read", "UTF-8로 저장하여 올려 주십시오.", "Save it as UTF-8.");
        }
        string? asked = null;
        if (options.Encoding is { } wanted && (asked = TextEncodings.NameOf(wanted)) is null)
        {
            return TableRefusals.Make("encoding", file, $"'{wanted}'은(는) 지원하지 않는 문자 인코딩입니다.", $"the encoding '{wanted}' is not supported",
                "utf-8, utf-16le, utf-16be, cp949, cp1252 가운데 하나를 지정하십시오.", "Use one of utf-8, utf-16le, utf-16be, cp949, cp1252.");
        }
        if ((asked ?? mark) is TextEncodings.Utf16Le or TextEncodings.Utf16Be)
        {
            return Checked(bytes, asked ?? mark!, mark == (asked ?? mark), file, stop);
        }
        bytes.Position = 0;
        var evidence = ByteEvidence.Of(bytes, stop);
        if (evidence.FirstNul >= 0)
        {
            return Binary(evidence, file);
        }
        return asked == TextEncodings.Utf8 && evidence.FirstBroken >= 0 ? Wrong(asked, evidence.FirstBroken, file)
            : asked is not null ? Checked(bytes, asked, mark == asked, file, stop)
            : ByBytes(bytes, evidence, mark is not null, file, problems, stop);
    }

    private static string? MarkOf(Stream bytes)
    {
        bytes.Position = 0;
        Span<byte> head = stackalloc byte[4];
        var read = bytes.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        return head[..read] switch
        {
            [0xFF, 0xFE, 0, 0] or [0, 0, 0xFE, 0xFF] => "utf-32",
            [0xFF, 0xFE, ..] => TextEncodings.Utf16Le,
            [0xFE, 0xFF, ..] => TextEncodings.Utf16Be,
            [0xEF, 0xBB, 0xBF, ..] => TextEncodings.Utf8,
            _ => null,
        };
    }

    private static Result<(string Encoding, bool Mark)> ByBytes(Stream bytes, ByteEvidence e, bool mark, string file, ProblemList problems, CancellationToken stop)
    {
        if (e.FirstBroken < 0)
        {
            return (TextEncodings.Utf8, mark);
        }
        var at = TableRefusals.At(file, e.FirstBrokenLine);
        var offset = TableRefusals.N(e.FirstBroken);
        // A mark, or far more good sequences than chance could make: this is UTF-8 that was damaged or pasted together from two files.
        if (mark || e.Utf8Sequences > 4 * e.BrokenSequences)
        {
            return TableRefusals.Make("encoding", at, $"UTF-8 파일인데 {offset}번째 바이트가 UTF-8이 아닙니다. 인코딩이 다른 내용이 섞여 있습니다.",
                $"the file is UTF-8, but the byte at offset {offset} is not; text of another encoding is mixed in",
                "원본을 'CSV UTF-8'로 다시 저장하거나 인코딩을 직접 지정하십시오.", "Save the original as 'CSV UTF-8', or name the encoding yourself.");
        }
        var name = Older(e);
        if (name is null || FirstInvalid(bytes, name, stop) >= 0)
        {
            return TableRefusals.Make("encoding", at, $"문자 인코딩을 알아낼 수 없습니다. {offset}번째 바이트부터 UTF-8이 아니고, CP949나 CP1252라고 볼 근거도 부족합니다.",
                $"the encoding cannot be told: from byte offset {offset} on it is not UTF-8, and there is too little evidence for CP949 or CP1252",
                "'CSV UTF-8'로 저장하여 올리거나 인코딩을 직접 지정하십시오.", "Save it as 'CSV UTF-8', or name the encoding yourself.");
        }
        problems.Add("encoding", at, $"UTF-8이 아니어서 {name.ToUpperInvariant()}로 읽었습니다. 글자가 깨져 보이면 인코딩을 지정하여 다시 올려 주십시오.",
            $"the file is not UTF-8 and was read as {name.ToUpperInvariant()}; if letters look wrong, name the encoding and import it again");
        return (name, false);
    }

    private static string? Older(ByteEvidence e)
    {
        var korean = 2.0 * e.HangulPairs / e.HighBytes;
        var western = (double)e.Single / e.HighBytes;
        var common = (double)e.CommonSyllables / Math.Max(1, e.HangulPairs);
        return (korean, western) switch
        {
            // Chinese in GB 2312 has the same bytes, but they would make syllables that hardly any Korean word has.
            ( >= 0.7, < 0.2) when common >= 0.3 => TextEncodings.Cp949,
            ( < 0.2, >= 0.6) when e.Undefined1252 == 0 => TextEncodings.Cp1252,
            _ => null,
        };
    }

    private static Result<(string Encoding, bool Mark)> Binary(ByteEvidence e, string file)
    {
        // Every second byte of Western text in UTF-16 is NUL.
        var wide = e.Nuls * 10 > e.Length * 3 && e.Nuls * 2 <= e.Length + 2;
        var offset = TableRefusals.N(e.FirstNul);
        return wide
            ? TableRefusals.Make("encoding", file, $"표식(BOM) 없는 UTF-16 파일로 보입니다. {offset}번째 바이트가 0입니다.", $"this looks like UTF-16 without a byte order mark: the byte at offset {offset} is 0",
                "'CSV UTF-8'로 저장하거나 인코딩을 utf-16le로 지정하십시오.", "Save it as 'CSV UTF-8', or name the encoding utf-16le.")
            : TableRefusals.NulCharacter($"{file}@{offset}");
    }

    private static Result<(string Encoding, bool Mark)> Checked(Stream bytes, string name, bool mark, string file, CancellationToken stop)
    {
        var invalid = FirstInvalid(bytes, name, stop);
        return invalid < 0 ? (name, mark) : Wrong(name, invalid, file);
    }

    private static Refusal Wrong(string name, long invalid, string file)
    {
        var offset = TableRefusals.N(invalid);
        return TableRefusals.Make("encoding", $"{file}@{invalid.ToString(System.Globalization.CultureInfo.InvariantCulture)}", $"{offset}번째 바이트는 {name.ToUpperInvariant()} 글자가 아닙니다.", $"the byte at offset {offset} is no character of {name.ToUpperInvariant()}",
            "다른 인코딩을 지정하거나 원본을 'CSV UTF-8'로 저장하여 올려 주십시오.", "Name another encoding, or save the original as 'CSV UTF-8'.");
    }

    /// <summary>The offset of the first byte that the encoding does not know; -1 when it knows all.</summary>
    private static long FirstInvalid(Stream bytes, string name, CancellationToken stop)
    {
        var buffer = new byte[16 * 1024];
        var decoded = new char[buffer.Length + 16];
        foreach (var step in new[] { buffer.Length, 1 })
        {
            // The second time byte by byte, to find the place; only for a file that is refused anyway.
            bytes.Position = 0;
            var decoder = TextEncodings.Strict(name).GetDecoder();
            long offset = 0;
            try
            {
                int read;
                while ((read = bytes.Read(buffer, 0, buffer.Length)) > 0)
                {
                    stop.ThrowIfCancellationRequested();
                    for (var i = 0; i < read; i += step, offset += step)
                    {
                        decoder.GetChars(buffer, i, Math.Min(step, read - i), decoded, 0, flush: false);
                    }
                }
                offset = bytes.Length - 1;
                decoder.GetChars(buffer, 0, 0, decoded, 0, flush: true);
                return -1;
            }
            catch (DecoderFallbackException)
            {
                if (step == 1)
                {
                    return offset;
                }
            }
        }
        return 0;
    }
}
