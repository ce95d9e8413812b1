using System.Text.Json.Nodes;
using Haechi.Rules;
using Haechi.Tower.Access.Tokens;

namespace Haechi.Web.Api;

/// <summary>The OpenAPI 3.1 document of the API, made of its table: what is in the table is in the document, and nothing else.</summary>
internal static class ApiDocument
{
    private static readonly Lazy<JsonObject> Made = new(Make);

    /// <summary>The document; not to be changed.</summary>
    public static JsonObject Document => Made.Value;

    private static JsonObject Make()
    {
        var schemas = new ApiSchemas();
        var paths = new JsonObject();
        foreach (var group in ApiTable.All.GroupBy(e => e.Path))
        {
            var item = new JsonObject();
            foreach (var endpoint in group)
            {
                item[endpoint.Method.ToLowerInvariant()] = Operation(endpoint, schemas);
            }
            paths[group.Key] = item;
        }
        var problem = schemas.Answer(typeof(Problem));
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Haechi", ["version"] = "1", ["summary"] = "The control tower for public-sector AI: register, rulebooks, duties, assessments.",
                ["description"] = "Texts come in Korean and English. What is null is unknown. Days are days in Korea, instants are UTC. Refusals are problems (RFC 9457) that say what to do next.",
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = ApiPages.Root }),
            ["tags"] = new JsonArray([.. ApiTable.All.Select(e => e.Area).Distinct().Order(StringComparer.Ordinal).Select(a => new JsonObject { ["name"] = a })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.All,
                ["responses"] = new JsonObject
                {
                    ["problem"] = new JsonObject { ["description"] = "Why it was not done", ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = problem } } },
                },
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "An API token, made on the page /me/tokens. Scopes: " + string.Join(", ", TokenScopes.All) },
                    ["browser"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = "haechi-session", ["description"] = "The sign-in of a browser; for reading only." },
                },
            },
        };
    }

    private static JsonObject Operation(ApiEndpoint e, ApiSchemas schemas)
    {
        var operation = new JsonObject
        {
            ["operationId"] = e.Id, ["summary"] = e.Title.In("en"), ["description"] = Description(e), ["tags"] = new JsonArray(e.Area), ["parameters"] = new JsonArray([.. Parameters(e)]),
            ["responses"] = Responses(e, schemas),
            ["security"] = e.Roles is null ? new JsonArray() : e.Acts ? new JsonArray(Scheme("token")) : new JsonArray(Scheme("token"), Scheme("browser")),
        };
        if (e.Upload)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/octet-stream"] = new JsonObject() } };
        }
        else if (e.Body is { } body)
        {
            var (schema, required) = schemas.Body(body, e.Id, e.Bound);
            operation["requestBody"] = new JsonObject { ["required"] = required, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } } };
        }
        return operation;
    }

    private static string Description(ApiEndpoint e) => e.Title.In("ko") + (e.Roles is { } roles ? $"\n\nRoles: {string.Join(", ", RoleList.Of(roles))}. Scope: {e.Area}:{(e.Acts ? "write" : "read")}." : "")
        + (e.Item is null ? "" : "\n\nThe whole list comes as text/csv or application/jsonl by the Accept header, or at the same path with .csv or .jsonl.");

    private static JsonObject Scheme(string name) => new() { [name] = new JsonArray() };

    private static IEnumerable<JsonNode> Parameters(ApiEndpoint e)
    {
        foreach (var name in e.Path.Split('/').Where(p => p.StartsWith('{')).Select(p => p.Split('.')[0].Trim('{', '}')))
        {
            yield return new JsonObject { ["name"] = name, ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = name is "row" or "version" ? "integer" : "string" } };
        }
        foreach (var query in e.Query)
        {
            yield return new JsonObject { ["name"] = query.Name, ["in"] = "query", ["required"] = query.Required, ["description"] = Both(query.About), ["schema"] = query.Schema() };
        }
        if (e.Locked || e.Lockable)
        {
            yield return Header("If-Match", e.Locked, LocalText.Of("고치는 판: 읽은 답의 ETag. *는 어느 판이든.", "The version that is changed: the ETag of the answer that was read; * for whichever it is."));
        }
        if (e.Acts)
        {
            yield return Header("Idempotency-Key", false, LocalText.Of("같은 키로 다시 보내도 한 번만 함. 24시간.", "Sent again with the same key, it is done once; for 24 hours."));
        }
    }

    private static JsonObject Header(string name, bool required, LocalText about) =>
        new() { ["name"] = name, ["in"] = "header", ["required"] = required, ["description"] = Both(about), ["schema"] = new JsonObject { ["type"] = "string", ["maxLength"] = 200 } };

    private static string Both(LocalText text) => text.In("en") + " / " + text.In("ko");

    private static JsonObject Responses(ApiEndpoint e, ApiSchemas schemas)
    {
        var content = new JsonObject();
        if (e.Answer is { } answer)
        {
            content["application/json"] = new JsonObject { ["schema"] = schemas.Answer(answer) };
        }
        if (e.AnswerKind is { } kind)
        {
            content[kind] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        }
        if (e.Item is not null)
        {
            content["text/csv"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
            content["application/jsonl"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        }
        return new JsonObject { ["200"] = new JsonObject { ["description"] = e.Title.In("en"), ["content"] = content }, ["default"] = new JsonObject { ["$ref"] = "#/components/responses/problem" } };
    }
}
