using System.Text.Json;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Insights;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Insights;

/// <summary>The clock of the bench stands at 2026-11-22T10:00Z, a Sunday; its user is in Berlin, with days from 04:00 on.</summary>
public sealed class InsightTests
{
    /// <summary>Whatever happens, in whatever order and zone: the numbers kept are those that counting everything gives.</summary>
    [Fact]
    public async Task What_is_kept_is_what_counting_anew_gives() => await Seeded.RunsAsync(12, async random =>
    {
        using var bench = await InsightBench.OpenAsync();
        var (tasks, sessions) = (new List<Guid>(), new List<string>());
        string[] zones = ["Europe/Berlin", "Asia/Tokyo", "America/New_York"];
        for (var step = 0; step < 60; step++)
        {
            bench.Clock.Pass(TimeSpan.FromSeconds(random.Next(1, 20_000) + random.NextDouble()));
            var some = tasks.Count == 0 ? default : tasks[random.Next(tasks.Count)];
            switch (random.Next(11))
            {
                case 9:
                    await bench.LookAsync(RandomSpan(bench, random));
                    break;
                case 0:
                    bench.Caller = bench.Caller with { Calendar = UserCalendar.Find(zones[random.Next(3)], new LocalTime(random.Next(5), 0))! };
                    break;
                case 1 or 2:
                    var json = $$"""{"title": "t", "tags": ["a{{random.Next(3)}}", "b"], "estimate_minutes": {{random.Next(1, 300)}}, "due_date": "{{DayText.Write(bench.Caller.Calendar.DayOf(bench.Clock.Now()).PlusDays(random.Next(-2, 3)))}}"{{(random.Next(2) == 0 ? ", \"recurrence\": \"FREQ=DAILY\"" : "")}}}""";
                    tasks.Add(Guid.Parse((await bench.Tasks.CreateAsync(bench.Caller, JsonElement.Parse(json), bench)).Value.Document.Id));
                    break;
                case 3 when some != default:
                    await bench.Tasks.CompleteAsync(bench.Caller, some, ExpectedVersion.Any, bench);
                    tasks.AddRange(await bench.TaskIdsAsync());
                    break;
                case 4 when some != default:
                    await bench.Tasks.UpdateAsync(bench.Caller, some, JsonElement.Parse("""{"completed": false, "estimate_minutes": 7, "tags": ["c"]}"""), ExpectedVersion.Any, bench);
                    break;
                case 5 when some != default:
                    await bench.Tasks.DeleteAsync(bench.Caller, some, ExpectedVersion.Any, bench);
                    break;
                case 6:
                    await bench.Reflections.SendAsync(bench.Caller.UserId, bench.Caller.Calendar, new ReflectionFields("good", null, [], null, null));
                    break;
                case 7 when sessions.Count > 0:
                    await bench.Sessions.DeleteAsync(bench.Caller.UserId, sessions[random.Next(sessions.Count)], ExpectedVersion.Any);
                    break;
                case 8 when sessions.Count > 0:
                    await bench.Sessions.ChangeAsync(bench.Caller.UserId, sessions[^1], (SessionCommand)random.Next(4), bench);
                    break;
                default:
                    var plan = new SessionPlan(random.Next(1, 200), random.Next(3) == 0 ? SessionType.Break : SessionType.Focus, some == default ? null : some.ToString());
                    if (await bench.Sessions.StartAsync(bench.Caller.UserId, bench.Caller.Calendar, plan, bench) is { Problem: null, Value: var started })
                        sessions.Add(started.Id);
                    break;
            }
        }

        await bench.SweepAsync();
        bench.Clock.Pass(TimeSpan.FromMinutes(2));
        await bench.LookAsync(RandomSpan(bench, random)); // counts what was made since the last one
        var kept = await bench.KeptAsync(created: false);
        kept.ShouldNotBeEmpty();
        (await bench.Recount.RunAsync(bench.Caller)).Problem.ShouldBeNull();
        (await bench.KeptAsync(created: false)).ShouldBe(kept);
    });

