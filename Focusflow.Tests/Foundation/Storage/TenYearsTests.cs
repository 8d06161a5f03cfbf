using System.Globalization;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Dashboard;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>
/// What somebody sees today costs what it shows, not what was ever done: somebody who began today and somebody with ten
/// years behind them, both with the same day, are read with (nearly) the same work.
/// </summary>
public sealed class TenYearsTests(TenYears years) : IClassFixture<TenYears>
{
    [Theory]
    [InlineData("completed=false")]
    [InlineData("completed=false&sort=due_date")]
    [InlineData("completed=false&sort=-due_date")]
    [InlineData("completed=false&due_date_range=none&sort=-due_date")]
    [InlineData("completed=false&sort=-updated_at")]
    [InlineData("completed=false&priority=high")]
    [InlineData("completed=false&q=plan")]
    [InlineData("due_date_range=today")]
    [InlineData("due_date_range=today&sort=title")]
    [InlineData("due_date_range=tomorrow")]
    [InlineData("due_date_range=this_week&sort=priority")]
    [InlineData("due_date_range=upcoming")]
    [InlineData("due_date_range=overdue")]
    [InlineData("due_date_range=overdue&sort=due_date")]
    [InlineData("tags=now")]
    [InlineData("tags=now,nothing")]
    [InlineData("tags_all=now,home")]
    [InlineData("tags=now&q=plan")]
    public async Task A_list_of_what_is_going_on_costs_what_it_shows(string question)
    {
        foreach (var limit in (int[])[50, 1000])
            await ShouldCostTheSameAsync(caller => ListAsync(caller, question, limit), question);
    }

    [Fact]
    public async Task More_open_ones_than_a_page_needs_are_read_in_their_order()
    {
        var busy = new Caller(Guid.NewGuid().ToString("D"), "session", UserCalendar.Utc);
        await years.FillAsync(busy.UserId, Enumerable.Range(0, 5000).Select(i => TenYears.Open(busy.UserId, i)));
        var first = await CountedSteps.OfAsync(years.Database, () => ListAsync(busy, "completed=false", 20));
        first.ShouldBeInRange(1, 20_000);
    }

    [Fact]
    public async Task The_dashboard_costs_what_it_shows()
    {
        var sessions = new SessionReader(years.Store, new SessionSettlement(years.Clock, new SessionCommit(years.Store, [])));
        var reader = new DashboardReader(years.Store, years.Clock, sessions, new ReflectionHistory(years.Store), new Leaders(years.Store));
        await ShouldCostTheSameAsync(async caller =>
        {
            var data = (await reader.ReadAsync(caller)).Value;
            data.Tasks.Count.ShouldBe(TenYears.TasksOfToday);
            data.Totals.FocusSessions.ShouldBe(2);
        });
    }

    [Fact]
    public async Task The_end_of_a_day_costs_what_it_shows()
    {
        var sessions = new SessionReader(years.Store, new SessionSettlement(years.Clock, new SessionCommit(years.Store, [])));
        var reader = new ShutdownDayReader(years.Store, years.Clock, sessions);
        await ShouldCostTheSameAsync(async caller => (await reader.ReadAsync(caller)).Tasks.Count.ShouldBe(TenYears.TasksOfToday));
    }

    [Fact]
    public async Task Sessions_and_work_of_a_day_cost_what_they_show()
    {
        var sessions = new SessionReader(years.Store, new SessionSettlement(years.Clock, new SessionCommit(years.Store, [])));
        var today = DayText.Write(UserCalendar.Utc.DayOf(years.Clock.Now()));
        await ShouldCostTheSameAsync(async caller => (await sessions.OfDaysAsync(caller.UserId, today, today)).Count.ShouldBe(2));
        await ShouldCostTheSameAsync(async caller => (await new WorkLogReader(years.Store).OfDayAsync(caller.UserId, today)).Count.ShouldBe(2));
    }

    private async Task ListAsync(Caller caller, string question, int limit)
    {
        var parameters = question.Split('&').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        var read = new ParameterReader(name => parameters.TryGetValue(name, out var value) ? [value] : [], caller.Calendar);
        var page = (await years.Tasks.ListAsync(caller, TaskFilter.Read(read).Value, limit, cursor: null)).Value;
        page.Tasks.ShouldNotBeEmpty(question);
    }

    private async Task ShouldCostTheSameAsync(Func<Caller, Task> read, string about = "")
    {
        var recent = await CountedSteps.OfAsync(years.Database, () => read(years.Newcomer));
        var old = await CountedSteps.OfAsync(years.Database, () => read(years.Veteran));
        recent.ShouldBeGreaterThan(10, about);
        old.ShouldBeLessThan(recent * 2, string.Create(CultureInfo.InvariantCulture, $"{about}: {recent} steps for a newcomer"));
    }
}

/// <summary>Two users with the same day, one of them with ten years before it.</summary>
public sealed class TenYears : IAsyncLifetime
{
    /// <summary>How many tasks the agenda of today has: overdue, due, done today and made today.</summary>
    public const int TasksOfToday = 10 + 10 + 5 + 5;

    private const int Days = 3650;
    private const int TasksADay = 4;

