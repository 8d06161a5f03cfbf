using System.Text;
using Focusflow.Core.Features.CalendarFeed;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.CalendarFeed;

public sealed class CalendarFeedWriterTests
{
    private static readonly CalendarEntry Entry = new(
        "3f0c", "Report; part 1, draft", "Line one\nline two \\ end", At(29, 17), false, ["work", "urgent"], At(26, 22), 3);

    [Fact]
    public void A_due_task_is_an_event_at_its_due_instant()
    {
        var lines = Lines(Entry);

        lines.ShouldContain("UID:3f0c@focusflow");
        lines.ShouldContain("DTSTART:20250929T170000Z");
        lines.ShouldContain("DTSTAMP:20250926T220000Z");
        lines.ShouldContain("SEQUENCE:3");
        lines.ShouldContain("SUMMARY:Report\\; part 1\\, draft");
        lines.ShouldContain("DESCRIPTION:Line one\\nline two \\\\ end");
        lines.ShouldContain("CATEGORIES:work,urgent");
        lines[0].ShouldBe("BEGIN:VCALENDAR");
    }

    [Fact]
    public void A_task_due_on_a_day_is_an_event_of_that_day_in_every_zone() =>
        Lines(Entry with { Due = new NodaTime.LocalDate(2025, 9, 29) }).ShouldContain("DTSTART;VALUE=DATE:20250929");

    [Fact]
    public void Long_lines_are_folded_at_75_octets_and_fold_back()
    {
        var title = string.Concat(Enumerable.Repeat("täglich 日本 ", 18)).Trim();
        var text = CalendarFeedWriter.Write([Entry with { Title = title }]);

        text.Split("\r\n").ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
        text.Replace("\r\n ", "", StringComparison.Ordinal).ShouldContain($"SUMMARY:{title}");
    }

    /// <summary>Read back by hand, as RFC 5545 has it: sections 3.1 (folding) and 3.3.11 (TEXT).</summary>
    [Fact]
    public void Whatever_the_text_no_line_is_too_long_no_character_is_torn_and_it_reads_back() => Seeded.Runs(300, random =>
    {
        string[] pieces = ["a", " ", ",", ";", "\\", "\\n", "\"", ":", "ä", "日", "😀", "👩‍👩‍👧", "é", "\n", "\t", "word", "BEGIN:VEVENT"];
        var text = "." + string.Concat(Enumerable.Range(0, random.Next(120)).Select(_ => pieces[random.Next(pieces.Length)])) + ".";
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

        var written = strict.GetBytes(CalendarFeedWriter.Write([Entry with { Title = text.ReplaceLineEndings(" "), Description = text, Tags = [text.ReplaceLineEndings(" ")] }]));

        // Each line on its own is UTF-8, so no character was torn.
        var lines = strict.GetString(written).Split("\r\n");
        lines.ShouldAllBe(line => strict.GetByteCount(line) <= 75);
        lines.ShouldAllBe(line => !line.Contains('\n') && !line.Contains('\r'));
        var unfolded = string.Join("\r\n", lines).Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        Value("DESCRIPTION").ShouldBe(text);
        Value("SUMMARY").ShouldBe(text.ReplaceLineEndings(" "));
        Value("CATEGORIES").ShouldBe(text.ReplaceLineEndings(" "));
        unfolded.Count(line => line == "BEGIN:VEVENT").ShouldBe(1);

        string Value(string name) => System.Text.RegularExpressions.Regex.Replace(
            unfolded.Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..],
            @"\\(.)",
            match => match.Groups[1].Value is "n" or "N" ? "\n" : match.Groups[1].Value);
    });

    [Fact]
    public void Control_characters_and_foreign_line_ends_do_not_get_into_the_document()
    {
        var lines = Lines(Entry with { Description = "one\r\ntwo\rthree\u0007\u0000\u0085four" });

        lines.ShouldContain("DESCRIPTION:one\\ntwo\\nthree\\nfour");
        lines.Length.ShouldBe(Lines(Entry).Length);
    }

    [Fact]
    public void The_document_has_what_the_RFC_demands()
    {
        var lines = Lines(Entry);

        lines.ShouldContain("VERSION:2.0");
        lines.Count(line => line.StartsWith("PRODID:", StringComparison.Ordinal)).ShouldBe(1);
        lines.Count(line => line.StartsWith("DTSTAMP:", StringComparison.Ordinal)).ShouldBe(1);
        lines[^1].ShouldBe("");
        lines[^2].ShouldBe("END:VCALENDAR");
        CalendarFeedWriter.Write([]).ShouldContain("END:VCALENDAR");
    }

    [Fact]
    public void A_completed_task_is_ticked() => Lines(Entry with { Completed = true }).ShouldContain("SUMMARY:✓ Report\\; part 1\\, draft");

    [Fact]
    public void The_same_tasks_give_the_same_document() =>
        CalendarFeedWriter.Write([Entry]).ShouldBe(CalendarFeedWriter.Write([Entry]));

    private static string[] Lines(CalendarEntry entry) => CalendarFeedWriter.Write([entry]).Split("\r\n");

    private static DateTimeOffset At(int day, int hour) => new(2025, 9, day, hour, 0, 0, TimeSpan.Zero);
}
