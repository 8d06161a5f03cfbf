using Focusflow.Core.Foundation.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>
/// Conditional requests as RFC 9110, section 13, has them, but that <c>If-Match</c> takes a weak tag, too: proxies that compress
/// weaken ours on the way, and a version names what is stored, however it was sent.
/// </summary>
public static class Preconditions
{
    /// <summary>
    /// The versions that <c>If-Match</c> and <c>If-None-Match</c> let a writer change. A header that cannot be understood is met by
    /// nothing, so that a client that meant to be careful does not overwrite anything.
    /// </summary>
    public static ExpectedVersion Expected(this HttpRequest request)
    {
        var expected = ExpectedVersion.Any;
        if (request.Headers.IfMatch is { Count: > 0 } match && Tags(match) is var wanted && wanted?.Contains("*") != true)
            expected = ExpectedVersion.OneOf([.. wanted ?? []]);
        if (request.Headers.IfNoneMatch is not { Count: > 0 } none)
            return expected;
        return Tags(none) is { } unwanted && !unwanted.Contains("*") ? expected.Except([.. unwanted]) : ExpectedVersion.OneOf();
    }

    /// <summary>
    /// The tag by which <c>If-None-Match</c> names this version, so that a GET answers 304; null when it does not (weak comparison).
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="etag">The version without quotes.</param>
    public static string? TagThatNames(this HttpRequest request, string etag)
    {
        if (request.Headers.IfNoneMatch is not { Count: > 0 } none
            || !EntityTagHeaderValue.TryParseList([.. none.OfType<string>()], out var tags)
            || tags.FirstOrDefault(tag => tag.Tag == "*" || tag.Tag.AsSpan()[1..^1].SequenceEqual(etag)) is not { } named)
        {
            return null;
        }

        return named.IsWeak ? $"W/\"{etag}\"" : $"\"{etag}\"";
    }

    private static List<string>? Tags(StringValues header) =>
        EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var tags)
            ? [.. tags.Select(tag => tag.Tag == "*" ? "*" : VersionTag.VersionIn(tag.Tag.Value![1..^1]))]
            : null;
}
