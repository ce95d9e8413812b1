using System.Security.Cryptography;
using Haechi.Labels.Carriers;
using Haechi.Labels.Verifying;

namespace Haechi.Labels.Signing;

/// <summary>Puts a new manifest into a file: plans it, binds it, signs it, writes it.</summary>
internal static class Labelling
{
    private const int MostRounds = 12;

    /// <summary>Writes the file; tells how the credential stood that became the parent.</summary>
    public static CredentialState Write(Stream source, Stream target, Carrier carrier, SignRequest request, DateTimeOffset now)
    {
        var parent = Parent.Of(source, carrier, request, now);
        var maker = new ManifestMaker(request, parent);
        var (pieces, at, odd) = Settle(source, carrier, maker);
        var length = maker.Draft(Binding(carrier, at, new byte[32]), odd).Length;
        byte[] hash;
        using (var planned = new PlannedStream(source, pieces, new byte[length]))
        {
            hash = carrier.BindsBoxes ? BmffHash.Compute(planned) : RangeHash.Without(planned, HashAlgorithmName.SHA256, [planned.StoreAt]);
        }
        var store = maker.Sign(Binding(carrier, at, hash), odd);
        using var final = new PlannedStream(source, pieces, store);
        final.CopyTo(target);
        return parent?.State ?? CredentialState.None;
    }

    /// <summary>
    /// Where the store stands is written in the store, and so may change its length, and so may change where things stand: planned again until nothing moves.
    /// </summary>
    private static (IReadOnlyList<Piece> Pieces, ByteRange At, bool Odd) Settle(Stream source, Carrier carrier, ManifestMaker maker)
    {
        var (at, odd) = (default(ByteRange), false);
        for (var round = 0; round < MostRounds; round++)
        {
            var length = maker.Draft(Binding(carrier, at, new byte[32]), odd).Length;
            if (carrier.Even && length % 2 != 0)
            {
                odd = !odd;
                length = maker.Draft(Binding(carrier, at, new byte[32]), odd).Length;
            }
            var pieces = carrier.Plan(source, length);
            using var planned = new PlannedStream(source, pieces, new byte[length]);
            if (planned.StoreAt == at)
            {
                return (pieces, at, odd);
            }
            at = planned.StoreAt;
        }
        throw new InvalidOperationException("The place of the manifest store does not settle.");
    }

    private static (string Label, CborMap Content) Binding(Carrier carrier, ByteRange at, byte[] hash) =>
        carrier.BindsBoxes ? (BmffHash.Label, BmffHash.Make(hash)) : (DataHash.Label, DataHash.Make(at, hash));
}
