using System.Buffers;
using System.Text.Json;
using Focusflow.Core.Foundation.Outcomes;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>
/// Reads a request's JSON by hand, because a client must be able to tell what was wrong: 413 too large, 415 not JSON,
/// 400 not well-formed, 422 well-formed but not what is wanted.
/// </summary>
public static class RequestBody
{
    /// <summary>The most bytes a body may have unless the configuration says otherwise.</summary>
    public const int DefaultLimit = 262_144;

    private static readonly Problem Empty = new(ProblemCodes.MalformedRequest, "The body is empty; a JSON object is expected.");
    private static readonly Problem Encoded = new(ProblemCodes.UnsupportedContentEncoding, "The body must be sent without a Content-Encoding.");
    private static readonly Problem NotAnObject = new(ProblemCodes.ValidationFailed, "The body must be a JSON object.");

    /// <summary>
    /// Reads the body as a JSON object, up to the limit that the outermost middleware has put on the request
    /// (<c>Focusflow:Limits:BodyBytes</c>).
    /// </summary>
    public static ValueTask<Outcome<JsonElement>> ReadObjectAsync(HttpRequest request, CancellationToken cancellation = default) =>
        ReadObjectAsync(request, optional: false, cancellation);

    /// <summary>The same, where no body at all stands for an empty object when <paramref name="optional"/>.</summary>
    public static async ValueTask<Outcome<JsonElement>> ReadObjectAsync(HttpRequest request, bool optional, CancellationToken cancellation)
    {
        var read = await ReadBytesAsync(request, cancellation);
        if (!read.Succeeded(out var bytes, out var problem))
            return problem;
        if (bytes.IsEmpty)
            return optional ? JsonElement.Parse("{}") : Empty;
        if (request.Headers.ContentEncoding is { Count: > 0 } coding && coding != "identity")
            return Encoded;
        if (!JsonContentType.IsJson(request.ContentType))
            return new Problem(ProblemCodes.UnsupportedMediaType, "The body must be JSON in UTF-8: Content-Type: application/json.");
        if (!JsonText.Parse(bytes).Succeeded(out var element, out problem))
            return problem;
        return element.ValueKind == JsonValueKind.Object ? element : NotAnObject;
    }

    /// <summary>Lets this request have a larger body than others.</summary>
    internal static void Allow(HttpRequest request, long bytes)
    {
        if (request.HttpContext.Features.Get<BodyLimit>() is not { } limit || limit.Bytes < bytes)
            request.HttpContext.Features.Set(new BodyLimit(bytes));
    }

    /// <summary>Reads the whole body, up to the limit.</summary>
    internal static async ValueTask<Outcome<ReadOnlyMemory<byte>>> ReadBytesAsync(HttpRequest request, CancellationToken cancellation)
    {
        // The middleware for repeated requests has read it already when there is an Idempotency-Key.
        if (request.HttpContext.Features.Get<BufferedBody>() is { } buffered)
            return buffered.Bytes;

        var limit = request.HttpContext.Features.Get<BodyLimit>()?.Bytes ?? DefaultLimit;
        if (request.ContentLength > limit)
            return TooLarge(limit);
        try
        {
            return request.ContentLength is { } length
                ? await ReadKnownAsync(request, (int)length, cancellation)
                : await ReadUnknownAsync(request, limit, cancellation);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(limit);
        }
        catch (Exception error) when (error is BadHttpRequestException or EndOfStreamException)
        {
            return new Problem(ProblemCodes.MalformedRequest, "The body ended early or was not framed as HTTP demands.");
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            throw new ClientLeftException(error); // reset, or given up: a body comes from nowhere else
        }
    }

    private static async Task<Outcome<ReadOnlyMemory<byte>>> ReadKnownAsync(HttpRequest request, int length, CancellationToken cancellation)
    {
        if (length == 0)
            return ReadOnlyMemory<byte>.Empty;
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        await request.Body.ReadExactlyAsync(bytes, cancellation);
        return (ReadOnlyMemory<byte>)bytes;
    }

    private static async Task<Outcome<ReadOnlyMemory<byte>>> ReadUnknownAsync(HttpRequest request, long limit, CancellationToken cancellation)
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (await request.Body.ReadAsync(bytes.GetMemory(4096), cancellation) is > 0 and var count)
        {
            bytes.Advance(count);
            if (bytes.WrittenCount > limit)
                return TooLarge(limit);
        }

        return bytes.WrittenMemory;
    }

    private static Problem TooLarge(long limit) =>
        new(ProblemCodes.BodyTooLarge, $"The body is too large; at most {limit} bytes are accepted.");
}

/// <summary>
/// The most bytes that the body of a request may have. Not the server's own limit: beyond that one the server no longer
/// reads what a client is still sending, but cuts the connection, and the client may never see why.
/// </summary>
internal sealed record BodyLimit(long Bytes);

/// <summary>The body of a request that has been read already; kept with the request.</summary>
internal sealed record BufferedBody(ReadOnlyMemory<byte> Bytes);
