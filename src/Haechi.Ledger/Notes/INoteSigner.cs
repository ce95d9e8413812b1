namespace Haechi.Ledger.Notes;

/// <summary>Signs notes with one key, wherever that key is kept.</summary>
public interface INoteSigner
{
    /// <summary>The public half.</summary>
    public VerifierKey Verifier { get; }

    /// <summary>The signature of a note's text, as its line carries it, without the key's id.</summary>
    public byte[] Sign(string text);
}
