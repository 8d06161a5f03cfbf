using System.Text.Json;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Shutdown;

public sealed class ReflectionRulesTests
{
    private static readonly UserCalendar Berlin = UserCalendar.Find("Europe/Berlin", new LocalTime(4, 0))!;
    private static readonly DateTimeOffset Evening = new(2025, 9, 26, 16, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Work_ended_when_the_reflection_came_up_to_six_hours_after_the_day()
    {
        var day = new LocalDate(2025, 9, 26); // until 02:00 UTC of the next
        var last = new DateTimeOffset(2025, 9, 27, 8, 0, 0, TimeSpan.Zero);

        ReflectionRules.TimeOfShutdown(day, Berlin, Evening).ShouldBe((18 * 60) + 30);
        ReflectionRules.TimeOfShutdown(day, Berlin, Evening.AddHours(6)).ShouldBe((24 * 60) + 30);
        ReflectionRules.TimeOfShutdown(day, Berlin, last).ShouldBe(34 * 60);
        ReflectionRules.TimeOfShutdown(day, Berlin, last.AddTicks(1)).ShouldBeNull();
    }

    [Fact]
    public void The_example_of_the_requirements_is_understood()
    {
        var fields = Read("""
            {"productivity_rating": "good", "reflection_note": "Good progress today, finished most important tasks",
             "mindful_disconnect_completed": [true, true, false, true], "session_id": "optional-session-id"}
            """).Value;
        var reflection = ReflectionRules.Reflect(null, new NewReflection("id", "ann"), fields, new LocalDate(2025, 9, 26), Berlin, Evening);

        reflection.ProductivityRating.ShouldBe("good");
        reflection.MindfulDisconnectCompleted.ShouldBe([true, true, false, true]);
        reflection.CreatedAt.ShouldBe(Evening);
        reflection.ShutdownDate.ShouldBe(Evening);
        reflection.Id.ShouldBe("reflection-2025-09-26");
    }

    [Fact]
    public void What_is_wrong_is_named_by_field()
    {
        Read("{}").Problem!.Errors!.Keys.ShouldBe(["productivity_rating"]);
        var wrong = Read($$"""
            {"productivity_rating": "fine", "reflection_note": "{{new string('x', 5001)}}", "session_id": 5,
             "mindful_disconnect_completed": [true, "yes"], "shutdown_date": "soon"}
            """);
        wrong.Problem!.Kind.ShouldBe(ProblemKind.Invalid);
        wrong.Problem.Errors!.Keys.Order().ShouldBe(
            ["mindful_disconnect_completed", "productivity_rating", "reflection_note", "session_id", "shutdown_date"]);
        Read($$"""{"productivity_rating": "great", "mindful_disconnect_completed": [{{string.Join(',', Enumerable.Repeat("true", 21))}}]}""")
            .Problem.ShouldNotBeNull();
        Read("""{"productivity_rating": "great", "mindful_disconnect_completed": null, "reflection_note": null}""").Problem.ShouldBeNull();
    }

    [Theory]
    [InlineData(null, "2025-09-26")]
    [InlineData("2025-09-26", "2025-09-26")]
    [InlineData("2025-09-25", "2025-09-25")]
    [InlineData("2025-09-26T03:00:00+02:00", "2025-09-25")]
    [InlineData("2025-09-27", null)]
    [InlineData("2025-09-24", null)]
    public void A_reflection_is_for_today_or_yesterday(string? sent, string? day)
    {
        var json = sent is null ? """{"productivity_rating":"great"}""" : $$"""{"productivity_rating":"great","shutdown_date":"{{sent}}"}""";
        var outcome = ReflectionRules.DayFor(Read(json).Value, Berlin, Evening);
        if (day is null)
            outcome.Problem!.Errors!.Keys.ShouldBe(["shutdown_date"]);
        else
            outcome.Value.ShouldBe(DayText.Parse(day));
    }

    [Fact]
    public void A_ritual_after_midnight_stands_for_the_last_moment_of_its_day()
    {
        var fields = Read("""{"productivity_rating":"tough"}""").Value;
        var late = new DateTimeOffset(2025, 9, 27, 5, 0, 0, TimeSpan.Zero);
        var reflection = ReflectionRules.Reflect(null, new NewReflection("id", "ann"), fields, new LocalDate(2025, 9, 26), Berlin, late);

        reflection.ShutdownDate.ShouldBe(new DateTimeOffset(2025, 9, 27, 1, 59, 59, 999, TimeSpan.Zero));
        reflection.SentAt.ShouldBe(late);
        ReflectionRules.MinutesInto(new LocalDate(2025, 9, 26), Berlin, late).ShouldBe((24 + 7) * 60);
    }

    private static Outcome<ReflectionFields> Read(string json) => ReflectionFields.Read(JsonElement.Parse(json), Berlin);

    [Fact]
    public void Sent_again_it_says_everything_anew_and_stays_the_same_reflection()
    {
        var (day, fields) = (new LocalDate(2025, 9, 26), Read("""{"productivity_rating":"great"}""").Value);
        var first = ReflectionRules.Reflect(null, new NewReflection("first", "ann"), fields, day, Berlin, Evening);
        (first.ETag, first.ReflectionId).ShouldBe(("", "first"));
        var stored = first with { ETag = "7" };

        var again = ReflectionRules.Reflect(stored, new NewReflection("second", "ann"), fields, day, Berlin, Evening.AddHours(1));
        (again.ETag, again.ReflectionId, again.CreatedAt, again.SentAt).ShouldBe(("7", "first", Evening, Evening.AddHours(1)));
        again.ShutdownMinutes.ShouldBe((19 * 60) + 30);

        var nextMorning = ReflectionRules.Reflect(stored, new NewReflection("second", "ann"), fields, day, Berlin, Evening.AddDays(1));
        nextMorning.ShutdownMinutes.ShouldBe((18 * 60) + 30, "the next morning says nothing of the evening");
        ReflectionRules.Reflect(null, new NewReflection("id", "ann"), fields, day, Berlin, Evening.AddDays(1)).ShutdownMinutes.ShouldBeNull();
    }

    [Fact]
    public void A_day_that_is_neither_is_refused_in_a_sentence() =>
        ReflectionRules.DayFor(Read("""{"productivity_rating":"great","shutdown_date":"2025-09-20"}""").Value, Berlin, Evening)
            .Problem!.Errors!["shutdown_date"].ShouldBe(["shutdown_date must be today or yesterday."]);
}