    /// <summary>Over months, with looks in between that fold what is over, and things done to days long gone: a look is what counting anew gives.</summary>
    [Fact]
    public async Task A_look_at_folded_months_is_one_at_the_months_themselves() => await Seeded.RunsAsync(8, async random =>
    {
        using var bench = await InsightBench.OpenAsync();
        var (tasks, sessions) = (new List<Guid>(), new List<string>());
        for (var step = 0; step < 120; step++)
        {
            bench.Clock.Pass(TimeSpan.FromHours(random.Next(1, 120)));
            var some = tasks.Count == 0 ? default : tasks[random.Next(tasks.Count)];
            switch (random.Next(10))
            {
                case 0 or 1:
                    tasks.Add(Guid.Parse((await bench.Tasks.CreateAsync(bench.Caller, JsonElement.Parse($$"""{"title": "t", "tags": ["a", "b"], "estimate_minutes": 30{{(random.Next(2) == 0 ? ", \"due_date\": \"2026-11-22\", \"recurrence\": \"FREQ=DAILY\"" : "")}}}"""), bench)).Value.Document.Id));
                    break;
                case 2 when some != default:
                    await bench.Tasks.CompleteAsync(bench.Caller, some, ExpectedVersion.Any, bench);
                    tasks.AddRange(await bench.TaskIdsAsync());
                    break;
                case 8 when some != default:
                    await bench.Tasks.DeleteAsync(bench.Caller, some, ExpectedVersion.Any, bench);
                    break;
                case 3 when some != default:
                    await bench.Tasks.UncompleteAsync(bench.Caller, some, ExpectedVersion.Any, bench);
                    break;
                case 4:
                    await bench.Reflections.SendAsync(bench.Caller.UserId, bench.Caller.Calendar, new ReflectionFields("good", null, [], null, null));
                    break;
                case 5 when sessions.Count > 0:
                    await bench.Sessions.DeleteAsync(bench.Caller.UserId, sessions[random.Next(sessions.Count)], ExpectedVersion.Any);
                    break;
                case 6:
                    await bench.LookAsync(RandomSpan(bench, random));
                    break;
                default:
                    await bench.SweepAsync();
                    var plan = new SessionPlan(random.Next(1, 200), random.Next(3) == 0 ? SessionType.Break : SessionType.Focus, some == default ? null : some.ToString());
                    if (await bench.Sessions.StartAsync(bench.Caller.UserId, bench.Caller.Calendar, plan, bench) is { Problem: null, Value: var started })
                        sessions.Add(started.Id);
                    break;
            }
        }

        await bench.SweepAsync();
        var spans = Enumerable.Range(0, 12).Select(_ => RandomSpan(bench, random)).ToList();
        var looks = new List<string>();
        foreach (var span in spans)
            looks.Add(Counted(await bench.LookAsync(span)));
        var (years, _) = await bench.Store.QueryAsync<InsightYear>(new DocumentQuery(Containers.UserData, bench.Caller.UserId, InsightYear.KindName));
        years.SelectMany(year => year.Months).ShouldNotBeEmpty();
        (await bench.Recount.RunAsync(bench.Caller)).Problem.ShouldBeNull();
        for (var i = 0; i < spans.Count; i++)
            looks[i].ShouldBe(Counted((await bench.UnfoldedAsync()).Of(spans[i])), $"{spans[i].First} to {spans[i].Last}");
    });

    /// <summary>Wanted are 12; an account and two years of days with a reflection are read along.</summary>
    [Fact]
    public async Task A_year_of_busy_months_beside_one_is_looked_at_within_twelve_request_units()
    {
        using var bench = await InsightBench.OpenAsync();
        await bench.KeepBusyAsync(new YearMonth(2025, 1), months: 23);
        var year = new InsightSpan(new LocalDate(2026, 1, 1), new LocalDate(2026, 12, 31));
        var first = await bench.LookAsync(year);
        first.ShouldBeEquivalentTo((await bench.UnfoldedAsync()).Of(year));

        var usage = StoreUsage.Begin();
        var second = await bench.LookAsync(year);

        Costs.RequestUnits.Of(Costs.StoreCalls.Of(usage)).ShouldBeLessThanOrEqualTo(12, $"{usage}");
        usage.Queries.ShouldBe(2);
        second.ShouldBeEquivalentTo(first);
    }

    /// <summary>What an earlier version has stored knows no years: the first look makes them.</summary>
    [Fact]
    public async Task What_is_done_to_a_month_that_is_folded_shows_at_once()
    {
        using var bench = await InsightBench.OpenAsync();
        await bench.LookAsync(Month(2026, 11));
        var session = (await bench.Sessions.StartAsync(bench.Caller.UserId, bench.Caller.Calendar, new SessionPlan(50), bench)).Value;
        bench.Clock.Pass(TimeSpan.FromMinutes(50));
        await bench.SweepAsync();
        bench.Clock.Pass(TimeSpan.FromDays(30));
        (await bench.LookAsync(Month(2026, 11))).Focus.Seconds.ShouldBe(3000);
        (await bench.Store.ReadAsync<InsightYear>(bench.Caller.UserId, "insights-2026"))!.Months.Keys.ShouldBe(["11"]);

        await bench.Sessions.DeleteAsync(bench.Caller.UserId, session.Id, ExpectedVersion.Any);

        (await bench.LookAsync(Month(2026, 11))).Focus.Seconds.ShouldBe(0);
    }

