namespace Haechi.Ledger.Notes;

/// <summary>Ed25519 (RFC 8032) by libcrypto.</summary>
internal static unsafe class Ed25519
{
    public const int KeyLength = 32;
    public const int SignatureLength = 64;

    /// <summary>EVP_PKEY_ED25519, the number of the algorithm.</summary>
    private const int Algorithm = 1087;

    private static readonly Lazy<Calls> Native = new(() => new Calls());

    /// <summary>True when libcrypto is there and knows Ed25519.</summary>
    public static bool IsThere => LibCrypto.Find("EVP_PKEY_new_raw_private_key") != 0;

    /// <summary>The public key of a secret seed of 32 bytes.</summary>
    public static byte[] PublicKey(ReadOnlySpan<byte> seed)
    {
        using var key = new Key(seed, isPrivate: true);
        var bytes = new byte[KeyLength];
        nuint length = KeyLength;
        fixed (byte* to = bytes)
        {
            Check(Native.Value.GetPublicKey(key.Pointer, to, &length));
        }
        return bytes;
    }

    /// <summary>The signature of a message by the seed's key: 64 bytes.</summary>
    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        using var key = new Key(seed, isPrivate: true);
        var context = Native.Value.NewContext();
        try
        {
            var signature = new byte[SignatureLength];
            nuint length = SignatureLength;
            fixed (byte* to = signature, from = message)
            {
                Check(Native.Value.SignInit(context, null, null, null, key.Pointer));
                Check(Native.Value.Sign(context, to, &length, from, (nuint)message.Length));
            }
            return signature;
        }
        finally
        {
            Native.Value.FreeContext(context);
        }
    }

    /// <summary>True when the signature is the public key's of the message.</summary>
    public static bool Verifies(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != KeyLength || signature.Length != SignatureLength)
        {
            return false;
        }
        using var key = new Key(publicKey, isPrivate: false);
        var context = Native.Value.NewContext();
        try
        {
            fixed (byte* signed = signature, from = message)
            {
                return Native.Value.VerifyInit(context, null, null, null, key.Pointer) == 1
                    && Native.Value.Verify(context, signed, SignatureLength, from, (nuint)message.Length) == 1;
            }
        }
        finally
        {
            Native.Value.FreeContext(context);
            // A signature that does not fit leaves entries on libcrypto's error list of this thread.
            Native.Value.ClearErrors();
        }
    }

    private static void Check(int code)
    {
        if (code != 1)
        {
            throw new System.Security.Cryptography.CryptographicException("libcrypto refused an Ed25519 operation.");
        }
    }

    private readonly ref struct Key
    {
        public Key(ReadOnlySpan<byte> bytes, bool isPrivate)
        {
            fixed (byte* from = bytes)
            {
                Pointer = (isPrivate ? Native.Value.NewPrivate : Native.Value.NewPublic)(Algorithm, null, from, (nuint)bytes.Length);
            }
            Check(Pointer == null ? 0 : 1);
        }

        public void* Pointer { get; }

        public void Dispose() => Native.Value.FreeKey(Pointer);
    }

    /// <summary>The functions of libcrypto, as its manual pages declare them.</summary>
    private sealed class Calls
    {
        public readonly delegate* unmanaged<int, void*, byte*, nuint, void*> NewPrivate = (delegate* unmanaged<int, void*, byte*, nuint, void*>)LibCrypto.Need("EVP_PKEY_new_raw_private_key");
        public readonly delegate* unmanaged<int, void*, byte*, nuint, void*> NewPublic = (delegate* unmanaged<int, void*, byte*, nuint, void*>)LibCrypto.Need("EVP_PKEY_new_raw_public_key");
        public readonly delegate* unmanaged<void*, byte*, nuint*, int> GetPublicKey = (delegate* unmanaged<void*, byte*, nuint*, int>)LibCrypto.Need("EVP_PKEY_get_raw_public_key");
        public readonly delegate* unmanaged<void*, void> FreeKey = (delegate* unmanaged<void*, void>)LibCrypto.Need("EVP_PKEY_free");
        public readonly delegate* unmanaged<void*> NewContext = (delegate* unmanaged<void*>)LibCrypto.Need("EVP_MD_CTX_new");
        public readonly delegate* unmanaged<void*, void> FreeContext = (delegate* unmanaged<void*, void>)LibCrypto.Need("EVP_MD_CTX_free");
        public readonly delegate* unmanaged<void*, void*, void*, void*, void*, int> SignInit = (delegate* unmanaged<void*, void*, void*, void*, void*, int>)LibCrypto.Need("EVP_DigestSignInit");
        public readonly delegate* unmanaged<void*, byte*, nuint*, byte*, nuint, int> Sign = (delegate* unmanaged<void*, byte*, nuint*, byte*, nuint, int>)LibCrypto.Need("EVP_DigestSign");
        public readonly delegate* unmanaged<void*, void*, void*, void*, void*, int> VerifyInit = (delegate* unmanaged<void*, void*, void*, void*, void*, int>)LibCrypto.Need("EVP_DigestVerifyInit");
        public readonly delegate* unmanaged<void*, byte*, nuint, byte*, nuint, int> Verify = (delegate* unmanaged<void*, byte*, nuint, byte*, nuint, int>)LibCrypto.Need("EVP_DigestVerify");
        public readonly delegate* unmanaged<void> ClearErrors = (delegate* unmanaged<void>)LibCrypto.Need("ERR_clear_error");
    }
}
