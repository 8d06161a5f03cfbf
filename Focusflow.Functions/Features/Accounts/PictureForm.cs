using System.Diagnostics.CodeAnalysis;
using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.Middleware;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Focusflow.Functions.Features.Accounts;

/// <summary>A picture as the body of a request, or in a form as its <c>file</c>.</summary>
internal static class PictureForm
{
    /// <summary>The media type of a form.</summary>
    public const string MediaType = "multipart/form-data";

    private const string Field = "file";
    private const int FormAround = 65_536;
    private const int MostParts = 20;

    private static readonly Problem Encoded = new(ProblemCodes.UnsupportedContentEncoding, "The body must be sent without a Content-Encoding.");
    private static readonly Problem NoType = new(ProblemCodes.UnsupportedMediaType, "The Content-Type must say what the picture is: image/png, image/jpeg or image/webp.");
    private static readonly Problem Malformed = new(ProblemCodes.MalformedRequest, "The form is not written as a form should be.");
    private static readonly Problem NoFile = Problem.Invalid(Field, $"The form has no {Field} with a picture.");

    /// <summary>429 when a user sends pictures too often, if an avatar is one that is written into its URL.</summary>
    public static bool Refuses(this RequestRates rates, Change<string> avatar, string userId, [NotNullWhen(true)] out Problem? problem)
    {
        problem = avatar is { IsSet: true, Value: { } url } && DataUrl.Is(url) ? rates.OfPicture(userId) : null;
        return problem is not null;
    }

    /// <summary>Reads the file, and what it is said to be.</summary>
    public static async Task<Outcome<SentPicture>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } coding && coding != "identity")
            return Encoded;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return NoType;
        var isForm = type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase);
        if (!isForm && !PictureFile.MediaTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase))
            return PictureFile.Complaint([], type.MediaType.Value)!; // without reading it
        RequestBody.Allow(request, PictureFile.MostBytes + (isForm ? FormAround : 0));
        if (!(await RequestBody.ReadBytesAsync(request, cancellation)).Succeeded(out var body, out var problem))
            return problem;
        return isForm ? await InFormAsync(body, HeaderUtilities.RemoveQuotes(type.Boundary).Value, cancellation) : new SentPicture(body, type.MediaType.Value);
    }

    // Out of the bytes that are there; the framework's own reading of forms makes files of them.
    private static async Task<Outcome<SentPicture>> InFormAsync(
        ReadOnlyMemory<byte> body, string? boundary, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 100)
            return Malformed;
        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(body.ToArray(), writable: false));
            for (var parts = 0; parts < MostParts && await reader.ReadNextSectionAsync(cancellation) is { } part; parts++)
            {
                if (part.GetContentDispositionHeader() is not { } disposition || HeaderUtilities.RemoveQuotes(disposition.Name) != Field)
                    continue;
                using var file = new MemoryStream();
                await part.Body.CopyToAsync(file, cancellation);

                // Programs that send forms often know only that it is a file; the file itself says the rest.
                var type = MediaTypeHeaderValue.TryParse(part.ContentType, out var said) ? said.MediaType.Value : null;
                return new SentPicture(file.ToArray(), type is "application/octet-stream" ? null : type);
            }

            return NoFile;
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return Malformed;
        }
    }
}
