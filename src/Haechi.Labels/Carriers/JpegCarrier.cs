using System.Buffers.Binary;
using Haechi.Labels.Jumbf;

namespace Haechi.Labels.Carriers;

/// <summary>JPEG: the store is cut into APP11 segments (C2PA A.3.1.1; ISO/IEC 19566-5, annex D).</summary>
internal sealed class JpegCarrier : Carrier
{
    private const int MostSegments = 100_000;
    private const int SegmentHead = 20; // marker 2, length 2, "JP" 2, box instance 2, sequence 4, box length 4, box type 4
    private const int LargestPart = 65_535 - (SegmentHead - 2);
    private const int Instance = 0x0211;

    public override string Format => "image/jpeg";

    public override IReadOnlyList<string> Endings => [".jpg", ".jpeg", ".jpe", ".jfif"];

    public override bool Knows(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    public override FoundStore? Find(Stream file)
    {
        var runs = Stores(file);
        if (runs.Count == 0)
        {
            return null;
        }
        if (runs.Count > 1)
        {
            throw Several("JPEG");
        }
        var run = runs[0];
        if (run.Sum(s => s.At.Length) > LargestStore)
        {
            throw TooLarge();
        }
        if (run.Zip(run.Skip(1)).Any(p => p.First.At.End != p.Second.At.Start))
        {
            throw Bad("JPEG", "other segments stand between those of the manifest store");
        }
        using var store = new MemoryStream();
        foreach (var (index, segment) in run.Index())
        {
            var bytes = Bytes.ReadExactly(file, segment.At);
            if (segment.Sequence != index + 1)
            {
                throw Bad("JPEG", "the segments of the manifest store are not in order");
            }
            store.Write(bytes, index == 0 ? SegmentHead - 8 : SegmentHead, bytes.Length - (index == 0 ? SegmentHead - 8 : SegmentHead));
        }
        return new FoundStore(store.ToArray(), new ByteRange(run[0].At.Start, run[^1].At.End - run[0].At.Start));
    }

    public override IReadOnlyList<Piece> Plan(Stream file, int store)
    {
        var segments = Segments(file).ToList();
        var place = 2L;
        // Readers of old expect APP0 (JFIF) directly behind the start.
        foreach (var segment in segments.TakeWhile(s => s.Marker == 0xE0))
        {
            place = segment.At.End;
        }
        var dropped = Stores(file).SelectMany(r => r).Select(s => s.At).OrderBy(r => r.Start).ToList();
        var parts = (store - 8 + LargestPart - 1) / LargestPart;
        var pieces = new List<Piece> { new Piece.Copy(new ByteRange(0, place)), new Piece.Store(store - 8 + ((long)parts * SegmentHead), Wrap) };
        foreach (var range in dropped)
        {
            pieces.Add(new Piece.Copy(new ByteRange(place, range.Start - place)));
            place = range.End;
        }
        pieces.Add(new Piece.Copy(new ByteRange(place, file.Length - place)));
        return pieces;
    }

    private static byte[] Wrap(byte[] store)
    {
        using var all = new MemoryStream();
        var head = new byte[SegmentHead];
        for (var (at, sequence) = (8, 1); at < store.Length; at += LargestPart, sequence++)
        {
            var part = Math.Min(LargestPart, store.Length - at);
            (head[0], head[1], head[4], head[5]) = (0xFF, 0xEB, (byte)'J', (byte)'P');
            BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)(part + SegmentHead - 2));
            BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(6), Instance);
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(8), sequence);
            store.AsSpan(0, 8).CopyTo(head.AsSpan(12));
            all.Write(head);
            all.Write(store, at, part);
        }
        return all.ToArray();
    }

    private sealed record Part(ByteRange At, int Instance, uint Sequence);

    /// <summary>The runs of segments that begin with a manifest store.</summary>
    private static List<List<Part>> Stores(Stream file)
    {
        var runs = new List<List<Part>>();
        var head = new byte[SegmentHead + 24];
        foreach (var (_, at) in Segments(file).Where(s => s.Marker == 0xEB && s.At.Length > SegmentHead))
        {
            var length = (int)Math.Min(head.Length, at.Length);
            Bytes.ReadAt(file, at.Start, head.AsSpan(0, length));
            if (head[4] != 'J' || head[5] != 'P')
            {
                continue;
            }
            var part = new Part(at, BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(6)), BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(8)));
            if (part.Sequence == 1 && JumbfReader.BeginsStore(head.AsSpan(SegmentHead - 8, length - SegmentHead + 8)))
            {
                runs.Add([part]);
            }
            else if (part.Sequence > 1 && runs.LastOrDefault() is { } run && run[0].Instance == part.Instance)
            {
                run.Add(part);
            }
        }
        return runs;
    }

    /// <summary>The segments before the picture's data.</summary>
    private static IEnumerable<(int Marker, ByteRange At)> Segments(Stream file)
    {
        var (at, head) = (2L, new byte[4]);
        for (var i = 0; i < MostSegments; i++)
        {
            if (file.Length - at < 4)
            {
                throw Bad("JPEG", $"it ends at byte {file.Length} before its picture begins");
            }
            Bytes.ReadAt(file, at, head);
            if (head[0] != 0xFF)
            {
                throw Bad("JPEG", $"a marker was expected at byte {at}");
            }
            if (head[1] == 0xFF)
            {
                at++; // filling before a marker
                continue;
            }
            if (head[1] is 0xDA or 0xD9)
            {
                yield break;
            }
            if (head[1] is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                at += 2;
                continue;
            }
            var range = new ByteRange(at, BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2)) + 2L);
            if (range.Length < 4 || range.End > file.Length)
            {
                throw Bad("JPEG", $"the segment at byte {at} is longer than the file");
            }
            yield return (head[1], range);
            at = range.End;
        }
        throw Bad("JPEG", $"it has more than {MostSegments} segments");
    }
}
