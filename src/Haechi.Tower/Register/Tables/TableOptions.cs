namespace Haechi.Tower.Register.Tables;

/// <summary>What a person may decide about the reading of a file. Null means: find out.</summary>
/// <param name="Encoding"><c>utf-8</c>, <c>utf-16le</c>, <c>utf-16be</c>, <c>cp949</c> (also <c>euc-kr</c>) or <c>cp1252</c>.</param>
/// <param name="Delimiter">What separates the cells of a text file.</param>
/// <param name="HeaderLine">The line or row that names the columns.</param>
/// <param name="Sheet">The sheet of a workbook or table of an SQL dump.</param>
/// <param name="Limits">How much is read; <see cref="TableLimits.Usual"/> when null.</param>
public sealed record TableOptions(string? Encoding = null, char? Delimiter = null, int? HeaderLine = null, string? Sheet = null, TableLimits? Limits = null);

/// <summary>How much of a file is read before it is refused. The limits keep one upload from taking the server's memory; they are far above any real register.</summary>
public sealed record TableLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static TableLimits Usual { get; } = new();

    /// <summary>Bytes of the file: 256 MiB.</summary>
    public long FileBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Bytes of a JSON array, which must be taken apart as a whole and grows tenfold: 64 MiB. JSON lines are held to <see cref="FileBytes"/> alone.</summary>
    public long JsonBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Rows: 1,000,000.</summary>
    public int Rows { get; init; } = 1_000_000;

    /// <summary>Columns: 2,000.</summary>
    public int Columns { get; init; } = 2_000;

    /// <summary>Tables of an SQL dump: 64.</summary>
    public int SqlTables { get; init; } = 64;

    /// <summary>Characters of one cell: 1,048,576.</summary>
    public int CellCharacters { get; init; } = 1024 * 1024;

    /// <summary>Bytes that the cells may take in memory: 512 MiB.</summary>
    public long MemoryBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Bytes of everything in a workbook once unpacked: 1 GiB.</summary>
    public long UnpackedBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>How many times larger than packed a part of 16 MiB or more may become: 300. Real sheets stay under 100; a bomb reaches 1,000.</summary>
    public int PackingRatio { get; init; } = 300;

    /// <summary>Parts inside a workbook: 10,000.</summary>
    public int PackedParts { get; init; } = 10_000;
}
