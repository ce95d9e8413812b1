using System.Buffers.Binary;
using System.Text;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Tests.Support;
using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Tests.Notes;

public sealed class NoteTests
{
    private const string Secret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private const string Public = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string Text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private const string Line = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    /// <summary>The example in the documentation of Go's note package.</summary>
    [Fact]
    public void A_note_is_signed_byte_for_byte_as_Go_signs_it()
    {
        var key = SignerKey.Parse(Secret).Value;
        Assert.Equal((Public, Secret), (key.Verifier.ToString(), key.ToSecretText()));
        Assert.Equal($"{Text}\n{Line}", SignedNote.Sign(Text, key).ToText());
        Assert.Single(SignedNote.Parse($"{Text}\n{Line}").Value.Verify(VerifierKey.Parse(Public).Value).Value);
    }

    /// <summary>The example in C2SP signed-note.</summary>
    [Fact]
    public void The_example_of_signed_note_verifies()
    {
        var key = VerifierKey.Parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k").Value;
        var note = SignedNote.Parse("This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n").Value;
        Assert.True(note.Verify(key).Done);
        Assert.Equal("signature-wrong", (note with { Text = "This is an exemple message.\n" }).Verify(key).Problem?.Code);
    }

    [Theory]
    [InlineData(KeyType.Ed25519)]
    [InlineData(KeyType.Ecdsa)]
    [InlineData(KeyType.Cosignature)]
    public void Every_kind_of_key_signs_and_verifies_and_is_read_back(KeyType type)
    {
        var key = SignerKey.Parse(SignerKey.Generate("w.example/1", type).ToSecretText()).Value;
        var note = SignedNote.Parse(SignedNote.Sign(Text, key).ToText()).Value;
        var verifier = VerifierKey.Parse(key.Verifier.ToString()).Value;
        Assert.True(note.Verify(verifier).Done);
        Assert.Equal("signature-wrong", (note with { Text = Text + "x\n" }).Verify(verifier).Problem?.Code);
        Assert.Equal("not-signed", note.Verify(SignerKey.Generate("w.example/1", type).Verifier).Problem?.Code);
    }