    /// <summary>Two tasks with all their text, and nothing else: what was done is told of in the one that comes after.</summary>
    [Theory]
    [InlineData(100, 12)]
    [InlineData(5_000, 18)]
    [InlineData(9_000, 18)]
    public async Task Completing_one_that_repeats_stays_within_eighteen_request_units_with_a_long_text(int letters, double most)
    {
        using var bench = await InsightBench.OpenAsync();
        await bench.KeepBusyAsync(new YearMonth(2026, 11), 1);
        var body = JsonElement.Parse($$"""{"title": "Report", "description": "{{new string('x', letters)}}", "due_date": "2026-11-22", "recurrence": "FREQ=DAILY"}""");
        var task = Guid.Parse((await bench.Tasks.CreateAsync(bench.Caller, body, bench)).Value.Document.Id);

        var usage = StoreUsage.Begin();
        (await bench.Tasks.CompleteAsync(bench.Caller, task, ExpectedVersion.Any, bench)).Problem.ShouldBeNull();

        // The challenges of the week, which are read besides in the whole app, are one request unit.
        (Costs.RequestUnits.Of(Costs.StoreCalls.Of(usage)) + Costs.RequestUnits.Read1).ShouldBeLessThanOrEqualTo(most, $"{usage}");
        var today = new InsightSpan(new LocalDate(2026, 11, 22), new LocalDate(2026, 11, 22));
        (await bench.LookAsync(today)).Tasks.Completed.ShouldBe(9); // the busy month has eight already
    }

    [Theory]
    [InlineData(100)]
    [InlineData(2_500)]
    public async Task Making_one_stays_within_six_request_units(int letters)
    {
        using var bench = await InsightBench.OpenAsync();
        var usage = StoreUsage.Begin();
        (await bench.Tasks.CreateAsync(bench.Caller, JsonElement.Parse($$"""{"title": "Report", "description": "{{new string('x', letters)}}"}"""), bench)).Problem.ShouldBeNull();
        Costs.RequestUnits.Of(Costs.StoreCalls.Of(usage)).ShouldBeLessThanOrEqualTo(6, $"{usage}");
    }

    /// <summary>The one that tells of it may be deleted before anybody has looked, and what was done may be taken back.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_next_one_tells_of_stays_done_without_it_and_is_taken_back_with_it(bool looked)
    {
        using var bench = await InsightBench.OpenAsync();
        var today = new InsightSpan(new LocalDate(2026, 11, 22), new LocalDate(2026, 11, 22));
        var first = Guid.Parse((await bench.Tasks.CreateAsync(bench.Caller, JsonElement.Parse("""{"title": "a", "due_date": "2026-11-22", "recurrence": "FREQ=DAILY"}"""), bench)).Value.Document.Id);
        await bench.LookAsync(today);
        bench.Clock.Pass(TimeSpan.FromMinutes(5));
        await bench.Tasks.CompleteAsync(bench.Caller, first, ExpectedVersion.Any, bench);
        bench.Clock.Pass(TimeSpan.FromMinutes(5));
        if (looked)
            (await bench.LookAsync(today)).Tasks.Completed.ShouldBe(1);
        var next = (await bench.TaskIdsAsync()).Single(id => id != first);

        await bench.Tasks.DeleteAsync(bench.Caller, next, ExpectedVersion.Any, bench, following: true);
        (await bench.LookAsync(today)).Tasks.Completed.ShouldBe(1);
        await bench.Tasks.UncompleteAsync(bench.Caller, first, ExpectedVersion.Any, bench);
        (await bench.LookAsync(today)).Tasks.Completed.ShouldBe(0);
        bench.Clock.Pass(TimeSpan.FromMinutes(5));
        (await bench.LookAsync(today)).Tasks.Completed.ShouldBe(0);
    }

    // A task that was made and deleted stays made, until everything is counted anew.
    private static string Counted(InsightReport report) => JsonSerializer.Serialize(report with
    {
        Tasks = report.Tasks with { Created = 0 },
        Previous = report.Previous with { Tasks = report.Previous.Tasks with { Created = 0 } },
    });

    private static InsightSpan Month(int year, int month) => new(new LocalDate(year, month, 1), new YearMonth(year, month).ToDateInterval().End);

    private static InsightSpan RandomSpan(InsightBench bench, Random random)
    {
        var today = bench.Caller.Calendar.DayOf(bench.Clock.Now());
        if (random.Next(2) == 0)
            return Month(today.PlusDays(-random.Next(600)).Year, random.Next(1, 13));
        var last = today.PlusDays(-random.Next(60));
        return new InsightSpan(last.PlusDays(-random.Next(366)), last);
    }

