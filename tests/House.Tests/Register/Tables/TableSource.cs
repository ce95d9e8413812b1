using System.Text;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Register.Tables;

/// <summary>Short ways to read what a test writes.</summary>
internal static class TableSource
{
    static TableSource() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Result<SourceTable> Try(byte[] bytes, string name = "list.csv", TableOptions? options = null)
    {
        using var stream = new MemoryStream(bytes);
        return TableReader.Read(stream, name, options, TestContext.Current.CancellationToken);
    }

    public static Result<SourceTable> Try(string text, string name = "list.csv", TableOptions? options = null) => Try(Encoding.UTF8.GetBytes(text), name, options);

    public static SourceTable Read(byte[] bytes, string name = "list.csv", TableOptions? options = null) => Table(Try(bytes, name, options));

    public static SourceTable Read(string text, string name = "list.csv", TableOptions? options = null) => Table(Try(text, name, options));

    public static Refusal Refused(Result<SourceTable> result)
    {
        Assert.False(result.Done);
        var refusal = Assert.Single(result.Refusals);
        // Every refusal speaks both languages and says what to do.
        Assert.True(refusal.Message.Has("ko") && refusal.Message.Has("en"), refusal.Code);
        Assert.True(refusal.Next is not null && refusal.Next.Has("ko") && refusal.Next.Has("en"), refusal.Code);
        return refusal;
    }

    public static byte[] Written(SourceTable table)
    {
        using var stream = new MemoryStream();
        var done = TableWriter.Write(table, stream);
        Assert.True(done.Done, done.Done ? "" : done.Refusals[0].ToLine("en"));
        return stream.ToArray();
    }

    public static IEnumerable<string> Codes(SourceTable table) => table.Problems.Select(p => p.Code);

    public static Encoding CodePage(int number) => Encoding.GetEncoding(number);

    private static SourceTable Table(Result<SourceTable> result)
    {
        Assert.True(result.Done, result.Done ? "" : result.Refusals[0].ToLine("en"));
        return result.Value;
    }
}
