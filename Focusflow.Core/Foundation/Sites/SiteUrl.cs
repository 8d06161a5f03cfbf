using System.Text.Json;
using System.Text.Json.Serialization;

namespace Focusflow.Core.Foundation.Sites;

/// <summary>
/// An address as it is kept: an absolute URL, or a path, so that nothing that is stored depends on where the service is reached. An
/// answer holds it absolute (see <see cref="ISite"/>); whatever answer it is in, for it is the type that is written so.
/// </summary>
/// <param name="Kept">The address as it is kept.</param>
[JsonConverter(typeof(SiteUrlConverter))]
public readonly record struct SiteUrl(string Kept);

/// <summary>Writes addresses absolute, for the site that an answer goes to.</summary>
public sealed class SiteUrlConverter : JsonConverter<SiteUrl>
{
    // An answer is written without an await in between, so what is being written belongs to the thread.
    [ThreadStatic]
    private static ISite? answered;

    /// <summary>Says where the answers go that this thread writes from now on; null: nowhere, addresses stay as they are kept.</summary>
    public static void AnswerTo(ISite? site) => answered = site;

    /// <inheritdoc/>
    public override SiteUrl Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SiteUrl value, JsonSerializerOptions options) =>
        writer.WriteStringValue(answered?.UrlOf(value.Kept) ?? value.Kept);
}
