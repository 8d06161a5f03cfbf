using System.Globalization;
using System.Text;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;
using NodaTime.Text;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Calendar;

public sealed class TimeStyleTests
{
    private static readonly LocalDate Day = new(2026, 3, 7);

    [Theory]
    [InlineData("YYYY-MM-DD", "2026-03-07")]
    [InlineData("DD.MM.YYYY", "07.03.2026")]
    [InlineData("dd/MM/yyyy", "07/03/2026")]
    [InlineData("M/D/YY", "3/7/26")]
    [InlineData("MMM D, YYYY", "Mar 7, 2026")]
    [InlineData("D. MMMM YYYY", "7. March 2026")]
    [InlineData("D de MMMM", "7 de March")]
    [InlineData("YYYYMMDD", "20260307")]
    [InlineData("Day D, Month M", "Day 7, Month 3")]
    [InlineData("YYYY年M月D日", "2026-03-07")] // one word, of which some letters are no parts
    [InlineData("YYYY 年 M 月 D 日", "2026 年 3 月 7 日")]
    [InlineData("dddd", "2026-03-07")]
    [InlineData("YYYY", "2026-03-07")] // says neither day nor month
    [InlineData("MMMM YYYY", "2026-03-07")]
    [InlineData("long", "2026-03-07")]
    [InlineData(" ", "2026-03-07")]
    [InlineData("DD \r\nBcc: M", "07 Bcc: 3")]
    [InlineData("{{ name }} D/M", "{{ name }} 7/3")]
    public void Dates_are_written_as_the_user_wants_them(string format, string written) => new TimeStyle(format, "24h").Date(Day).ShouldBe(written);

    [Theory]
    [InlineData("24h", "17:05", "00:05")]
    [InlineData("12h", "5:05 PM", "12:05 AM")]
    [InlineData("12-hour", "5:05 PM", "12:05 AM")]
    [InlineData("24", "17:05", "00:05")]
    [InlineData("HH:mm", "17:05", "00:05")]
    [InlineData("HH:MM", "17:05", "00:05")]
    [InlineData("H.mm", "17.05", "0.05")]
    [InlineData("HH:mm:ss", "17:05:00", "00:05:00")]
    [InlineData("hh:mm a", "05:05 pm", "12:05 am")]
    [InlineData("h:mm A", "5:05 PM", "12:05 AM")]
    [InlineData("h:mma", "5:05pm", "12:05am")]
    [InlineData("hh:mm", "05:05 PM", "12:05 AM")] // which half is never left open
    [InlineData("HH", "17:05", "00:05")] // says no minute
    [InlineData("mm", "17:05", "00:05")]
    [InlineData("system", "17:05", "00:05")]
    public void Times_are_written_as_the_user_wants_them(string format, string afternoon, string night)
    {
        var style = new TimeStyle("YYYY-MM-DD", format);
        style.Time(new LocalTime(17, 5)).ShouldBe(afternoon);
        style.Time(new LocalTime(0, 5)).ShouldBe(night);
    }

    [Fact]
    public void An_instant_is_written_as_the_users_clock_and_calendar_show_it()
    {
        var (style, calendar) = (new TimeStyle("D.M.", "H:mm"), UserCalendar.Find("Europe/Berlin", new LocalTime(4, 0))!);

        style.Moment(new DateTimeOffset(2026, 11, 24, 23, 30, 0, TimeSpan.Zero), calendar).ShouldBe("25.11., 0:30");
        style.Moment(new LocalDate(2026, 11, 24), calendar).ShouldBe("24.11.");
    }

    /// <summary>Parts between separators mean what NodaTime's patterns of the same parts mean.</summary>
    [Fact]
    public void Dates_and_times_agree_with_the_patterns_of_a_library() => Seeded.Runs(500, random =>
    {
        string[] separators = [" ", ".", "/", "-", ", ", " | "];
        (string Ours, string Theirs)[] dateParts =
            [("YYYY", "yyyy"), ("YY", "yy"), ("MMMM", "MMMM"), ("MMM", "MMM"), ("MM", "MM"), ("M", "%M"), ("DD", "dd"), ("D", "%d"), ("yyyy", "yyyy"), ("dd", "dd")];
        (string Ours, string Theirs)[] timeParts = [("HH", "HH"), ("H", "%H"), ("hh", "hh"), ("h", "%h"), ("mm", "mm"), ("m", "%m"), ("ss", "ss"), ("A", "tt")];
        var date = new LocalDate(1970, 1, 1).PlusDays(random.Next(-10_000, 40_000));
        var time = LocalTime.FromSecondsSinceMidnight(random.Next(86_400));

        var (dates, dateText) = Make(dateParts, part => LocalDatePattern.CreateWithInvariantCulture(part).Format(date), "MM", "dd");
        new TimeStyle(dates, "24h").Date(date).ShouldBe(dateText, dates);
        var (times, timeText) = Make(timeParts, part => LocalTimePattern.CreateWithInvariantCulture(part).Format(time), "HH", "mm");
        new TimeStyle("YYYY-MM-DD", times).Time(time).ShouldBe(timeText, times);

        (string Format, string Text) Make((string Ours, string Theirs)[] parts, Func<string, string> write, params string[] needed)
        {
            var (format, text) = (new StringBuilder(), new StringBuilder());
            foreach (var (ours, theirs) in random.GetItems(parts, 3).Concat(parts.Where(part => needed.Contains(part.Theirs)).DistinctBy(part => part.Theirs)))
            {
                var separator = separators[random.Next(separators.Length)];
                format.Append(ours).Append(separator);
                text.Append(write(theirs)).Append(separator);
            }

            return (format.ToString().Trim(), text.ToString().Trim());
        }
    });

    [Fact]
    public void Whatever_text_there_is_something_short_and_visible_is_written() => Seeded.Runs(2000, random =>
    {
        var letters = "YyMmDdHhSsAa .,:/-'\"<>&{}%\\\0\r\n\u202E\u200B\uD83D\uDE00\uFFFEäß年";
        var text = new string(random.GetItems<char>(letters, random.Next(1, 33)));
        var style = new TimeStyle(text, text);
        foreach (var written in (string[])[style.Date(Day), style.Time(new LocalTime(17, 5))])
        {
            written.ShouldNotBeNullOrWhiteSpace(text);
            written.Length.ShouldBeLessThanOrEqualTo(32 * 9, text);
            written.ShouldNotContain(letter => char.IsControl(letter) || CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.Format, text);
        }
    });
}
