namespace Focusflow.Core.Foundation.Storage;

/// <summary>
/// The versions a client is willing to change (<c>If-Match</c>, <c>If-None-Match</c>). A use case asks it about the document it has
/// read, before deciding; without a condition every version will do.
/// </summary>
public readonly record struct ExpectedVersion
{
    private readonly IReadOnlyList<string>? accepted;
    private readonly IReadOnlyList<string>? refused;

    private ExpectedVersion(IReadOnlyList<string>? accepted, IReadOnlyList<string>? refused) => (this.accepted, this.refused) = (accepted, refused);

    /// <summary>Any version.</summary>
    public static ExpectedVersion Any => default;

    /// <summary>One of these versions; none given accepts nothing.</summary>
    public static ExpectedVersion OneOf(params IReadOnlyList<string> etags) => new(etags, null);

    /// <summary>The same, but none of these versions.</summary>
    public ExpectedVersion Except(params IReadOnlyList<string> etags) => new(accepted, etags);

    /// <summary>Whether the version read is one the client expects.</summary>
    public bool Accepts(string etag) =>
        accepted?.Contains(etag, StringComparer.Ordinal) != false && refused?.Contains(etag, StringComparer.Ordinal) != true;
}
