using System.Collections.Concurrent;
using System.Text.Json;

namespace Focusflow.Tests.Foundation.Telemetry;

/// <summary>What the tests of this process have told the app in confidence, and what it gave away to them alone.</summary>
internal static class SecretsSent
{
    // Shorter texts turn up everywhere.
    private const int MinLength = 8;

    private static readonly HashSet<string> Fields = new(StringComparer.Ordinal)
    {
        "name", "full_name", "email", "username", "password", "current_password", "new_password", "title", "description", "tags", "message",
        "reflection_note", "refresh_token", "access_token", "url", "secret", "id", "user_id",
    };

    /// <summary>The texts.</summary>
    public static ConcurrentDictionary<string, bool> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes them out of a JSON body; anything else holds none.</summary>
    /// <param name="json">The body.</param>
    /// <param name="isAccount">Whether ids in it are those of a user.</param>
    public static void Collect(ReadOnlySpan<byte> json, bool isAccount)
    {
        if (json.IsEmpty || json[0] != '{' || json.Length > 10_000)
            return;
        try
        {
            var reader = new Utf8JsonReader(json);
            var name = "";
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                    name = reader.GetString()!;
                else if (reader.TokenType == JsonTokenType.String && Fields.Contains(name) && (isAccount || name is not ("id" or "user_id")))
                    Add(reader.GetString()!);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Tests send all kinds of things.
        }
    }

    private static void Add(string text)
    {
        if (text.Length >= MinLength && text.Any(character => !char.IsAsciiLetterLower(character)))
            Texts.TryAdd(text, true);
    }
}
