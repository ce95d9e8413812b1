namespace Haechi.Bench.Faults;

/// <summary>A kind of write, and where its trace stands in the journal.</summary>
/// <param name="Act">The act of its one journal entry.</param>
/// <param name="Subject">The kind of thing that the entry is about.</param>
/// <param name="Member">The member of the answer that holds the thing's id.</param>
internal sealed record Kind(string Act, string Subject, string Member)
{
    public static Kind System { get; } = new("register.create", "system", "system");

    public static Kind Facts { get; } = new("register.change", "system", "system");

    public static Kind Product { get; } = new("product.make", "product", "id");

    public static Kind Department { get; } = new("department.add", "department", "id");

    public static Kind View { get; } = new("view.save", "view", "id");

    public static Kind Import { get; } = new("register.import", "import", "import");
}

/// <summary>One change that a program asks for. Its mark is its idempotency key and stands in what it writes, so that it can be counted afterwards.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Mark">Unique.</param>
/// <param name="Path">The address below <c>/api/v1</c>.</param>
/// <param name="Body">The JSON that is sent, the same every time.</param>
/// <param name="Tag">The version that it changes (<c>If-Match</c>), or null.</param>
internal sealed record Change(Kind Kind, string Mark, string Path, string Body, string? Tag = null)
{
    /// <summary>How many systems an import brings.</summary>
    public const int Imported = 2;

    /// <summary>What was answered; null before.</summary>
    public string? Answer { get; set; }

    /// <summary>The id of the thing, as <c>kind:id</c>; null before the answer.</summary>
    public string? Thing { get; set; }

    /// <summary>The names and notes by which it is counted, each to be found once.</summary>
    public IEnumerable<string> Marks => Kind == Kind.Import ? Enumerable.Range(0, Imported).Select(i => Row(Mark, i)) : [Mark];

    /// <summary>The name of a system that an import brings.</summary>
    public static string Row(string mark, int row) => $"{mark}.{(char)('a' + row)}";
}
