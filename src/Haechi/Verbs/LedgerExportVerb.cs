using System.CommandLine;
using System.Text;
using Haechi.Ledger.Checking;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tree;
using Haechi.Rules;

namespace Haechi.Verbs;

/// <summary><c>haechi ledger export</c>: the entries as lines of JSON, after the whole log was verified.</summary>
internal static class LedgerExportVerb
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Command Create(Terminal terminal)
    {
        var inputs = new LedgerInputs(terminal);
        var from = new Option<long>("--from") { Description = terminal.Say("첫 번호 (기본: 0)", "first index (default: 0)"), HelpName = "N" };
        var until = new Option<long?>("--until") { Description = terminal.Say("이 번호 앞까지 (기본: 끝까지)", "up to, not including, this index (default: the end)"), HelpName = "N" };
        var to = new Option<string>("--out", "-o") { Description = terminal.Say("쓸 파일 (기본: 화면)", "file to write (default: the output)"), HelpName = "FILE" };
        var command = new Command("export", terminal.Say(
            """
            원장을 모두 확인한 뒤 기입을 JSON Lines로 내보냅니다: {index, leaf_hash, text} 또는, 글이 아닌 기입은 {index, leaf_hash, base64}. 맞지 않는 원장은 내보내지 않고 1로 끝납니다.
            예: haechi ledger export ./ledger --key log.key --from 1000 --out entries.jsonl
            """,
            """
            Verify the whole ledger, then write its entries as JSON Lines: {index, leaf_hash, text}, or {index, leaf_hash, base64} where the bytes are no text. A ledger that does not hold is not exported: ends with 1.
            Example: haechi ledger export ./ledger --key log.key --from 1000 --out entries.jsonl
            """))
        {
            inputs.Folder, inputs.Keys, inputs.Origin, from, until, to,
        };
        command.SetAction(parsed =>
        {
            var folder = inputs.FolderOf(parsed);
            var report = LedgerVerifier.Verify(folder, new VerifyOptions(inputs.OriginOf(parsed), inputs.KeysOf(parsed)));
            if (!report.Holds)
            {
                return report.Problems.Select(inputs.Tell).Last();
            }
            var size = report.Checkpoint!.Size;
            var (first, end) = (parsed.GetValue(from), parsed.GetValue(until) ?? size);
            if (first < 0 || end > size || first > end)
            {
                throw RefusedException.Because("wrong-use", new Place("--from", 0, 0), $"원장에는 기입 {size}건이 있습니다. 0부터 {size}까지에서 고르십시오.", $"the ledger has {size} entries; choose from 0 to {size}");
            }
            if (parsed.GetValue(to) is not { } file)
            {
                Write(terminal.Out, folder, size, first, end);
                return Exit.Fine;
            }
            OutputFile.Write(file, byteOrderMark: false, writer => Write(writer, folder, size, first, end));
            terminal.Error.WriteLine(terminal.Say($"기입 {end - first}건을 {file}에 썼습니다.", $"{end - first} entries written to {file}"));
            return Exit.Fine;
        });
        return command;
    }

    private static void Write(TextWriter to, LedgerFolder folder, long size, long first, long end) =>
        JsonOutput.WriteLines(to, Entries(folder, size, first, end), (json, entry) =>
        {
            json.WriteStartObject();
            json.WriteNumber("index", entry.Index);
            json.WriteString("leaf_hash", TreeHash.OfEntry(entry.Bytes.Span).ToString());
            if (TextOf(entry.Bytes.Span) is { } text)
            {
                json.WriteString("text", text);
            }
            else
            {
                json.WriteBase64String("base64", entry.Bytes.Span);
            }
            json.WriteEndObject();
        });

    private static IEnumerable<(long Index, ReadOnlyMemory<byte> Bytes)> Entries(LedgerFolder folder, long size, long first, long end)
    {
        foreach (var bundle in TileId.BundlesOf(size).Where(b => (b.Index + 1) * TileId.Full > first && b.Index * TileId.Full < end))
        {
            var entries = folder.Entries(bundle);
            if (!entries.Done)
            {
                throw new IOException(entries.Problem!.ToLine("en"));
            }
            for (var i = 0; i < entries.Value.Count; i++)
            {
                if ((bundle.Index * TileId.Full) + i is var index && index >= first && index < end)
                {
                    yield return (index, entries.Value[i]);
                }
            }
        }
    }

    private static string? TextOf(ReadOnlySpan<byte> entry)
    {
        try
        {
            return Strict.GetString(entry);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
