namespace Focusflow.Core.Foundation.Storage;

/// <summary>
/// The versions a client is willing to change (<c>If-Match</c>). A use case asks it about the document it has read,
/// before deciding; without a condition, and for <c>*</c>, every version will do.
/// </summary>
public readonly record struct ExpectedVersion
{
    private readonly IReadOnlyList<string>? accepted;

    private ExpectedVersion(IReadOnlyList<string> accepted) => this.accepted = accepted;

    /// <summary>Any version.</summary>
    public static ExpectedVersion Any => default;

    /// <summary>One of these versions; none given accepts nothing.</summary>
    public static ExpectedVersion OneOf(params IReadOnlyList<string> etags) => new(etags);

    /// <summary>Whether the version read is one the client expects.</summary>
    public bool Accepts(string etag) => accepted is null || accepted.Contains(etag, StringComparer.Ordinal);
}
