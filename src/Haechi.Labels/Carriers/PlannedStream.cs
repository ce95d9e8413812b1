namespace Haechi.Labels.Carriers;

/// <summary>A file as planned, to be read from any place before it is written: what has to be hashed is never held in memory.</summary>
internal sealed class PlannedStream : Stream
{
    private readonly Stream _source;
    private readonly List<(long Start, long Length, ByteRange? Copied, byte[]? Bytes)> _parts = [];
    private int _at;

    public PlannedStream(Stream source, IReadOnlyList<Piece> pieces, byte[] store)
    {
        _source = source;
        foreach (var piece in pieces.Where(p => p.Length > 0))
        {
            var bytes = piece switch { Piece.Fresh f => f.Bytes, Piece.Store s => s.Wrap(store), _ => null };
            if (bytes is not null && bytes.Length != piece.Length)
            {
                throw new InvalidOperationException($"A piece of {piece.Length} bytes was planned and {bytes.Length} came.");
            }
            StoreAt = piece is Piece.Store ? new ByteRange(Size, piece.Length) : StoreAt;
            _parts.Add((Size, piece.Length, (piece as Piece.Copy)?.Range, bytes));
            Size += piece.Length;
        }
    }

    /// <summary>Where the store stands.</summary>
    public ByteRange StoreAt { get; }

    private long Size { get; set; }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => Size;
    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        if (Position >= Size || buffer.IsEmpty)
        {
            return 0;
        }
        while (_at > 0 && _parts[_at].Start > Position)
        {
            _at--;
        }
        while (_parts[_at].Start + _parts[_at].Length <= Position)
        {
            _at++;
        }
        var part = _parts[_at];
        var offset = Position - part.Start;
        var wanted = (int)Math.Min(buffer.Length, part.Length - offset);
        if (part.Bytes is { } bytes)
        {
            bytes.AsSpan((int)offset, wanted).CopyTo(buffer);
        }
        else
        {
            _source.Position = part.Copied!.Value.Start + offset;
            wanted = _source.Read(buffer[..wanted]);
            if (wanted == 0)
            {
                throw new EndOfStreamException("The file became shorter while it was read.");
            }
        }
        Position += wanted;
        return wanted;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Size + offset };

    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
