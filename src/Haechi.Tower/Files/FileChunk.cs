namespace Haechi.Tower.Files;

/// <summary>A part of a file's bytes, for installations whose nodes share a database and no folder.</summary>
public sealed class FileChunk
{
    /// <summary>SHA-256 of the whole file, in lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Position of the part, from 0.</summary>
    public int Number { get; init; }

    /// <summary>The bytes.</summary>
    public required byte[] Bytes { get; init; }
}
