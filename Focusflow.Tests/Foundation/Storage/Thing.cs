using System.Text.Json;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>The document of the contract suite: one property of every shape that can be filtered or sorted by.</summary>
public sealed record Thing(string Id, string Owner)
{
    public string Kind { get; init; } = "thing";
    public string Name { get; init; } = "";
    public int Rank { get; init; }
    public string At { get; init; } = "0001-01-01T00:00:00.0000000Z";
    public bool Done { get; init; }
    public string? Colour { get; init; }
    public string[]? Tags { get; init; }
    public string? Note { get; init; }

    /// <summary>A container of things of its own for each test, so that change feeds do not mix.</summary>
    public static ContainerDefinition NewContainer() => new($"things-{Guid.NewGuid():N}", "owner")
    {
        DocumentsExpire = true,
        SortIndexes = [new("thing", "name"), new("thing", "rank"), new("thing", "at", AcrossPartitions: true)],
        FilterPaths = ["done", "colour", "tags", "note"],
        ArrayPaths = ["tags"],
        NarrowIndexes = [new("thing", "rank", "done", false)],
        ElementIndexes = [new("thing", "tags")],
    };

    public static Thing Of(StoredDocument document) => JsonSerializer.Deserialize<Thing>(document.Json.Span, JsonSerializerOptions.Web)!;

    public byte[] Json() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    public DocumentWrite Create(TimeSpan? timeToLive = null) => new DocumentWrite.Create(Id, Kind, Json()) { TimeToLive = timeToLive };

    public DocumentWrite Replace(string etag, TimeSpan? timeToLive = null) =>
        new DocumentWrite.Replace(Id, Kind, Json(), etag) { TimeToLive = timeToLive };

    public DocumentWrite Delete(string etag) => new DocumentWrite.Delete(Id, etag);

    // Arrays make the records' own equality useless; the JSON says whether two things are the same.
    public bool Equals(Thing? other) => other is not null && Json().AsSpan().SequenceEqual(other.Json());

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}
