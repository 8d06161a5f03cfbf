using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Foundation.Storage;
using Shouldly;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>
/// Every kind of document that lies in a user's partition, broken in every property: missing, null, of another type, and a
/// text that says nothing. Each lies in a partition of its own, as if its user had nothing else.
/// </summary>
internal static class MalformedDocuments
{
    private static readonly string[] Whole = ["id", "kind", "userId", "schema"];

    public static async Task<int> PlantAsync(IDocumentStore store)
    {
        var commits = await Task.WhenAll(All().Select(document => store.CommitAsync(
            new DocumentBatch(Containers.UserData, document.UserId, [new DocumentWrite.Create(document.Id, document.Kind, document.Json)])).AsTask()));
        commits.ShouldAllBe(commit => commit.Succeeded);
        return commits.Length;
    }

    /// <summary>The malformed documents of one kind for a user whose document they are to replace.</summary>
    public static IEnumerable<byte[]> Of(string kind, string userId) => All().Where(document => document.Kind == kind).Select(document =>
    {
        var json = JsonNode.Parse(document.Json)!.AsObject();
        json["userId"] = userId;
        return JsonSerializer.SerializeToUtf8Bytes(json);
    });

    /// <summary>A document broken in every property.</summary>
    public static IEnumerable<byte[]> Of(StoredDocument whole)
    {
        var sample = JsonNode.Parse(whole.Json.Span)!.AsObject();
        foreach (var property in sample.Select(property => property.Key).Except(Whole).ToList())
        {
            foreach (var broken in Broken(sample, property))
                yield return JsonSerializer.SerializeToUtf8Bytes(broken);
        }
    }

    private static IEnumerable<(string UserId, string Id, string Kind, byte[] Json)> All()
    {
        foreach (var (kind, sample) in DocumentSamples.Types.Where(type => DocumentSamples.ContainerOf(type) == Containers.UserData)
            .Select(type => (DocumentSamples.KindOf(type), JsonNode.Parse(DocumentSamples.Write(type))!.AsObject())))
        {
            // What sweepers look for is long overdue, so that each is found and met.
            foreach (var sort in Containers.UserData.SortIndexes.Where(sort => sort.Kind == kind && sort.AcrossPartitions))
                sample[sort.Path] = InstantText.ToSortable(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
            foreach (var property in sample.Select(property => property.Key).Except(Whole).ToList())
            {
                foreach (var broken in Broken(sample, property))
                {
                    var userId = Guid.NewGuid().ToString("D");
                    broken["userId"] = userId;
                    yield return (userId, broken["id"]!.GetValue<string>(), kind, JsonSerializer.SerializeToUtf8Bytes(broken));
                }
            }
        }
    }

    private static IEnumerable<JsonObject> Broken(JsonObject sample, string property)
    {
        JsonNode?[] values = [null, JsonValue.Create("nonsense"), JsonValue.Create(-1), new JsonObject { ["x"] = 1 }, new JsonArray(new JsonObject())];
        foreach (var value in values)
        {
            var broken = sample.DeepClone().AsObject();
            broken[property] = value;
            yield return broken;
        }

        var without = sample.DeepClone().AsObject();
        without.Remove(property);
        yield return without;
    }
}
