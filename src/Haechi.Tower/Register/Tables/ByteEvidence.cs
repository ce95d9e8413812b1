using System.Buffers;

namespace Haechi.Tower.Register.Tables;

/// <summary>
/// What the bytes of a text file say about its encoding, gathered in one pass. UTF-8 proves itself (Unicode standard, table 3-7). The two older encodings do not; they are told
/// apart by how bytes above 7F stand: Korean text in CP949 consists of pairs whose first byte is B0-C8 (the Hangul of KS X 1001), Western text in CP1252 has single ones between letters.
/// </summary>
internal sealed class ByteEvidence
{
    // Syllables that official Korean is full of; together about two thirds of any such text.
    private const string Frequent = "이다는의에을가하고사로인어기지서시한리도자정은를수대부일보전성제원주스과상나해그아있적관공구조으장비영계안치동용선연민니들라여화국위통무실행경신유물방세소교생중업법결물체내및개회목분석예담당명템모현데요처운"
        + "복청번호반환평출발산재면급문회술품등록검증접식별권익책규칙준초출심판남녀노년월학습활작오입단양각간금농도로만본불차표합항향허형확";

    private static readonly HashSet<ushort> Common = [.. KsBytes(Frequent)];

    private int _needed;
    private byte _low = 0x80;
    private byte _high = 0xBF;
    private long _sequenceStart;
    private int _sequenceLine;
    private byte _run;
    private int _runLength;

    public long Length { get; private set; }

    public long FirstNul { get; private set; } = -1;

    public long Nuls { get; private set; }

    public long HighBytes { get; private set; }

    /// <summary>Offset of the first byte that is no UTF-8; -1 when all is.</summary>
    public long FirstBroken { get; private set; } = -1;

    public int FirstBrokenLine { get; private set; }

    public long BrokenSequences { get; private set; }

    public long Utf8Sequences { get; private set; }

    /// <summary>Bytes above 7F that stand alone.</summary>
    public long Single { get; private set; }

    /// <summary>Pairs within runs of even length, and those among them that are common Hangul.</summary>
    public long Pairs { get; private set; }

    public long HangulPairs { get; private set; }

    /// <summary>Those of the common Hangul that are frequent in Korean.</summary>
    public long CommonSyllables { get; private set; }

    /// <summary>Bytes that CP1252 leaves undefined.</summary>
    public long Undefined1252 { get; private set; }

    private int Line { get; set; } = 1;

    public static ByteEvidence Of(Stream bytes, CancellationToken stop)
    {
        var evidence = new ByteEvidence();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while ((read = bytes.Read(buffer, 0, buffer.Length)) > 0)
            {
                stop.ThrowIfCancellationRequested();
                evidence.Take(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        evidence.End();
        return evidence;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            Utf8(b);
            Runs(b);
            if (b == 0)
            {
                FirstNul = FirstNul < 0 ? Length : FirstNul;
                Nuls++;
            }
            Line += b == '\n' ? 1 : 0;
            Length++;
        }
    }

    private void End()
    {
        if (_needed > 0)
        {
            Broken();
        }
        EndRun();
    }

    private void Utf8(byte b)
    {
        if (_needed > 0)
        {
            if (b >= _low && b <= _high)
            {
                (_low, _high) = (0x80, 0xBF);
                _needed--;
                Utf8Sequences += _needed == 0 ? 1 : 0;
                return;
            }
            Broken();
        }
        if (b < 0x80)
        {
            return;
        }
        (_sequenceStart, _sequenceLine) = (Length, Line);
        (_needed, _low, _high) = b switch
        {
            >= 0xC2 and <= 0xDF => (1, (byte)0x80, (byte)0xBF),
            0xE0 => (2, (byte)0xA0, (byte)0xBF),
            0xED => (2, (byte)0x80, (byte)0x9F),
            >= 0xE1 and <= 0xEF => (2, (byte)0x80, (byte)0xBF),
            0xF0 => (3, (byte)0x90, (byte)0xBF),
            >= 0xF1 and <= 0xF3 => (3, (byte)0x80, (byte)0xBF),
            0xF4 => (3, (byte)0x80, (byte)0x8F),
            _ => (0, (byte)0x80, (byte)0xBF),
        };
        if (_needed == 0)
        {
            Broken();
        }
    }

    private void Broken()
    {
        if (FirstBroken < 0)
        {
            (FirstBroken, FirstBrokenLine) = (_sequenceStart, _sequenceLine);
        }
        BrokenSequences++;
        (_needed, _low, _high) = (0, 0x80, 0xBF);
    }

    private void Runs(byte b)
    {
        if (b < 0x80)
        {
            EndRun();
            return;
        }
        HighBytes++;
        Undefined1252 += b is 0x81 or 0x8D or 0x8F or 0x90 or 0x9D ? 1 : 0;
        _runLength++;
        if (_runLength % 2 == 0)
        {
            Pairs++;
            HangulPairs += _run is >= 0xB0 and <= 0xC8 && b >= 0xA1 && b != 0xFF ? 1 : 0;
            CommonSyllables += Common.Contains((ushort)((_run << 8) | b)) ? 1 : 0;
        }
        _run = b;
    }

    private static IEnumerable<ushort> KsBytes(string syllables) =>
        TextEncodings.Strict(TextEncodings.Cp949).GetBytes(syllables).Chunk(2).Select(pair => (ushort)((pair[0] << 8) | pair[1]));

    private void EndRun()
    {
        Single += _runLength == 1 ? 1 : 0;
        _runLength = 0;
    }
}
