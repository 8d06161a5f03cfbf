using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Focusflow.Functions.Foundation.OpenApi;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.OpenApi;

/// <summary>What generators of clients, and people, want of the description, demanded of every part of it.</summary>
public sealed partial class DescriptionTests
{
    private static readonly JsonObject Document = ApiContract.Of.Document;
    private static readonly JsonObject Schemas = Document["components"]!["schemas"]!.AsObject();

    [Fact]
    public void Operations_have_ids_that_become_names_of_methods()
    {
        var ids = Operations().Select(operation => (string)operation.Item["operationId"]!).ToList();

        ids.ShouldBeUnique();
        ids.Where(id => !Identifier().IsMatch(id)).ShouldBeEmpty();
    }

    [Fact]
    public void Operations_are_in_groups_that_are_declared_and_described_in_a_reading_order()
    {
        var declared = Document["tags"]!.AsArray().Select(tag => (string)tag!["name"]!).ToList();
        var used = Operations().Select(operation => (string)operation.Item["tags"]!.AsArray().ShouldHaveSingleItem()!).Distinct(StringComparer.Ordinal).ToList();

        declared.Take(8).ShouldBe(["Account", "Tasks", "Focus", "Work log", "Summaries", "Shutdown", "Challenges", "Notifications"]);
        used.ShouldBe(declared);
        Document["tags"]!.AsArray().Where(tag => !Says(tag!["description"])).ShouldBeEmpty();
    }

    [Fact]
    public void Everything_is_described_in_words()
    {
        var parts = Operations()
            .Concat(from operation in Operations()
                    from parameter in operation.Item["parameters"]?.AsArray() ?? []
                    select (Name: $"{operation.Name} {parameter["name"]}", Item: parameter.AsObject()))
            .Concat(from operation in Operations()
                    from response in operation.Item["responses"]!.AsObject()
                    select (Name: $"{operation.Name} {response.Key}", Item: ApiContract.Of.Resolve(response.Value!)))
            .Concat(from schema in Schemas select (Name: schema.Key, Item: schema.Value!.AsObject()))
            .Concat(from field in Fields() select (field.Name, Item: field.Schema));

        parts.Where(part => !Says(part.Item["description"])).Select(part => part.Name).ShouldBeEmpty();
    }

    [Fact]
    public void The_words_are_not_those_of_the_status_or_of_the_code()
    {
        (from operation in Operations()
         from response in operation.Item["responses"]!.AsObject()
         let words = (string)ApiContract.Of.Resolve(response.Value!)["description"]!
         where (!words.EndsWith('.') && !words.Contains(".\n\n- ", StringComparison.Ordinal)) || StatusWords().IsMatch(words)
         select $"{operation.Name} {response.Key}: {words}").ShouldBeEmpty();
        Words(Document).Where(words => OfCode().IsMatch(words)).ShouldBeEmpty();
    }

    [Fact]
    public void Each_operation_says_something_of_its_own() =>
        Operations().Where(operation => (bool?)operation.Item["deprecated"] != true)
            .GroupBy(operation => ((string)operation.Item["description"]!, (string?)operation.Item["operationId"]!.GetValue<string>().Replace("Patch", "Update", StringComparison.Ordinal)))
            .GroupBy(same => same.Key.Item1, StringComparer.Ordinal)
            .Where(same => same.Count() > 2).Select(same => same.Key).ShouldBeEmpty();

    [Fact]
    public void Bodies_are_named_components() =>
        (from operation in Operations()
         let body = operation.Item["requestBody"]
         where body is not null
         from media in body["content"]!.AsObject()
         where media.Key == "application/json"
         let reference = (string?)media.Value!["schema"]!["$ref"]
         where reference is null || !reference.EndsWith("Request", StringComparison.Ordinal)
         select operation.Name).ShouldBeEmpty();

    [Fact]
    public void Objects_with_fields_are_named_components() =>
        All(Document).OfType<JsonObject>().Where(node => node["properties"] is JsonObject && node["type"] is not null && !Schemas.Any(schema => ReferenceEquals(schema.Value, node)))
            .Where(node => node["properties"]!["file"] is null) // the form that a file is sent in
            .Select(node => node.ToJsonString()).ShouldBeEmpty();