    [Fact]
    public void An_ECDSA_key_is_numbered_by_its_bytes_alone()
    {
        var key = SignerKey.Generate("a.example", KeyType.Ecdsa).Verifier;
        var der = Convert.FromBase64String(key.ToString().Split('+', 3)[2])[1..];
        Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(System.Security.Cryptography.SHA256.HashData(der)), key.Id);
    }

    [Fact]
    public void A_cosignature_says_when_it_was_given_and_covers_the_time()
    {
        var witness = SignerKey.Generate("w.example/1", KeyType.Cosignature, new Standing(1_679_315_147));
        var line = NoteSignature.By(witness, Text);
        Assert.Equal(1_679_315_147, Cosignature.TimeOf(line.Bytes.Span));
        var moved = line.Bytes.ToArray();
        moved[7] ^= 1;
        Assert.False(witness.Verifier.Verifies(Text, moved));
        var plain = VerifierKey.Of("w.example/1", KeyType.Ed25519, Convert.FromBase64String(witness.Verifier.ToString().Split('+', 3)[2]).AsSpan(1));
        Assert.True(plain.Verifies($"cosignature/v1\ntime 1679315147\n{Text}", line.Bytes.Span[8..]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PeterNeumann+c74f20a3")]
    [InlineData("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T")]
    public void What_is_no_key_is_refused(string text) => Assert.Equal("key-unreadable", VerifierKey.Parse(text).Problem?.Code);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— a AAAAAAE=")]
    [InlineData("text\n\n- a AAAAAAE=\n")]
    [InlineData("text\n\n— a  AAAAAAE=\n")]
    [InlineData("text\n\n— a+b AAAAAAE=\n")]
    [InlineData("text\n\n— a AAAAAA==\n")]
    [InlineData("text\n\n— a AAAAAAF=\n")]
    [InlineData("te\rxt\n\n— a AAAAAAE=\n")]
    [InlineData("text\n— a AAAAAAE=\n")]
    public void What_is_no_note_is_refused(string text) => Assert.Equal("note-unreadable", SignedNote.Parse(text).Problem?.Code);

    [Fact]
    public void Bytes_that_are_no_text_are_refused() => Assert.Equal("note-unreadable", SignedNote.Parse([0xFF, 0xFE, (byte)'\n', (byte)'\n']).Problem?.Code);

    [Fact]
    public void Signatures_of_unknown_keys_are_passed_over_and_those_of_known_keys_are_not()
    {
        var (log, other) = (SignerKey.Generate("log.example", KeyType.Ed25519), SignerKey.Generate("other.example", KeyType.Ecdsa));
        var note = SignedNote.Sign(Text, log, other);
        Assert.Equal([log.Verifier], note.Verify(log.Verifier).Value);
        var broken = note with { Signatures = [note.Signatures[0], note.Signatures[1] with { Bytes = note.Signatures[0].Bytes }] };
        Assert.True(broken.Verify(log.Verifier).Done);
        Assert.Equal("signature-wrong", broken.Verify(log.Verifier, other.Verifier).Problem?.Code);
    }

    [Theory]
    [InlineData("log.example\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", true)]
    [InlineData("log.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", true)]
    [InlineData("log.example\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n", true)]
    [InlineData("log.example\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", false)]
    [InlineData("log.example\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("log.example\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("log.example\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("log.example\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n", false)]
    [InlineData("log.example\n1\n47DEQpj8HBSa\n", false)]
    [InlineData("log.example\n1\n", false)]
    public void Checkpoints_have_one_spelling(string text, bool fine)
    {
        var read = Checkpoint.Parse(text);
        Assert.Equal(fine, read.Done);
        Assert.True(!fine || read.Value.Text == text);
    }

    [Fact]
    public void A_checkpoint_of_another_log_is_refused_even_when_the_key_signed_it()
    {
        var note = SignedNote.Sign(new Checkpoint("other.example", 0, TreeHash.Empty).Text, Sample.Key);
        Assert.Equal("other-log", Checkpoint.Open(note, Sample.Origin, Sample.Key.Verifier).Problem?.Code);
    }

    [Fact]
    public void Witnesses_are_counted_once_each()
    {
        SignerKey[] witnesses = [.. Enumerable.Range(1, 3).Select(i => SignerKey.Generate($"w{i}.example", KeyType.Cosignature))];
        var text = new Checkpoint(Sample.Origin, 0, TreeHash.Empty).Text;
        var note = SignedNote.Sign(text, Sample.Key, witnesses[0], witnesses[0], witnesses[1]);
        VerifierKey[] known = [.. witnesses.Select(w => w.Verifier)];
        Assert.True(Quorum.Open(note, Sample.Origin, [Sample.Key.Verifier], known, 2).Done);
        Assert.Equal("not-witnessed", Quorum.Open(note, Sample.Origin, [Sample.Key.Verifier], known, 3).Problem?.Code);
        Assert.Equal("not-witnessed", Quorum.Open(note, Sample.Origin, [Sample.Key.Verifier], [], 1).Problem?.Code);
        Assert.True(Quorum.Open(note, Sample.Origin, [Sample.Key.Verifier], [], 0).Done);
        var forged = note with { Signatures = [note.Signatures[0], note.Signatures[1] with { Bytes = note.Signatures[3].Bytes }] };
        Assert.Equal("signature-wrong", Quorum.Open(forged, Sample.Origin, [Sample.Key.Verifier], known, 0).Problem?.Code);
    }

    [Fact]
    public void Spoiled_notes_are_read_without_a_fault_and_never_verify()
    {
        var (random, bytes) = (new Random(5), Encoding.UTF8.GetBytes($"{Text}\n{Line}"));
        var key = VerifierKey.Parse(Public).Value;
        for (var i = 0; i < 5000; i++)
        {
            var spoiled = bytes.ToArray();
            spoiled[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            var note = SignedNote.Parse(spoiled);
            Assert.False(note.Done && note.Value.Verify(key).Done);
        }
    }

    private sealed class Standing(long seconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
