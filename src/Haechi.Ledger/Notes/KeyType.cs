namespace Haechi.Ledger.Notes;

/// <summary>Kinds of signatures with the byte that C2SP signed-note gives them.</summary>
public enum KeyType
{
    /// <summary>Ed25519 over the note's text (RFC 8032). The key is 32 bytes.</summary>
    Ed25519 = 1,

    /// <summary>ECDSA over P-256 with SHA-256, the signature in DER. The key is a SubjectPublicKeyInfo in DER.</summary>
    Ecdsa = 2,

    /// <summary>A witness's cosignature: a time, and Ed25519 over time and text (C2SP tlog-cosignature, v1).</summary>
    Cosignature = 4,
}