    [Fact]
    public async Task A_look_costs_two_queries_whatever_it_spans_and_finds_tasks_made_since_the_last()
    {
        using var bench = await InsightBench.OpenAsync();
        var today = bench.Caller.Calendar.DayOf(bench.Clock.Now());
        var year = new InsightSpan(today.PlusDays(-365), today);
        await bench.Reader.ReadAsync(bench.Caller, year);
        for (var i = 1; i <= 3; i++)
        {
            await bench.Tasks.CreateAsync(bench.Caller, JsonElement.Parse("""{"title": "a"}"""), bench);
            var usage = StoreUsage.Begin();
            (await bench.Reader.ReadAsync(bench.Caller, year)).Value.Of(year).Tasks.Created.ShouldBe(i);
            usage.Queries.ShouldBe(2);
            bench.Clock.Pass(TimeSpan.FromMinutes(i));
        }

        await bench.Reader.ReadAsync(bench.Caller, year);
        var settled = StoreUsage.Begin();
        (await bench.Reader.ReadAsync(bench.Caller, year)).Value.Of(year).Tasks.Created.ShouldBe(3);
        settled.ToString().ShouldStartWith("0 reads, 2 queries, 0 commits");
    }

    [Fact]
    public async Task What_was_done_before_the_first_look_is_in_it()
    {
        using var bench = await InsightBench.OpenAsync();
        var session = (await bench.Sessions.StartAsync(bench.Caller.UserId, bench.Caller.Calendar, new SessionPlan(50), bench)).Value;
        bench.Clock.Pass(TimeSpan.FromMinutes(50));
        await bench.SweepAsync();
        var month = (await bench.Store.ReadAsync<InsightMonth>(bench.Caller.UserId, "insights-2026-11"))!;
        await WriteSet.ForUser(bench.Caller.UserId).Delete(month).CommitAsync(bench.Store);

        var today = new LocalDate(2026, 11, 22);
        var report = (await bench.Reader.ReadAsync(bench.Caller, new InsightSpan(today, today))).Value.Of(new InsightSpan(today, today));
        report.Focus.ByDay.ShouldBe([new FocusOfDay(session.Day, 3000, 1)]);
    }

    [Fact]
    public async Task The_hours_are_those_on_the_clock_and_add_up()
    {
        using var bench = await InsightBench.OpenAsync();
        bench.Clock.Pass(TimeSpan.FromSeconds(1785.5)); // 11:29:45.5 in Berlin
        await bench.Sessions.StartAsync(bench.Caller.UserId, bench.Caller.Calendar, new SessionPlan(100), bench);
        bench.Clock.Pass(TimeSpan.FromMinutes(100));
        await bench.SweepAsync();
        var today = new LocalDate(2026, 11, 22);
        var focus = (await bench.Reader.ReadAsync(bench.Caller, new InsightSpan(today, today))).Value.Of(new InsightSpan(today, today)).Focus;
        focus.ByWeekdayHour[6].Sum().ShouldBe(6000);
        focus.ByWeekdayHour[6][11].ShouldBe(1814);
        focus.ByWeekdayHour[6][12].ShouldBe(3600);
        focus.ByWeekdayHour[6][13].ShouldBe(586);
        focus.ByWeekdayHour.Take(6).ShouldAllBe(day => day.All(seconds => seconds == 0));
    }

    [Theory]
    [InlineData("2026-11-01", "2026-11-30", "2026-11-01", "2026-11-30")]
    [InlineData(null, null, "2026-10-26", "2026-11-22")]
    [InlineData(null, "2026-03-31", "2026-03-04", "2026-03-31")]
    [InlineData("2026-11-20", null, "2026-11-20", "2026-11-22")]
    [InlineData("2026-01-01", "2027-01-01", "2026-01-01", "2027-01-01")]
    public void A_span_is_read(string? from, string? to, string first, string last)
    {
        var span = Read(from, to).Value;
        (DayText.Write(span.First), DayText.Write(span.Last)).ShouldBe((first, last));
        (span.Before.Count, span.Before.Last).ShouldBe((span.Count, span.First.PlusDays(-1)));
    }

    [Theory]
    [InlineData("2026-11-02", "2026-11-01", "to must not be before from.")]
    [InlineData("2026-01-01", "2027-01-02", "366")]
    [InlineData("soon", null, "from must be a date")]
    public void A_wrong_span_is_refused(string? from, string? to, string sentence) => Read(from, to).Problem!.Detail.ShouldContain(sentence);

    private static Core.Foundation.Outcomes.Outcome<InsightSpan> Read(string? from, string? to) => InsightSpan.Read(
        new ParameterReader(name => name == "from" ? [from] : name == "to" ? [to] : [], UserCalendar.Utc), new LocalDate(2026, 11, 22));
}
