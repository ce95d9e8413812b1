namespace Haechi.Outside.Tests.Databases;

/// <summary>A database that takes part in a comparison.</summary>
internal interface IReferee : IDisposable
{
    /// <summary>Name and version, for the figures.</summary>
    public string Name { get; }

    public void Execute(string sql);

    /// <summary>Adds rows of null, bool, double and string, in the order of the table's columns.</summary>
    public void Insert(string table, IEnumerable<object?[]> rows);

    /// <summary>Runs a query whose first column is the record's number as text.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="header">Is told the names of the columns, and gives what is to be done with each row.</param>
    public void Read(string sql, Func<IReadOnlyList<string>, Action<int, IRow>> header);
}

/// <summary>The current row of a result.</summary>
internal interface IRow
{
    public bool? Bool(int column);

    public double? Number(int column);
}
