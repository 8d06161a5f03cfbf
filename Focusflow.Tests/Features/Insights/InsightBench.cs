using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Insights;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;
using Focusflow.Sqlite;
using Focusflow.Tests.Foundation.Storage;
using NodaTime;
using Shouldly;

namespace Focusflow.Tests.Features.Insights;

/// <summary>All that insights count, on a store and a clock of its own, for one user.</summary>
internal sealed class InsightBench : IDurableTimers, IDisposable
{
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();
    private readonly SessionSweeper sweeper;

    private InsightBench()
    {
        Store = new MeteredDocumentStore(new SqliteDocumentStore(database, Clock));
        var keeper = new InsightKeeper(Store, Clock);
        var commit = new SessionCommit(Store, [new TaskTimeKeeper(Store), keeper]);
        var settlement = new SessionSettlement(Clock, commit);
        Sessions = new SessionCommands(Store, Clock, commit, settlement);
        sweeper = new SessionSweeper(Store, Clock, settlement);
        Tasks = new TaskUseCases(Store, Clock, [keeper]);
        Reflections = new ReflectionCommands(Store, Clock, [keeper]);
        Recount = new InsightRecount(Store, Clock);
        Reader = new InsightReader(Store, Clock, Recount);
    }

    public SteppedClock Clock { get; } = new();

    public IDocumentStore Store { get; }

    public SessionCommands Sessions { get; }

    public TaskUseCases Tasks { get; }

    public ReflectionCommands Reflections { get; }

    public InsightRecount Recount { get; }

    public InsightReader Reader { get; }

    public Caller Caller { get; set; } = new(Guid.NewGuid().ToString("D"), "session", UserCalendar.Find("Europe/Berlin", new LocalTime(4, 0))!);

    public static async Task<InsightBench> OpenAsync()
    {
        var bench = new InsightBench();
        await bench.Store.EnsureCreatedAsync();
        return bench;
    }

    public Task ScheduleAsync(IDurableTimer timer, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Settles what is due, once the timers that will not come here could have come.</summary>
    public async Task SweepAsync()
    {
        Clock.Pass(DocumentStoreExtensions.TimersMayBeLate + TimeSpan.FromSeconds(1));
        await sweeper.SweepAsync();
    }

    /// <summary>The numbers as they are kept, without versions; months without any are like none.</summary>
    public async Task<List<string>> KeptAsync(bool created)
    {
        var (months, _) = await Store.QueryAsync<InsightMonth>(new DocumentQuery(Containers.UserData, Caller.UserId, InsightMonth.KindName) { Limit = 100 });
        return
        [
            .. months.Select(month => created ? month : month with { Created = [] })
                .Where(month => System.Text.Json.JsonSerializer.Serialize(month, InsightMonth.JsonType) != System.Text.Json.JsonSerializer.Serialize(InsightMonth.Empty(month.UserId, DayText.Parse(month.Month + "-01").ToYearMonth()), InsightMonth.JsonType))
                .Select(month => System.Text.Json.JsonSerializer.Serialize(month, InsightMonth.JsonType)).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>A look, by somebody who has an account as long as one is.</summary>
    public async Task<InsightReport> LookAsync(InsightSpan span) => (await Reader.ReadAsync(Caller, span)).Value.Of(span);

    /// <summary>All tasks that there are.</summary>
    public async Task<IEnumerable<Guid>> TaskIdsAsync() =>
        (await Store.QueryAsync<TaskDocument>(new DocumentQuery(Containers.UserData, Caller.UserId, TaskDocument.KindName) { Limit = 1000 })).Documents.Select(task => Guid.Parse(task.Id));

    /// <summary>The numbers from the months alone.</summary>
    public async Task<InsightNumbers> UnfoldedAsync()
    {
        var (months, _) = await Store.QueryAsync<InsightMonth>(new DocumentQuery(Containers.UserData, Caller.UserId, InsightMonth.KindName) { Limit = 100 });
        var reflected = await Store.ReadAsync<ShutdownDays>(Caller.UserId, ShutdownDays.FixedId) ?? ShutdownDays.None(Caller.UserId);
        var account = await Store.ReadAsync<Account>(Caller.UserId, Account.DocumentId);
        return new InsightNumbers(months.ToDictionary(month => month.Id, StringComparer.Ordinal), reflected, account);
    }

    /// <summary>Somebody who has worked every day of some months, as an earlier version has kept it.</summary>
    public async Task KeepBusyAsync(YearMonth first, int months)
    {
        var writes = WriteSet.ForUser(Caller.UserId).Create(new InsightState { Id = InsightState.FixedId, UserId = Caller.UserId, CreatedUntil = Clock.Now() });
        var days = ShutdownDays.None(Caller.UserId);
        for (var i = 0; i < months; i++)
        {
            writes.Create(Busy(Caller.UserId, first.PlusMonths(i)));
            for (var day = 1; day <= 22; day++)
                days = days.With(first.PlusMonths(i).OnDayOfMonth(day), 1080);
        }

        writes.Put(days).Create(new Account { Id = Account.DocumentId, UserId = Caller.UserId, Username = "ann", Email = "ann@example.com", AvatarUrl = "", CreatedAt = Clock.Now(), Settings = new UserSettings() });
        (await writes.CommitAsync(Store)).Succeeded.ShouldBeTrue();
    }

    /// <summary>A busy month: 22 days with nine hours, three tags and everything else.</summary>
    public static InsightMonth Busy(string userId, YearMonth number)
    {
        var month = InsightMonth.Empty(userId, number);
        for (var day = 1; day <= 22; day++)
        {
            List<InsightCount> counts =
            [
                new(InsightColumn.FocusSeconds, 20_000), new(InsightColumn.FocusSessions, 12), new(InsightColumn.BreakSeconds, 3600), new(InsightColumn.Breaks, 10),
                new(InsightColumn.Created, 9), new(InsightColumn.Completed, 8), new(InsightColumn.OnTime, 7), new(InsightColumn.EstimatedMinutes, 300),
                new(InsightColumn.RealSeconds, 18_000), new(InsightColumn.Shutdown, 1080),
                .. Enumerable.Range(8, 9).Select(hour => new InsightCount(InsightColumn.Hours, 2400, $"{hour:D2}")),
                .. new[] { "work", "deep", "letters" }.Select(tag => new InsightCount(InsightColumn.Tags, 9000, tag)),
            ];
            month = new InsightCause(number.OnDayOfMonth(day), counts).AddTo(month);
        }

        return month;
    }

    public void Dispose() => database.Dispose();
}