    internal SqliteDatabase Database { get; } = SqliteDatabase.OpenTemporary();

    internal TimeProvider Clock { get; } = new SteppedClock();

    internal IDocumentStore Store { get; private set; } = null!;

    internal TaskUseCases Tasks { get; private set; } = null!;

    internal Caller Newcomer { get; } = new(Guid.NewGuid().ToString("D"), "session", UserCalendar.Utc);

    internal Caller Veteran { get; } = new(Guid.NewGuid().ToString("D"), "session", UserCalendar.Utc);

    private static DateTimeOffset Now => new SteppedClock().GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        Store = new SqliteDocumentStore(Database, Clock);
        await Store.EnsureCreatedAsync();
        Tasks = new TaskUseCases(Store, Clock, []);
        foreach (var caller in (Caller[])[Newcomer, Veteran])
        {
            await FillAsync(caller.UserId, Today(caller.UserId));
            await FillAsync(caller.UserId, [SessionOf(caller.UserId, Now), SessionOf(caller.UserId, Now.AddHours(-1))]);
            await FillAsync(caller.UserId, [LogOf(caller.UserId, Now, LogType.Work), LogOf(caller.UserId, Now, LogType.Break)]);
            await FillAsync(caller.UserId, [AccountOf(caller.UserId)]);
        }

        var past = Enumerable.Range(14, Days).Select(ago => Now.AddDays(-ago)).ToList();
        await FillAsync(Veteran.UserId, past.SelectMany(day => Enumerable.Range(0, TasksADay).Select(i => Done(Veteran.UserId, day.AddHours(-i), i))));
        await FillAsync(Veteran.UserId, past.Select(day => SessionOf(Veteran.UserId, day)));
        await FillAsync(Veteran.UserId, past.Select(day => LogOf(Veteran.UserId, day, LogType.Work)));
        await Store.EnsureCreatedAsync(); // as after a moment in which nobody writes: what is new is in the indexes
    }

    public ValueTask DisposeAsync()
    {
        Database.Dispose();
        return default;
    }

    internal static TaskDocument Open(string userId, int i) => Of(userId, Now.AddMinutes(-i), i) with { DueDate = Now.AddDays(1) };

    internal async Task FillAsync<T>(string userId, IEnumerable<T> documents)
        where T : Document, IDocument<T>
    {
        var commits = await Task.WhenAll(documents.Chunk(DocumentBatch.MaxWrites).Select(chunk =>
        {
            var writes = WriteSet.ForUser(userId);
            foreach (var document in chunk)
                writes.Create(document);
            return writes.CommitAsync(Store).AsTask();
        }));
        commits.ShouldAllBe(commit => commit.Succeeded);
    }

    private static IEnumerable<TaskDocument> Today(string userId)
    {
        var made = Now.AddDays(-3);
        for (var i = 0; i < 10; i++)
        {
            yield return Of(userId, made, i) with { DueDate = Now.AddDays(-1) };
            yield return Of(userId, made, i) with { DueDate = Now };
            yield return Of(userId, made, i) with { DueDate = Now.AddDays(1) };
            yield return Of(userId, made, i) with { DueDate = Now.AddDays(30) };
        }

        for (var i = 0; i < 5; i++)
        {
            yield return Of(userId, made, i) with { CompletedAt = Now };
            yield return Of(userId, Now, i);
        }
    }

    private static TaskDocument Done(string userId, DateTimeOffset at, int i) => Of(userId, at, i) with
    {
        CompletedAt = at.AddHours(5),
        DueDate = i == 0 ? null : at.AddHours(6),
        Tags = ["then", "home"],
    };

    private static TaskDocument Of(string userId, DateTimeOffset created, int i) => new()
    {
        Id = Guid.NewGuid().ToString("D"),
        UserId = userId,
        Title = $"The plan {i}",
        Description = "Write the next part of the report and send it round",
        Priority = TaskPriority.All[i % 3],
        Tags = ["now", "home"],
        CreatedAt = created,
        UpdatedAt = created,
    };

    private static FocusSession SessionOf(string userId, DateTimeOffset at) => new()
    {
        Id = Guid.NewGuid().ToString("D"),
        UserId = userId,
        SessionType = SessionType.Focus,
        Status = SessionStatus.Completed,
        PlannedMinutes = 25,
        StartedAt = at,
        Day = DayText.Write(UserCalendar.Utc.DayOf(at)),
        Segments = [new RunningSegment(at, at.AddMinutes(25))],
        EndedAt = at.AddMinutes(25),
    };

    private static TimeLog LogOf(string userId, DateTimeOffset at, LogType type) => new()
    {
        Id = Guid.NewGuid().ToString("D"),
        UserId = userId,
        LogType = type,
        StartedAt = at,
        EndedAt = at.AddHours(1),
        Day = DayText.Write(UserCalendar.Utc.DayOf(at)),
    };

    private static Account AccountOf(string userId) => new()
    {
        Id = Account.DocumentId,
        UserId = userId,
        Username = userId[..8],
        Email = $"{userId[..8]}@example.com",
        AvatarUrl = "/avatars/1.svg",
        CreatedAt = Now,
        Settings = new UserSettings(),
    };
}
