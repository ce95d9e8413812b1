namespace Haechi.Tower.Register;

/// <summary>A list that a person comes back to: filters, columns and order under a name of their own.</summary>
public sealed class SavedView
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Account { get; init; }

    /// <summary>What the person calls it.</summary>
    public required string Name { get; set; }

    /// <summary>The page that shows it, such as <c>/systems</c>.</summary>
    public required string Page { get; init; }

    /// <summary>The query of the page's address, without the question mark.</summary>
    public required string Query { get; set; }
}

/// <summary>What a person decided about two systems that look alike.</summary>
public sealed class SystemPair
{
    /// <summary>The id that comes first.</summary>
    public required string First { get; init; }

    /// <summary>The other id.</summary>
    public required string Second { get; init; }

    /// <summary>True when they are one system, false when they are two.</summary>
    public bool Same { get; set; }

    /// <summary>Who decided.</summary>
    public required string Account { get; set; }

    /// <summary>When, in UTC microseconds.</summary>
    public long At { get; set; }
}
