using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Npgsql;

namespace Haechi.House.Tests.Storage;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("Host=db;Database=haechi;Username=h")]
    [InlineData("postgresql://h@db/haechi?sslmode=require")]
    [InlineData("postgres://h:p%40ss@db:5432/haechi")]
    public void A_connection_string_or_an_address_is_read(string text)
    {
        var builder = new NpgsqlConnectionStringBuilder(PostgresAddress.Read(text).Value);
        Assert.Equal(("db", "haechi", "h"), (builder.Host, builder.Database, builder.Username));
        Assert.False(builder.IncludeErrorDetail);
        Assert.Equal("h@db:5432/haechi", PostgresAddress.Shown(builder.ConnectionString));
    }

    [Theory]
    [InlineData("Host=db;Password=geheim")]
    [InlineData("Hots=db;Database=x;Password=geheim")]
    [InlineData("postgres://h:geheim@")]
    [InlineData("postgres://h:geheim@db:notaport/haechi")]
    [InlineData("geheim")]
    [InlineData("Host=db;Database=x;Port=geheim")]
    public void What_is_refused_is_not_repeated_because_it_may_hold_a_password(string text)
    {
        var refusal = Assert.Single(PostgresAddress.Read(text).Refusals);
        Assert.Equal("wrong-db", refusal.Code);
        Assert.DoesNotContain("geheim", refusal.ToLine("ko") + refusal.ToLine("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_verb_says_what_keeps_it_from_the_database_without_the_password()
    {
        var (code, _, error) = Command.Run("systems", "--db", "Host=127.0.0.1;Port=1;Database=haechi;Username=h;Password=geheim;Timeout=2", "--lang", "en");
        Assert.Equal(2, code);
        Assert.Contains("cannot be reached", error, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_absent_database_and_a_database_without_a_register_are_told_apart()
    {
        var there = await PostgresCluster.NewDatabase();
        var absent = new NpgsqlConnectionStringBuilder(there) { Database = "nowhere" }.ConnectionString;
        Assert.Contains("no database of that name", Command.Run("systems", "--db", absent, "--lang", "en").Error, StringComparison.Ordinal);
        Assert.Contains("there is no register here", Command.Run("systems", "--db", there, "--lang", "en").Error, StringComparison.Ordinal);
    }
}
