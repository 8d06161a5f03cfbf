using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Tests.Features.Privacy;

/// <summary>The kinds of documents there are, found in the code, so that a new one cannot be forgotten.</summary>
internal static class DocumentKinds
{
    /// <summary>The names of all kinds that lie in users' partitions.</summary>
    public static IReadOnlyList<string> OfUsers { get; } =
    [
        .. from type in typeof(Document).Assembly.GetTypes()
           where !type.IsAbstract && type.IsSubclassOf(typeof(Document))
           where Static<ContainerDefinition>(type, "Container") == Containers.UserData
           select Static<string>(type, "KindName"),
    ];

    /// <summary>A document of a kind, as an older or newer version of the service might have written it.</summary>
    public static DocumentWrite.Create Probe(string userId, string kind, string id, string text)
    {
        var json = new JsonObject { ["id"] = id, ["kind"] = kind, ["schema"] = 1, ["userId"] = userId, ["probeText"] = text };
        foreach (var sort in Containers.UserData.SortIndexes.Where(sort => sort.Kind == kind))
            json[sort.Path] = InstantText.Never;
        return new DocumentWrite.Create(id, kind, JsonSerializer.SerializeToUtf8Bytes(json));
    }

    private static T Static<T>(Type type, string name) => (T)type.GetProperty(name)!.GetValue(null)!;
}
