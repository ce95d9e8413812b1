using System.Buffers;
using System.Data;
using System.Data.Common;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Haechi.Tower.Files;
using Haechi.Tower.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Operations.Backups;

/// <summary>What a backup holds; its last entry, against which a restore counts.</summary>
/// <param name="Rows">Rows and their SHA-256, by table.</param>
/// <param name="Sequences">The last number given out, by table.</param>
/// <param name="Files">Files of the register.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Missing">Files that rows name and that were not there.</param>
internal sealed record BackupEnd(Dictionary<string, TableEnd> Rows, Dictionary<string, long> Sequences, int Files, long Bytes, List<string> Missing);

/// <summary>One table at the end.</summary>
internal sealed record TableEnd(long Count, string Sha256);

/// <summary>What a backup began as.</summary>
internal sealed record BackupStart(int Format, string Program, int Schema, bool Sqlite);

/// <summary>
/// Writes everything as one archive (tar, gzip): tables line by line in a form that either store is filled from, files under their hashes, and what else the data folder holds that rows cannot give back.
/// All rows come from one moment: a read transaction of SQLite, REPEATABLE READ of PostgreSQL. Writers go on meanwhile.
/// </summary>
internal sealed class BackupWriter(TowerStore store, FileStore files, IEnumerable<IUnmodelledTable> unmodelled)
{
    public const string StartName = "haechi.json";
    public const string EndName = "end.json";
    private const int Portion = 4 << 20;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<BackupEnd> Write(Stream to, IReadOnlyList<(string Name, byte[] Bytes)> folder, CancellationToken stop)
    {
        await using var packed = new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true);
        await using var archive = new TarWriter(packed, TarEntryFormat.Pax, leaveOpen: true);
        var schema = await Migrator.State(store, stop);
        Entry(archive, StartName, JsonSerializer.SerializeToUtf8Bytes(new BackupStart(1, typeof(BackupWriter).Assembly.GetName().Version!.ToString(), schema.Applied, store.Options.Postgres is null)));
        foreach (var (name, bytes) in folder)
        {
            Entry(archive, "folder/" + name, bytes);
        }
        var end = new BackupEnd(new(StringComparer.Ordinal), new(StringComparer.Ordinal), 0, 0, []);
        await using (var context = store.Open())
        {
            context.Database.SetCommandTimeout(0);
            await using var snapshot = await Snapshot(context, stop);
            foreach (var table in NeutralTable.All(context))
            {
                end.Rows[table.Name] = await Rows(archive, context, snapshot, table, stop);
            }
            foreach (var table in unmodelled)
            {
                var columns = table.Columns.Select((c, i) => new NeutralColumn(c, i == 0 ? "int" : "text")).ToList();
                end.Rows[table.Table] = await Lines(archive, table.Table, columns, table.Read(context, stop), stop);
            }
            await Sequences(context, snapshot, end, stop);
            end = await Bytes(archive, context, end, stop);
        }
        Entry(archive, EndName, JsonSerializer.SerializeToUtf8Bytes(end));
        return end;
    }

    private static async Task<DbTransaction> Snapshot(TowerContext context, CancellationToken stop)
    {
        await context.Database.OpenConnectionAsync(stop);
        var connection = context.Database.GetDbConnection();
        if (connection is SqliteConnection sqlite)
        {
            // Deferred: it reads and never keeps a writer waiting. What it sees is fixed by its first statement.
            await context.Database.ExecuteSqlRawAsync("PRAGMA temp_store = FILE", stop);
            var reading = sqlite.BeginTransaction(IsolationLevel.Serializable, deferred: true);
            await context.Database.UseTransactionAsync(reading, stop);
            return reading;
        }
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        await context.Database.UseTransactionAsync(transaction, stop);
        await context.Database.ExecuteSqlRawAsync("SET TRANSACTION READ ONLY", stop);
        return transaction;
    }

    private static async Task<TableEnd> Rows(TarWriter archive, TowerContext context, DbTransaction snapshot, NeutralTable table, CancellationToken stop)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
        (command.Transaction, command.CommandTimeout) = (snapshot, 0);
#pragma warning disable CA2100 // Names of the model.
        command.CommandText = $"SELECT {string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""))} FROM \"{table.Name}\"{(table.Order is null ? "" : $" ORDER BY \"{table.Order}\"")}";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await Lines(archive, table.Name, table.Columns, Values(reader, table.Columns, stop), stop);
    }

    private static async IAsyncEnumerable<object?[]> Values(DbDataReader reader, IReadOnlyList<NeutralColumn> columns, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var row = new object?[columns.Count];
        while (await reader.ReadAsync(stop))
        {
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = NeutralTable.Read(reader, i, columns[i].Kind);
            }
            yield return row;
        }
    }

    /// <summary>Lines of JSON in portions of a few megabytes, because an entry says its length first. The first line of each portion names the columns.</summary>
    private static async Task<TableEnd> Lines(TarWriter archive, string table, IReadOnlyList<NeutralColumn> columns, IAsyncEnumerable<object?[]> rows, CancellationToken stop)
    {
        var (buffer, count, part) = (new ArrayBufferWriter<byte>(Portion + (Portion >> 2)), 0L, 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var json = new Utf8JsonWriter(buffer, Plain);
        var head = JsonSerializer.SerializeToUtf8Bytes(columns.Select(c => new[] { c.Name, c.Kind }));
        void Flush()
        {
            hash.AppendData(buffer.WrittenSpan);
            Entry(archive, $"tables/{table}/{part++:000000}.jsonl", [.. head, (byte)'\n', .. buffer.WrittenSpan]);
            buffer.ResetWrittenCount();
        }
        await foreach (var row in rows.WithCancellation(stop))
        {
            json.Reset(buffer);
            json.WriteStartArray();
            foreach (var value in row)
            {
                NeutralTable.Write(json, value);
            }
            json.WriteEndArray();
            json.Flush();
            buffer.Write("\n"u8);
            count++;
            if (buffer.WrittenCount > Portion)
            {
                Flush();
            }
        }
        Flush();
        return new TableEnd(count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>The last numbers given out: a number is not given out again because its row is gone.</summary>
    private static async Task Sequences(TowerContext context, DbTransaction snapshot, BackupEnd end, CancellationToken stop)
    {
        foreach (var table in NeutralTable.All(context).Where(t => t.Counted is not null))
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.Transaction = snapshot;
#pragma warning disable CA2100 // Names of the model.
            command.CommandText = context.IsSqlite ? $"SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table.Name}'), 0)"
                : $"SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('{table.Name}', '{table.Counted}')), 0)";
#pragma warning restore CA2100
            end.Sequences[table.Name] = Convert.ToInt64(await command.ExecuteScalarAsync(stop), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private async Task<BackupEnd> Bytes(TarWriter archive, TowerContext context, BackupEnd end, CancellationToken stop)
    {
        var (count, length) = (0, 0L);
        foreach (var hash in await context.Set<FileRow>().OrderBy(f => f.Hash).Select(f => f.Hash).ToListAsync(stop))
        {
            var opened = await files.Open(hash, stop);
            if (!opened.Done)
            {
                // Erased or damaged: the backup says so, and the rest is worth keeping all the same.
                end.Missing.Add(hash);
                continue;
            }
            await using var bytes = opened.Value;
            await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "files/" + hash) { DataStream = bytes }, stop);
            (count, length) = (count + 1, length + bytes.Length);
        }
        return end with { Files = count, Bytes = length };
    }

    private static void Entry(TarWriter archive, string name, byte[] bytes) =>
        archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes, writable: false) });
}
