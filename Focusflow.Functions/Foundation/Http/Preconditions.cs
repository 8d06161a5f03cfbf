using Focusflow.Core.Foundation.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>Conditional requests as RFC 9110, section 13, has them.</summary>
public static class Preconditions
{
    /// <summary>
    /// What <c>If-Match</c> asks for. Weak tags never match (strong comparison); a header that cannot be understood
    /// matches nothing, so that a client that meant to be careful does not overwrite anything.
    /// </summary>
    public static ExpectedVersion IfMatch(this HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
            return ExpectedVersion.Any;
        if (!EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var tags))
            return ExpectedVersion.OneOf();
        return tags.Any(tag => tag.Tag == "*")
            ? ExpectedVersion.Any
            : ExpectedVersion.OneOf([.. tags.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.Value![1..^1])]);
    }

    /// <summary>Whether <c>If-None-Match</c> names this version, so that a GET answers 304 (weak comparison).</summary>
    /// <param name="request">The request.</param>
    /// <param name="etag">The version without quotes.</param>
    public static bool NoneMatchNames(this HttpRequest request, string etag)
    {
        var header = request.Headers.IfNoneMatch;
        return header.Count > 0
            && EntityTagHeaderValue.TryParseList([.. header.OfType<string>()], out var tags)
            && tags.Any(tag => tag.Tag == "*" || tag.Tag.AsSpan()[1..^1].SequenceEqual(etag));
    }
}
