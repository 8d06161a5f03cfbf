using System.Text.Json;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Text;

namespace Focusflow.Core.Features.Tasks;

/// <summary>
/// The rules of tags: short texts without commas, since lists of tags are sent with commas between; compared as
/// <see cref="TextKeys"/> says, kept in the order and spelling of the user.
/// </summary>
public static class Tag
{
    /// <summary>The most tags of one task.</summary>
    public const int MaxCount = 20;

    /// <summary>The longest tag, in characters.</summary>
    public const int MaxLength = 50;

    private static readonly FieldRule Rule = new("tags", FieldType.List)
    {
        Max = MaxCount,
        Nullable = true,
        Items = new FieldRule("tag", FieldType.Text) { Min = 1, Max = MaxLength },
    };

    /// <summary>A tag as it is compared.</summary>
    public static string Key(string tag) => TextKeys.Of(tag);

    /// <summary>All keys under which a tag may be stored: tasks that were not changed since bear the key of before.</summary>
    public static IEnumerable<string> Keys(string tag) => [Key(tag), .. tag.ToLowerInvariant() is var former && former != Key(tag) ? [former] : Array.Empty<string>()];

    /// <summary>
    /// Reads the field <c>tags</c>: a list of texts or of <c>{"name": "...", "color": "..."}</c>, of which the name is
    /// kept. The same tag again is dropped. Null stands for no tags.
    /// </summary>
    public static Change<IReadOnlyList<string>> Read(FieldReader fields)
    {
        if (fields.Element("tags", Rule) is not { } sent)
            return default;
        if (sent.ValueKind == JsonValueKind.Null)
            return new Change<IReadOnlyList<string>>([]);
        if (sent.ValueKind != JsonValueKind.Array)
            return Wrong(fields, "tags must be a list of texts.");

        var tags = new List<string>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in sent.EnumerateArray())
        {
            if (NameOf(element)?.Trim() is not { } tag)
                return Wrong(fields, "tags must be a list of texts.");
            if (tag.Length is 0 or > MaxLength)
                return Wrong(fields, $"Each tag must have 1 to {MaxLength} characters.");
            if (VisibleText.Complaint(tag) is { } complaint)
                return Wrong(fields, $"A tag {complaint}.");
            if (tag.Contains(',', StringComparison.Ordinal))
                return Wrong(fields, "A tag must not hold a comma; send each tag by itself.");
            if (keys.Add(Key(tag)))
                tags.Add(tag);
            if (tags.Count > MaxCount)
                return Wrong(fields, $"A task can have at most {MaxCount} tags.");
        }

        return new Change<IReadOnlyList<string>>(tags);
    }

    private static string? NameOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Object when element.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String => name.GetString(),
        _ => null,
    };

    private static Change<IReadOnlyList<string>> Wrong(FieldReader fields, string message)
    {
        fields.Fail("tags", message);
        return default;
    }
}
