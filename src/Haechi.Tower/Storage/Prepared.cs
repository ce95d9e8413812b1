using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Haechi.Tower.Storage;

/// <summary>One statement, prepared once and run for thousands of rows in the transaction of a scope. Parameters are <c>@p0</c>, <c>@p1</c> ... in the order of the values.</summary>
internal sealed class Prepared : IDisposable
{
    private readonly DbCommand _command;

    public Prepared(TowerContext context, string sql)
    {
        _command = context.Database.GetDbConnection().CreateCommand();
        _command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        // The text is a constant of this program; values come as parameters only.
#pragma warning disable CA2100
        _command.CommandText = sql;
#pragma warning restore CA2100
    }

    /// <summary>An insert of the columns, doing nothing when the row is there already if <paramref name="orNothing"/>.</summary>
    public static Prepared Insert(TowerContext context, string table, string[] columns, bool orNothing = false) => new(context,
        $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))}){(orNothing ? " ON CONFLICT DO NOTHING" : "")}");

    /// <summary>Runs it for one row.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        if (_command.Parameters.Count == 0)
        {
            for (var i = 0; i < values.Length; i++)
            {
                var parameter = _command.CreateParameter();
                parameter.ParameterName = $"@p{i}";
                _command.Parameters.Add(parameter);
            }
        }
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
        return _command.ExecuteNonQuery();
    }

    public void Dispose() => _command.Dispose();
}
