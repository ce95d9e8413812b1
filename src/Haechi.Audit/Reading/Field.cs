namespace Haechi.Audit.Reading;

/// <summary>One value as bytes that lie elsewhere. A null pointer is a value that is absent.</summary>
internal readonly unsafe struct Field(byte* start, int length)
{
    public readonly byte* Start = start;
    public readonly int Length = length;

    public ReadOnlySpan<byte> Bytes => new(Start, Length);
}
