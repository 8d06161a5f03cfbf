using Microsoft.Net.Http.Headers;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>Which content types are JSON.</summary>
internal static class JsonContentType
{
    /// <summary>Whether it is <c>application/json</c> or some <c>+json</c>, in UTF-8 (the only charset of JSON, RFC 8259).</summary>
    public static bool IsJson(string? contentType)
    {
        if (contentType is "application/json")
            return true;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            return false;
        var json = type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);
        return json && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }
}
