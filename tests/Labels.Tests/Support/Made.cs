using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Haechi.Labels.Carriers;

namespace Haechi.Labels.Tests.Support;

/// <summary>Small files of every format, made here byte by byte.</summary>
internal static class Made
{
    public static readonly Dictionary<string, byte[]> All = new()
    {
        ["a.png"] = Png(16), ["a.jpg"] = Jpeg(), ["a.webp"] = Riff("WEBP", [("VP8 ", 121)]), ["a.wav"] = Riff("WAVE", [("fmt ", 16), ("data", 1001)]), ["a.mp3"] = Mp3(tag: null),
        ["a.mp4"] = Mp4("isom"), ["a.mov"] = Mp4("qt  "), ["a.m4a"] = Mp4("M4A "), ["a.svg"] = Svg("<g/>"),
        ["a.pdf"] = MadePdf.Plain(), ["streams.pdf"] = MadePdf.WithStreams(), ["a.txt"] = Text, ["a.md"] = Encoding.UTF8.GetBytes("# 하늘시 공고\n\n본문입니다.\n"), ["a.html"] = Page("utf-8"),
    };

    /// <summary>Text with what looks alike and is not the same: an emoji with a selector of its own, and no newline at the end.</summary>
    public static byte[] Text => Encoding.UTF8.GetBytes("하늘시 공고 ☺\uFE0F\r\n둘째 줄. Café au lait.\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}. 나무를 심습니다.\n")) + "끝");

    public static byte[] Page(string charset, string head = "<title>공고 </head></title>") =>
        Encoding.UTF8.GetBytes($"<!DOCTYPE html>\n<!-- <head> --><html lang=\"ko\"><head>\n<meta charset={charset}>\n{head}<script>var a = \"</title>\";</script>\n</head>\n<body><svg></svg><p>본문입니다.</p></body></html>\n");

    public static byte[] Png(int depth, int size = 12, string? between = null)
    {
        using var pixels = new MemoryStream();
        using (var z = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            z.Write(Noise(size * (1 + (size * 3 * depth / 8)), 7));
        }
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, size);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), size);
        (head[8], head[9]) = ((byte)depth, 2);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", head), .. between is null ? [] : Chunk("tEXt", Encoding.Latin1.GetBytes(between)), .. Chunk("IDAT", pixels.ToArray()), .. Chunk("IEND", [])];
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        var (length, crc) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(crc, Bytes.Crc32(named));
        return [.. length, .. named, .. crc];
    }

    /// <summary>The marks of a JPEG with the bytes of a picture that nobody decodes here.</summary>
    public static byte[] Jpeg() => [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xDB, 0, 67, .. Noise(65, 3), 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, .. Noise(900, 4).Select(b => b == 0xFF ? (byte)1 : b), 0xFF, 0xD9];

    public static byte[] Riff(string form, (string Id, int Length)[] chunks)
    {
        var body = chunks.SelectMany(c => (byte[])[.. Encoding.ASCII.GetBytes(c.Id), .. Little(c.Length), .. Noise(c.Length, 5), .. new byte[c.Length & 1]]).ToArray();
        return [.. "RIFF"u8, .. Little(body.Length + 4), .. Encoding.ASCII.GetBytes(form), .. body];
    }

    public static byte[] Mp3(byte[]? tag) => [.. tag ?? [], .. Enumerable.Range(0, 4).SelectMany(i => (byte[])[0xFF, 0xFB, 0x90, 0x64, .. Noise(413, i)])];

    public static byte[] Id3(byte version, byte flags, params (string Id, byte[] Content)[] frames)
    {
        var body = frames.SelectMany(f =>
        {
            var head = new byte[10];
            Encoding.ASCII.GetBytes(f.Id, head);
            Id3Tag.WriteSize(head.AsSpan(4), f.Content.Length, plain: version == 3);
            return (byte[])[.. head, .. f.Content];
        }).Concat(new byte[64]).ToArray();
        var size = new byte[4];
        Id3Tag.WriteSize(size, body.Length, plain: false);
        return [.. "ID3"u8, version, 0, flags, .. size, .. body];
    }

    /// <summary>A film of one track whose table names the place of its media.</summary>
    public static byte[] Mp4(string brand, bool wide = false, bool mediaFirst = false)
    {
        var ftyp = Box("ftyp", [.. Encoding.ASCII.GetBytes(brand), 0, 0, 0, 0, .. "isom"u8]);
        var media = Box("mdat", Noise(500, 9));
        byte[] Moov(long place)
        {
            var entry = new byte[wide ? 8 : 4];
            if (wide)
            {
                BinaryPrimitives.WriteInt64BigEndian(entry, place);
            }
            else
            {
                BinaryPrimitives.WriteInt32BigEndian(entry, (int)place);
            }
            var table = Box(wide ? "co64" : "stco", [0, 0, 0, 0, 0, 0, 0, 1, .. entry]);
            return Box("moov", Box("trak", Box("mdia", Box("minf", Box("stbl", table)))));
        }
        return mediaFirst ? [.. ftyp, .. media, .. Moov(ftyp.Length + 8)] : [.. ftyp, .. Box("free", new byte[9]), .. Moov(ftyp.Length + 17 + Moov(0).Length + 8), .. media];
    }

    public static byte[] Box(string type, byte[] content)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, content.Length + 8);
        return [.. size, .. Encoding.ASCII.GetBytes(type), .. content];
    }

    public static byte[] Svg(string inside) => Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?>\n<!-- <svg> --><!DOCTYPE svg [<!ENTITY a \"b\">]>\n<svg xmlns=\"http://www.w3.org/2000/svg\" a='>'>{inside}<text>가나다</text></svg>\n");

    public static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Little(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
