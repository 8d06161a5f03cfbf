using Microsoft.Net.Http.Headers;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>Which content types are JSON objects as this API reads them.</summary>
internal static class JsonContentType
{
    /// <summary>What PATCH takes; an absent field stays, null clears it, which is what merge-patch says.</summary>
    public const string Patches = "application/merge-patch+json, application/json";

    /// <summary>
    /// Whether it is <c>application/json</c> or some <c>+json</c>, in UTF-8 (the only charset of JSON, RFC 8259), but for the one that
    /// says what shall be done (RFC 6902), which would be taken for fields.
    /// </summary>
    public static bool IsJson(string? contentType)
    {
        if (contentType is "application/json")
            return true;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            return false;
        var json = type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)
                && !type.MediaType.Equals("application/json-patch+json", StringComparison.OrdinalIgnoreCase));
        return json && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }
}