    [Fact]
    public void What_is_no_JSON_is_bytes() =>
        (from node in All(Document).OfType<JsonObject>()
         where node["content"] is JsonObject
         from media in node["content"]!.AsObject()
         where !media.Key.EndsWith("json", StringComparison.Ordinal) && !media.Key.StartsWith("multipart/", StringComparison.Ordinal)
         where (string?)media.Value!["schema"]?["format"] != "binary"
         select media.Key).ShouldBeEmpty();

    [Fact]
    public void Lists_of_words_are_named_components() =>
        All(Document).OfType<JsonObject>().Where(node => node["enum"] is JsonArray && !Schemas.Any(schema => ReferenceEquals(schema.Value, node)))
            .Select(node => node.ToJsonString()).ShouldBeEmpty();

    [Fact]
    public void What_may_be_null_is_one_of_two() =>
        All(Document).OfType<JsonObject>().Where(node => node.ContainsKey("anyOf")).Select(node => node.ToJsonString()).ShouldBeEmpty();

    [Fact]
    public void An_object_names_its_fields_or_says_that_it_is_open() =>
        AllSchemas().Where(schema => Types(schema).Contains("object") && schema["properties"] is null && schema["additionalProperties"] is null)
            .Select(schema => schema.ToJsonString()).ShouldBeEmpty();

    [Fact]
    public void Every_schema_says_of_what_type_it_is() =>
        AllSchemas().Where(schema => !schema.ContainsKey("$ref") && !schema.ContainsKey("oneOf") && !schema.ContainsKey("type"))
            .Select(schema => schema.ToJsonString()).ShouldBeEmpty();

    [Fact]
    public void Numbers_have_a_format_and_bounds() =>
        AllSchemas().Where(schema => Types(schema).Contains("integer") && (schema["format"] is null || schema["minimum"] is null))
            .Select(schema => schema.ToJsonString()).ShouldBeEmpty();

    [Fact]
    public void Texts_that_are_sent_have_a_greatest_length_a_format_or_a_pattern() =>
        (from schema in Schemas
         where schema.Key.EndsWith("Request", StringComparison.Ordinal) || schema.Key.EndsWith("Input", StringComparison.Ordinal)
         from node in AllSchemas(schema.Value!)
         where Types(node).Contains("string") && node["maxLength"] is null && node["format"] is null && node["pattern"] is null && node["enum"] is null
         select $"{schema.Key} {node.ToJsonString()}").ShouldBeEmpty();

    [Fact]
    public void Ids_and_instants_have_a_format() =>
        Fields().Where(field => Types(field.Schema).Contains("string") && (field.Name.EndsWith("_at", StringComparison.Ordinal) || field.Name.EndsWith(".id", StringComparison.Ordinal))
                && field.Schema["format"] is null && field.Schema["pattern"] is null && field.Name is not "NotificationEvent.id")
            .Select(field => field.Name).ShouldBeEmpty();

