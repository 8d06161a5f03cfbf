using System.Text;
using Focusflow.Core.CalendarFeed;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.CalendarFeed;

public sealed class CalendarFeedWriterTests
{
    private static readonly CalendarEntry Entry = new(
        "3f0c", "Report; part 1, draft", "Line one\nline two \\ end", At(29, 17), false, ["work", "urgent"], At(26, 22));

    [Fact]
    public void A_due_task_is_an_event_at_its_due_instant()
    {
        var lines = Lines(Entry);

        lines.ShouldContain("UID:3f0c@focusflow");
        lines.ShouldContain("DTSTART:20250929T170000Z");
        lines.ShouldContain("DTSTAMP:20250926T220000Z");
        lines.ShouldContain("SUMMARY:Report\\; part 1\\, draft");
        lines.ShouldContain("DESCRIPTION:Line one\\nline two \\\\ end");
        lines.ShouldContain("CATEGORIES:work,urgent");
        lines[0].ShouldBe("BEGIN:VCALENDAR");
    }

    [Fact]
    public void Long_lines_are_folded_at_75_octets_and_fold_back()
    {
        var title = string.Concat(Enumerable.Repeat("täglich 日本 ", 18)).Trim();
        var text = CalendarFeedWriter.Write([Entry with { Title = title }]);

        text.Split("\r\n").ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
        text.Replace("\r\n ", "", StringComparison.Ordinal).ShouldContain($"SUMMARY:{title}");
    }

    [Fact]
    public void A_completed_task_is_ticked() => Lines(Entry with { Completed = true }).ShouldContain("SUMMARY:✓ Report\\; part 1\\, draft");

    [Fact]
    public void The_same_tasks_give_the_same_document() =>
        CalendarFeedWriter.Write([Entry]).ShouldBe(CalendarFeedWriter.Write([Entry]));

    private static string[] Lines(CalendarEntry entry) => CalendarFeedWriter.Write([entry]).Split("\r\n");

    private static DateTimeOffset At(int day, int hour) => new(2025, 9, day, hour, 0, 0, TimeSpan.Zero);
}
