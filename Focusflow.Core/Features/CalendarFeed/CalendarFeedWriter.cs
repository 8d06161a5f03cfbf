using System.Text;
using Focusflow.Core.Foundation.Calendar;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Focusflow.Core.Features.CalendarFeed;

/// <summary>A task as it stands in a calendar.</summary>
/// <param name="TaskId">The task's id; makes the UID, so that a changed task stays the same event.</param>
/// <param name="Title">The title.</param>
/// <param name="Description">The description, if any.</param>
/// <param name="Due">When it is due: at an instant, or all of a day.</param>
/// <param name="Completed">Whether it is done; shown by a tick before the title.</param>
/// <param name="Tags">Shown as categories.</param>
/// <param name="UpdatedAt">When it last changed.</param>
/// <param name="Changes">How often it has changed, by which calendar programs know the newer of two.</param>
public sealed record CalendarEntry(
    string TaskId,
    string Title,
    string? Description,
    DayOrInstant Due,
    bool Completed,
    IReadOnlyList<string> Tags,
    DateTimeOffset UpdatedAt,
    int Changes);

/// <summary>Writes due tasks as an iCalendar document (RFC 5545), one event each: at the due instant, in UTC, or on the due day, wherever that is read.</summary>
public static class CalendarFeedWriter
{
    private const string LineEnd = "\r\n";

    // RFC 5545, section 3.1: without the line end.
    private const int MaxOctets = 75;

    /// <summary>The document, lines folded and ended as the RFC wants.</summary>
    public static string Write(IEnumerable<CalendarEntry> entries)
    {
        var calendar = new Ical.Net.Calendar { ProductId = "-//Focusflow//Tasks//EN" };
        calendar.AddProperty("X-WR-CALNAME", "Focusflow");
        calendar.AddProperty("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
        calendar.AddProperty("X-PUBLISHED-TTL", "PT1H");
        foreach (var entry in entries)
        {
            calendar.Events.Add(new CalendarEvent
            {
                Uid = $"{entry.TaskId}@focusflow",
                Summary = Clean(entry.Completed ? $"✓ {entry.Title}" : entry.Title),
                Description = entry.Description is { } description ? Clean(description) : null,
                Start = Start(entry.Due),
                DtStamp = Utc(entry.UpdatedAt),
                LastModified = Utc(entry.UpdatedAt),
                Sequence = entry.Changes,
                Categories = [.. entry.Tags.Select(Clean)],
                Transparency = "TRANSPARENT",
            });
        }

        return Fold(new CalendarSerializer().SerializeToString(calendar)!);
    }

    // The library folds between any two UTF-16 units, which tears an emoji into two halves that UTF-8 cannot write. So its
    // folds are taken out, and lines folded anew between whole characters. No "\r\n " of another meaning exists.
    private static string Fold(string document)
    {
        var folded = new StringBuilder(document.Length);
        var octets = 0;
        foreach (var character in document.Replace(LineEnd + " ", "", StringComparison.Ordinal).EnumerateRunes())
        {
            if (character.Value is '\r' or '\n')
            {
                octets = 0;
            }
            else if ((octets += character.Utf8SequenceLength) > MaxOctets)
            {
                folded.Append(LineEnd).Append(' ');
                octets = 1 + character.Utf8SequenceLength;
            }

            folded.Append(character);
        }

        return folded.ToString();
    }

    // The RFC's TEXT has tabs and line ends, and no other control characters.
    private static string Clean(string text) => string.Concat(
        text.ReplaceLineEndings("\n").Where(character => character is '\n' or '\t' || !char.IsControl(character)));

    private static CalDateTime Start(DayOrInstant due) =>
        due.Day is { } day ? new(day.Year, day.Month, day.Day) : Utc(due.Instant!.Value);

    private static CalDateTime Utc(DateTimeOffset instant) => new(instant.UtcDateTime);
}
