using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Web.Frame;

namespace Haechi.Web.Api;

/// <summary>One row of the table of the API: from it come the route, the check of access, the reading of the request, the document and the page that lists it.</summary>
internal sealed record ApiEndpoint
{
    /// <summary>GET reads, POST acts.</summary>
    public required string Method { get; init; }

    /// <summary>Below <c>/api/v1</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Its name in the document, such as <c>list_systems</c>; unique.</summary>
    public required string Id { get; init; }

    /// <summary>What it does, in a line.</summary>
    public required LocalText Title { get; init; }

    /// <summary>The part of the tower, by which tokens are bounded.</summary>
    public required string Area { get; init; }

    /// <summary>Who may call it; null for everyone, signed in or not.</summary>
    public Roles? Roles { get; init; } = Routes.Anyone;

    /// <summary>The parameters of the address.</summary>
    public IReadOnlyList<ApiQuery> Query { get; init; } = [];

    /// <summary>The command that it carries out, or null.</summary>
    public Type? Command { get; init; }

    /// <summary>What is sent, or null.</summary>
    public Type? Body { get; init; }

    /// <summary>Members of the body that come from the address or from If-Match.</summary>
    public IReadOnlyList<string> Bound { get; init; } = [];

    /// <summary>What is answered; null for bytes.</summary>
    public Type? Answer { get; init; }

    /// <summary>The media type of an answer that is not JSON.</summary>
    public string? AnswerKind { get; init; }

    /// <summary>The rows of a list, which can be had as CSV and JSON Lines too; or null.</summary>
    public Type? Item { get; init; }

    /// <summary>True when If-Match must say which version is changed.</summary>
    public bool Locked { get; init; }

    /// <summary>True when If-Match may say so.</summary>
    public bool Lockable { get; init; }

    /// <summary>True when it takes a file as its body.</summary>
    public bool Upload { get; init; }

    /// <summary>True when the answer holds a secret, which is shown once and kept nowhere.</summary>
    public bool Secret { get; init; }

    /// <summary>True when only a person who is signed in may do it, never a token.</summary>
    public bool PersonOnly { get; init; }

    /// <summary>Answers a call.</summary>
    public required Func<ApiCall, Task> Run { get; init; }

    /// <summary>True when it changes something.</summary>
    public bool Acts => Method == "POST" && Command is not null;
}
