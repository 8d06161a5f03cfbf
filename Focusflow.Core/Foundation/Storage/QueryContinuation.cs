using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>
/// How adapters wrap their position in a query: opaque text that is safe in a URL and refused by any other query. Moving
/// bounds of ranges do not make another query, since they often hold "now" and a cursor must outlive the minute. The
/// position itself is no secret and grants nothing: the partition comes from the query, never from the client's text.
/// </summary>
public static class QueryContinuation
{
    private const int CheckLength = 9;
    private const int MaxLength = 16 * 1024;

    /// <summary>Wraps a position of a query.</summary>
    public static string Wrap(DocumentQuery query, ReadOnlySpan<byte> position)
    {
        var wrapped = new byte[CheckLength + position.Length];
        position.CopyTo(wrapped.AsSpan(CheckLength));
        Check(query, position, wrapped);
        return Base64Url.EncodeToString(wrapped);
    }

    /// <summary>Unwraps the query's own continuation; throws <see cref="InvalidContinuationException"/> when it is another's.</summary>
    public static byte[] Unwrap(DocumentQuery query)
    {
        var text = query.Continuation ?? "";
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
            throw new InvalidContinuationException();

        var wrapped = Base64Url.DecodeFromChars(text);
        Span<byte> check = stackalloc byte[CheckLength];
        if (wrapped.Length < CheckLength)
            throw new InvalidContinuationException();
        Check(query, wrapped.AsSpan(CheckLength), check);
        return check.SequenceEqual(wrapped.AsSpan(0, CheckLength)) ? wrapped[CheckLength..] : throw new InvalidContinuationException();
    }

    private static void Check(DocumentQuery query, ReadOnlySpan<byte> position, Span<byte> check)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. Encoding.UTF8.GetBytes(Shape(query)), 0, .. position], hash);
        hash[..CheckLength].CopyTo(check);
    }

    private static string Shape(DocumentQuery query)
    {
        var shape = new StringBuilder(128);
        Add(shape, query.Container.Name, query.Partition ?? "*", query.Sort?.Path ?? "", query.Sort is { Descending: true } ? "-" : "+");
        foreach (var kind in query.Kinds)
            Add(shape, "kind", kind);
        foreach (var filter in query.Filters)
        {
            Add(shape, filter.GetType().Name);
            foreach (var path in filter.Paths())
                Add(shape, "path", path);
            AddValues(shape, filter);
        }

        foreach (var id in query.Besides)
            Add(shape, "besides", id);

        return shape.ToString();
    }

    private static void AddValues(StringBuilder shape, DocumentFilter filter)
    {
        switch (filter)
        {
            case DocumentFilter.EqualTo equal:
                Add(shape, equal.Value);
                break;
            case DocumentFilter.OneOf one:
                foreach (var value in one.Values)
                    Add(shape, value);
                break;
            case DocumentFilter.Between between:
                Add(shape, between.From is null ? "" : "from", between.Before is null ? "" : "before");
                break;
            case DocumentFilter.ContainsAny any:
                Add(shape, [.. any.Values]);
                break;
            case DocumentFilter.ContainsAll all:
                Add(shape, [.. all.Values]);
                break;
            case DocumentFilter.HasText text:
                Add(shape, [.. text.Texts]);
                break;
        }
    }

    private static void Add(StringBuilder shape, FilterValue value) => Add(shape, value.Value.GetType().Name, $"{value.Value}");

    // Each part is preceded by its length, so that no two lists of parts read the same.
    private static void Add(StringBuilder shape, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
            shape.Append(part.Length).Append(':').Append(part);
    }
}
