namespace Haechi.Tower.Register;

/// <summary>What a supplier makes: one product stands behind many departments' systems. This row is its newest state; <see cref="ProductVersion"/> holds them all.</summary>
public sealed class Product
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The product's name.</summary>
    public required string Name { get; set; }

    /// <summary>The name folded, for order and matching.</summary>
    public required string NameKey { get; set; }

    /// <summary>Who makes or sells it, or null.</summary>
    public string? Supplier { get; set; }

    /// <summary>The newest version's number.</summary>
    public int Version { get; set; }

    /// <summary>The facts of the newest version (<see cref="FactsJson"/>).</summary>
    public required string Facts { get; set; }

    /// <summary>When the newest version was recorded, in UTC microseconds.</summary>
    public long ChangedAt { get; set; }
}

/// <summary>One state of a product as it was recorded. Never changed.</summary>
public sealed class ProductVersion
{
    /// <summary>The row.</summary>
    public long Id { get; init; }

    /// <summary>The product.</summary>
    public required string Product { get; init; }

    /// <summary>1, 2, 3 ... within the product.</summary>
    public int Number { get; init; }

    /// <summary>When it was recorded, in UTC microseconds.</summary>
    public long RecordedAt { get; init; }

    /// <summary>The name then.</summary>
    public required string Name { get; init; }

    /// <summary>The supplier then.</summary>
    public string? Supplier { get; init; }

    /// <summary>The facts then.</summary>
    public required string Facts { get; init; }

    /// <summary>Who made it.</summary>
    public required string Account { get; init; }

    /// <summary>Why, or null.</summary>
    public string? Note { get; init; }
}
