namespace Haechi.Tower.Access;

/// <summary>A department (부서) in the tree of the body. Closed, never deleted.</summary>
public sealed class Department
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The department above, or null.</summary>
    public string? Parent { get; set; }

    /// <summary>The Korean or only name.</summary>
    public required string Name { get; set; }

    /// <summary>The English name, or null.</summary>
    public string? NameEn { get; set; }

    /// <summary>The ids from the top to this one: <c>/top/middle/this/</c>. What lies below begins with it.</summary>
    public required string Path { get; set; }

    /// <summary>Order among its neighbours.</summary>
    public int Position { get; set; }

    /// <summary>True when it exists no more.</summary>
    public bool Closed { get; set; }

    /// <summary>The name in a language; the Korean one when there is no other.</summary>
    public string In(string language) => language == "en" && NameEn is { Length: > 0 } en ? en : Name;
}
