using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Haechi.Tower.Operations.Backups;

/// <summary>A chunk of a backup could not be opened: it was altered, moved, cut off, or comes from another file.</summary>
internal sealed class AlteredException(long chunk, long at) : IOException($"chunk {chunk} at byte {at} cannot be opened")
{
    public long Chunk => chunk;

    public long At => at;
}

/// <summary>
/// Chunks of AES-256-GCM, each bound to the head of the file, to its number and to whether it is the last: none can be altered, moved, left out or added unseen (the STREAM construction of Hoang,
/// Reyhanitabar, Rogaway and Vizár, 2015). The key serves one file only, so that numbers are safe nonces.
/// </summary>
internal static class Sealed
{
    public const int Tag = 16;

    public static byte[] Nonce(uint number, bool last)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(7), number);
        nonce[11] = last ? (byte)1 : (byte)0;
        return nonce;
    }
}

/// <summary>Closes what is written to it. Disposing writes the last chunk; a file without it is refused.</summary>
internal sealed class SealedWriter(Stream to, byte[] key, byte[] head) : Stream
{
    private readonly AesGcm _aes = new(key, Sealed.Tag);
    private readonly byte[] _plain = new byte[BackupHeader.Chunk];
    private readonly byte[] _closed = new byte[BackupHeader.Chunk + Sealed.Tag];
    private int _filled;
    private uint _number;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            // A full chunk waits until more comes, because only the last one may be the last.
            if (_filled == _plain.Length)
            {
                Close(last: false);
            }
            var taken = Math.Min(buffer.Length, _plain.Length - _filled);
            buffer[..taken].CopyTo(_plain.AsSpan(_filled));
            _filled += taken;
            buffer = buffer[taken..];
        }
    }

    /// <summary>Writes the last chunk. Without this call the file stays unfinished, which is what a broken-off backup must be.</summary>
    public void Finish() => Close(last: true);

    public override void Flush()
    {
        // Chunks are written when they are full.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _aes.Dispose();
        base.Dispose(disposing);
    }

    private void Close(bool last)
    {
        _aes.Encrypt(Sealed.Nonce(_number, last), _plain.AsSpan(0, _filled), _closed.AsSpan(0, _filled), _closed.AsSpan(_filled, Sealed.Tag), head);
        to.Write(_closed.AsSpan(0, _filled + Sealed.Tag));
        _number = checked(_number + 1);
        _filled = 0;
    }
}

/// <summary>Opens what a <see cref="SealedWriter"/> closed, chunk by chunk; gives nothing of a chunk before it is known to be whole.</summary>
internal sealed class SealedReader(Stream from, byte[] key, byte[] head) : Stream
{
    private readonly AesGcm _aes = new(key, Sealed.Tag);
    private readonly byte[] _plain = new byte[BackupHeader.Chunk];
    private byte[] _next = new byte[BackupHeader.Chunk + Sealed.Tag];
    private byte[] _closed = new byte[BackupHeader.Chunk + Sealed.Tag];
    private int _nextLength = -1;
    private int _length;
    private int _given;
    private uint _number;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_given == _length)
        {
            if (_ended)
            {
                return 0;
            }
            Open();
        }
        var taken = Math.Min(buffer.Length, _length - _given);
        _plain.AsSpan(_given, taken).CopyTo(buffer);
        _given += taken;
        return taken;
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _aes.Dispose();
        base.Dispose(disposing);
    }

    private void Open()
    {
        var length = _nextLength >= 0 ? _nextLength : Fill();
        (_closed, _next) = (_next, _closed);
        _nextLength = length == _closed.Length ? Fill() : 0;
        _ended = _nextLength == 0;
        var place = head.Length + (long)_number * _closed.Length;
        if (length < Sealed.Tag)
        {
            throw new AlteredException(_number, place);
        }
        try
        {
            _aes.Decrypt(Sealed.Nonce(_number, _ended), _closed.AsSpan(0, length - Sealed.Tag), _closed.AsSpan(length - Sealed.Tag, Sealed.Tag), _plain.AsSpan(0, length - Sealed.Tag), head);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new AlteredException(_number, place);
        }
        (_length, _given) = (length - Sealed.Tag, 0);
        _number++;
    }

    private int Fill() => from.ReadAtLeast(_next, _next.Length, throwOnEndOfStream: false);
}
