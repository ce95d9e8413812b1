using System.Text.Json.Nodes;
using Haechi.Tower.Register.Profiles;

namespace Haechi.House.Tests.Register.Profiles;

public sealed class JsonSchemaCheckTests
{
    [Theory]
    [InlineData("""{"type": "string"}""", "\"a\"", "1", "type")]
    [InlineData("""{"type": ["string", "null"]}""", "null", "[]", "type")]
    [InlineData("""{"type": "integer"}""", "2.0", "2.5", "type")]
    [InlineData("""{"type": "boolean"}""", "false", "0", "type")]
    [InlineData("""{"enum": ["a", 1, null]}""", "null", "\"b\"", "enum")]
    [InlineData("""{"const": {"a": [1]}}""", """{"a": [1]}""", """{"a": [2]}""", "const")]
    [InlineData("""{"maxLength": 2}""", "\"👍👍\"", "\"abc\"", "maxLength")]
    [InlineData("""{"minLength": 1}""", "\"a\"", "\"\"", "minLength")]
    [InlineData("""{"pattern": "^[0-9]{4}-[0-9]{2}$"}""", "\"2024-01\"", "\"2024-1\"", "pattern")]
    [InlineData("""{"format": "uri"}""", "\"https://a.nl/b\"", "\"a.nl\"", "format")]
    [InlineData("""{"format": "date"}""", "\"2024-02-29\"", "\"2023-02-29\"", "format")]
    [InlineData("""{"format": "email"}""", "\"a@b.nl\"", "\"a b@c\"", "format")]
    [InlineData("""{"minimum": 1, "maximum": 2}""", "1", "3", "maximum")]
    [InlineData("""{"exclusiveMinimum": 1}""", "1.1", "1", "exclusiveMinimum")]
    [InlineData("""{"multipleOf": 0.1}""", "0.3", "0.35", "multipleOf")]
    [InlineData("""{"required": ["a"]}""", """{"a": null}""", "{}", "required")]
    [InlineData("""{"properties": {"a": {"type": "string"}}}""", """{"b": 1}""", """{"a": 1}""", "type")]
    [InlineData("""{"properties": {"a": {}}, "additionalProperties": false}""", """{"a": 1}""", """{"b": 1}""", "additionalProperties")]
    [InlineData("""{"patternProperties": {"^x_": {"type": "number"}}, "additionalProperties": false}""", """{"x_a": 1}""", """{"x_a": ""}""", "type")]
    [InlineData("""{"items": {"type": "string"}}""", """["a"]""", """["a", 1]""", "type")]
    [InlineData("""{"items": [{"type": "string"}], "additionalItems": false}""", """["a"]""", """["a", 1]""", "false")]
    [InlineData("""{"contains": {"const": 1}}""", "[2, 1]", "[2]", "contains")]
    [InlineData("""{"minItems": 1, "uniqueItems": true}""", "[1, 2]", "[1, 1]", "uniqueItems")]
    [InlineData("""{"maxItems": 1}""", "[1]", "[1, 2]", "maxItems")]
    [InlineData("""{"allOf": [{"minLength": 1}, {"maxLength": 2}]}""", "\"ab\"", "\"abc\"", "maxLength")]
    [InlineData("""{"anyOf": [{"type": "string"}, {"type": "null"}]}""", "null", "1", "anyOf")]
    [InlineData("""{"oneOf": [{"minimum": 1}, {"minimum": 5}]}""", "3", "7", "oneOf")]
    [InlineData("""{"not": {"type": "string"}}""", "1", "\"a\"", "not")]
    [InlineData("""{"if": {"properties": {"k": {"const": 1}}}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}""", """{"k": 1, "b": 2}""", """{"k": 1}""", "required")]
    [InlineData("""{"properties": {"a": {"$ref": "#/definitions/s"}}, "definitions": {"s": {"type": "string"}}}""", """{"a": ""}""", """{"a": 1}""", "type")]
    [InlineData("false", "", "1", "false")]
    public void A_keyword_takes_the_one_and_refuses_the_other(string schema, string good, string bad, string keyword)
    {
        var check = JsonSchemaCheck.Parse(schema, "s.json").Value!;
        if (good.Length > 0)
        {
            Assert.Empty(check.Check(JsonNode.Parse(good)));
        }
        var violation = Assert.Single(check.Check(JsonNode.Parse(bad)), v => v.Keyword == keyword);
        Assert.True(violation.Message.Has("ko") && violation.Message.Has("en"));
    }

    [Fact]
    public void A_violation_names_its_place_in_the_record()
    {
        var check = JsonSchemaCheck.Parse("""{"properties": {"a/b": {"items": {"properties": {"c": {"type": "string"}}}}}}""", "s.json").Value!;
        Assert.Equal("/a~1b/1/c", Assert.Single(check.Check(JsonNode.Parse("""{"a/b": [{}, {"c": 1}]}"""))).Path);
    }

    [Theory]
    [InlineData("not json", "not-json")]
    [InlineData("[]", "not-schema")]
    [InlineData("""{"propertyNames": {"maxLength": 3}}""", "unknown-keyword")]
    [InlineData("""{"properties": {"a": {"$ref": "https://elsewhere.example/s.json"}}}""", "unknown-keyword")]
    [InlineData("""{"items": {"type": 5}}""", "unknown-keyword")]
    public void A_schema_that_cannot_be_checked_in_full_is_refused(string schema, string code)
    {
        var read = JsonSchemaCheck.Parse(schema, "s.json");
        Assert.False(read.Done);
        Assert.Equal(code, read.Refusals[0].Code);
    }

    [Fact]
    public void A_schema_that_refers_to_itself_ends()
    {
        var check = JsonSchemaCheck.Parse("""{"$ref": "#"}""", "s.json").Value!;
        Assert.Equal("$ref", Assert.Single(check.Check(JsonNode.Parse("1"))).Keyword);
    }
}
