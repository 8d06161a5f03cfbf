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

namespace Focusflow.Tests.Features.Insights;

/// <summary>All that insights count, on a store and a clock of its own, for one user.</summary>
internal sealed class InsightBench : IDurableTimers, IDisposable
{
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();
    private readonly SessionSweeper sweeper;

    private InsightBench()
    {
        Store = new MeteredDocumentStore(new SqliteDocumentStore(database, Clock));
        var keeper = new InsightKeeper(Store);
        var commit = new SessionCommit(Store, [new TaskTimeKeeper(Store), keeper]);
        var settlement = new SessionSettlement(Store, Clock, commit);
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

    public void Dispose() => database.Dispose();
}
