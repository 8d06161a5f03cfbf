using System.Text.Json;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using NodaTime;

namespace Focusflow.Core.Features.Shutdown;

/// <summary>What a client sends with a reflection.</summary>
/// <param name="Rating">One of <see cref="Ratings"/>.</param>
/// <param name="Note">At most 5,000 characters, or null.</param>
/// <param name="Disconnect">At most 20 ticks of the check-list.</param>
/// <param name="SessionId">A work session by name, or null.</param>
/// <param name="Day">The day it is for; null for today.</param>
public sealed record ReflectionFields(string Rating, string? Note, IReadOnlyList<bool> Disconnect, string? SessionId, LocalDate? Day)
{
    private const string DisconnectName = "mindful_disconnect_completed";
    private const int MaxDisconnect = 20;

    /// <summary>How a day may have been.</summary>
    public static IReadOnlyList<string> Ratings { get; } = ["great", "good", "okay", Tough];

    /// <summary>The rating of a hard day.</summary>
    public const string Tough = "tough";

    /// <summary>Reads a body; 422 names the fields that are wrong.</summary>
    public static Outcome<ReflectionFields> Read(JsonElement body, UserCalendar calendar)
    {
        var reader = new FieldReader(body, calendar);
        var fields = ReadAll(reader, calendar);
        return reader.Problem is { } problem ? problem : fields;
    }

    // Meaningful only when the reader found nothing wrong.
    private static ReflectionFields ReadAll(FieldReader reader, UserCalendar calendar)
    {
        var rating = reader.Require("productivity_rating", reader.Choice("productivity_rating", Ratings));
        var note = reader.Text("reflection_note", max: 5_000);
        var disconnect = ReadDisconnect(reader);
        var session = reader.Text("session_id", max: 255);
        var date = reader.Timestamp("shutdown_date");
        return new ReflectionFields(
            rating.Or(null) ?? "", note.Or(null), disconnect, session.Or(null), date.Or(null) is { } sent ? calendar.DayOf(sent) : null);
    }

    private static IReadOnlyList<bool> ReadDisconnect(FieldReader reader)
    {
        var rule = new FieldRule(DisconnectName, FieldType.List)
        {
            Max = MaxDisconnect,
            Nullable = true,
            Items = new FieldRule("", FieldType.Flag),
        };
        if (reader.Element(DisconnectName, rule) is not { ValueKind: not JsonValueKind.Null } list)
            return [];
        if (list.ValueKind != JsonValueKind.Array
            || list.GetArrayLength() > MaxDisconnect
            || list.EnumerateArray().Any(tick => tick.ValueKind is not (JsonValueKind.True or JsonValueKind.False)))
        {
            reader.Fail(DisconnectName, $"{DisconnectName} must be a list of at most {MaxDisconnect} times true or false.");
            return [];
        }

        return [.. list.EnumerateArray().Select(tick => tick.GetBoolean())];
    }
}