    [Fact]
    public void Webhooks_and_the_events_of_the_stream_are_described()
    {
        var hook = Document["webhooks"]!.AsObject().ShouldHaveSingleItem().Value!["post"]!;
        hook["parameters"]!.AsArray().Select(header => (string)header!["name"]!).ShouldBe(["webhook-id", "webhook-timestamp", "webhook-signature"]);
        ((string)hook["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!).ShouldEndWith("/WebhookMessage");

        var stream = ApiContract.Of.Find("GET", "/notifications/stream")!.Value.Operation["responses"]!["200"]!["content"]!["text/event-stream"]!["schema"]!;
        ((string)stream["contentSchema"]!["$ref"]!).ShouldEndWith("/NotificationEvent");
    }

    [Theory]
    [InlineData("focus.azurewebsites.net", "https://focus.azurewebsites.net/api")]
    [InlineData("localhost:7071", "http://localhost:7071/api")]
    public void Where_the_host_knows_its_name_the_first_server_is_absolute(string host, string url) =>
        JsonNode.Parse(OpenApiFunctions.DescriptionAt(host))!["servers"]!.AsArray().Select(server => (string)server!["url"]!).ShouldBe([url, "/api"]);

    [Fact]
    public void Where_it_does_not_the_server_is_the_one_that_gave_the_document() =>
        JsonNode.Parse(OpenApiFunctions.DescriptionAt(null))!["servers"]!.AsArray().ShouldHaveSingleItem()!["url"]!.GetValue<string>().ShouldBe("/api");

    [Fact]
    public void Counters_of_challenges_are_there_in_both_spellings()
    {
        // The list of the contract.
        string[] counters = ["joined_count", "joined_avatars", "is_current_user", "total_points", "challenges_done", "shutdown_streak", "avg_shutdown_time"];
        var answered = Document["paths"]!.AsObject().Where(path => path.Key.StartsWith("/challenges/", StringComparison.Ordinal))
            .SelectMany(path => All(path.Value!)).OfType<JsonObject>().Where(node => node.ContainsKey("$ref"))
            .Select(ApiContract.Of.Resolve).SelectMany(AllSchemas).Select(schema => schema["properties"]).OfType<JsonObject>().ToList();

        var found = answered.SelectMany(fields => fields.Select(field => (field.Key, Fields: fields))).Where(field => counters.Contains(field.Key)).ToList();

        found.Select(field => field.Key).Distinct().ShouldBe(counters, ignoreOrder: true);
        found.Where(field => !field.Fields.ContainsKey(InOneWord(field.Key))).ShouldBeEmpty();

        static string InOneWord(string name) => string.Concat(name.Split('_').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
    }

    private static bool Says(JsonNode? words) => words is not null && ((string)words!).Length > 2;

    private static IEnumerable<(string Name, JsonObject Item)> Operations() =>
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select ($"{operation.Key} {path.Key}", operation.Value!.AsObject());

    private static IEnumerable<(string Name, JsonObject Schema)> Fields() =>
        from schema in Schemas
        from inside in AllSchemas(schema.Value!)
        from field in inside["properties"]?.AsObject() ?? []
        select ($"{schema.Key}.{field.Key}", field.Value!.AsObject());

    private static IEnumerable<string> Types(JsonObject schema) => schema["type"] switch
    {
        JsonArray types => types.Select(type => (string)type!),
        JsonValue type => [(string)type!],
        _ => [],
    };

    private static IEnumerable<JsonObject> AllSchemas() =>
        Schemas.SelectMany(schema => AllSchemas(schema.Value!))
            .Concat(All(Document["paths"]!).OfType<JsonObject>().Where(node => node["schema"] is JsonObject).SelectMany(node => AllSchemas(node["schema"]!)));

    private static IEnumerable<JsonObject> AllSchemas(JsonNode schema) =>
        new[] { schema.AsObject() }
            .Concat((schema["properties"]?.AsObject() ?? []).SelectMany(field => AllSchemas(field.Value!)))
            .Concat((schema["oneOf"]?.AsArray() ?? []).SelectMany(choice => AllSchemas(choice!)))
            .Concat(new[] { schema["items"], schema["additionalProperties"] as JsonObject }.OfType<JsonObject>().SelectMany(AllSchemas));

    private static IEnumerable<JsonNode> All(JsonNode node) => node switch
    {
        JsonObject item => item.Select(property => property.Value).OfType<JsonNode>().SelectMany(All).Prepend(item),
        JsonArray array => array.OfType<JsonNode>().SelectMany(All).Prepend(array),
        _ => [node],
    };

    private static IEnumerable<string> Words(JsonNode node) =>
        All(node).OfType<JsonObject>().Select(item => item["description"]).OfType<JsonValue>().Select(words => words.GetValue<string>());

    [GeneratedRegex("^[A-Z][A-Za-z]+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();

    [GeneratedRegex("^(OK|Created|No Content|Bad Request|Not Found|Conflict)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StatusWords();

    // References to code that a comment left standing.
    [GeneratedRegex(@"\[([A-Z]:|[a-z]+\])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfCode();
}
