namespace Haechi.Labels.Carriers.Pdf;

/// <summary>An object of a file.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Value">What it is; of a stream, what is said about it.</param>
/// <param name="StreamAt">The first byte of a stream's data; null when it is none.</param>
internal sealed record PdfObject(int Number, int Generation, PdfValue Value, long? StreamAt);
