using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>
/// A typed document: a record of one feature, stored as camelCase JSON. Derive with properties of its own and implement
/// <see cref="IDocument{TSelf}"/>.
/// </summary>
public abstract record Document
{
    /// <summary>The id, unique within the partition. Comes first in the JSON.</summary>
    [JsonPropertyOrder(-1)]
    public required string Id { get; init; }

    /// <summary>What it is; the same for all documents of a type.</summary>
    public abstract string Kind { get; }

    /// <summary>The version of the document's shape; raised when a stored shape must be told from a newer one.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The version read, empty for a document not yet stored. Not part of the JSON.</summary>
    [JsonIgnore]
    public string ETag { get; init; } = "";

    /// <summary>How long it lives from its last write on, or null for ever. Stored as whole seconds in <c>ttl</c>.</summary>
    [JsonIgnore]
    public virtual TimeSpan? TimeToLive => null;
}

/// <summary>A document of one user, in the container <c>userdata</c>.</summary>
public abstract record UserDocument : Document
{
    /// <summary>The user it belongs to: the partition.</summary>
    public required string UserId { get; init; }
}

/// <summary>What the typed reading and writing of documents needs to know about a type.</summary>
/// <typeparam name="TSelf">The document type itself.</typeparam>
public interface IDocument<TSelf>
    where TSelf : Document, IDocument<TSelf>
{
    /// <summary>The kind that every document of this type has.</summary>
    static abstract string KindName { get; }

    /// <summary>The container it lives in.</summary>
    static abstract ContainerDefinition Container { get; }

    /// <summary>How it is written and read (source-generated).</summary>
    static abstract JsonTypeInfo<TSelf> JsonType { get; }
}
