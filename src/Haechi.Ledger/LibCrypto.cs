using System.Runtime.InteropServices;

namespace Haechi.Ledger;

/// <summary>OpenSSL's libcrypto, found at run time: the framework has no Ed25519.</summary>
internal static class LibCrypto
{
    private static readonly string[] Names = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto.dylib", "libcrypto-3-x64", "libcrypto"];
    private static readonly nint Handle = Load();

    /// <summary>False when no libcrypto is installed.</summary>
    public static bool IsThere => Handle != 0;

    /// <summary>The address of a function, or 0.</summary>
    public static nint Find(string function) => Handle != 0 && NativeLibrary.TryGetExport(Handle, function, out var address) ? address : 0;

    /// <summary>The address of a function that there is no way around.</summary>
    /// <exception cref="PlatformNotSupportedException">libcrypto or the function is missing.</exception>
    public static nint Need(string function) => Find(function) is var address and not 0 ? address : throw new PlatformNotSupportedException(
        $"Ed25519 서명에는 OpenSSL의 libcrypto 1.1.1 이상이 필요합니다({function} 없음). Debian에서는 libssl3 을 설치하십시오. / Ed25519 needs libcrypto 1.1.1 or later of OpenSSL ({function} not found); on Debian install libssl3.");

    private static nint Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                return handle;
            }
        }
        return 0;
    }
}
