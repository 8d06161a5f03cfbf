using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.OpenApi;

public sealed class ExampleTests
{
    private static readonly StrictSchemas Schemas = new(ApiContract.Of.Document["components"]!["schemas"]!.AsObject());

    [Fact]
    public void Every_body_that_is_sent_has_an_example() =>
        (from operation in Operations()
         let body = operation.Item["requestBody"]
         where body?["content"]!["application/json"] is { } json && json["example"] is null
         select operation.Name).ShouldBeEmpty();

    [Fact]
    public void Examples_are_as_their_schemas_say()
    {
        var examples = Examples().ToList();

        examples.Count.ShouldBeGreaterThan(20);
        foreach (var (name, media) in examples)
            Schemas.Check(media["schema"]!, JsonSerializer.SerializeToElement(media["example"])).ShouldBeEmpty(name);
    }

    [Fact]
    public void Ids_of_operations_are_unique() =>
        Operations().GroupBy(operation => (string)operation.Item["operationId"]!, StringComparer.Ordinal)
            .Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();

    private static IEnumerable<(string Name, JsonObject Item)> Operations() =>
        from path in ApiContract.Of.Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select ($"{operation.Key} {path.Key}", operation.Value!.AsObject());

    private static IEnumerable<(string Name, JsonNode Media)> Examples() =>
        Operations().Select(operation => (operation.Name, Content: operation.Item["requestBody"]?["content"]))
            .Concat(ApiContract.Of.Document["components"]!["responses"]!.AsObject().Select(response => (Name: response.Key, Content: response.Value!["content"])))
            .Where(found => found.Content is not null)
            .SelectMany(found => found.Content!.AsObject().Select(media => (found.Name, Media: media.Value!)))
            .Where(found => found.Media["example"] is not null);
}
