using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Summaries;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;
using Focusflow.Sqlite;
using Focusflow.Tests.Features.Reminders;
using Focusflow.Tests.Foundation.Storage;

namespace Focusflow.Tests.Features.Focus;

/// <summary>The use cases of sessions, work log and summaries over a store and a clock, for one user who lives in UTC.</summary>
internal sealed class FocusDesk : IDisposable
{
    public const string UserId = "01990000-0000-7000-8000-000000000001";

    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();

    private FocusDesk()
    {
        Store = new MeteredDocumentStore(new SqliteDocumentStore(database, Clock));
        var commit = new SessionCommit(Store, [new SessionNotification(Clock), new TaskTimeKeeper(Store), Follower]);
        Settlement = new SessionSettlement(Clock, commit);
        Commands = new SessionCommands(Store, Clock, commit, Settlement);
        Reader = new SessionReader(Store, Settlement);
        Sweeper = new SessionSweeper(Store, Clock, Settlement);
        Summaries = new SummaryReader(Reader);
        WorkReader = new WorkLogReader(Store);
        Work = new WorkLogCommands(Store, Clock, WorkReader, []);
    }

    public SteppedClock Clock { get; } = new();

    public DateTimeOffset Now => Clock.Now();

    public IDocumentStore Store { get; }

    public RecordedTimers Timers { get; } = new();

    public CountingFollower Follower { get; } = new();

    public SessionSettlement Settlement { get; }

    public SessionCommands Commands { get; }

    public SessionReader Reader { get; }

    public SessionSweeper Sweeper { get; }

    public SummaryReader Summaries { get; }

    public WorkLogReader WorkReader { get; }

    public WorkLogCommands Work { get; }

    public RecordedWorkdayTimers WorkdayTimers { get; } = new();

    public static async Task<FocusDesk> OpenAsync()
    {
        var desk = new FocusDesk();
        await desk.Store.EnsureCreatedAsync();
        return desk;
    }

    public void Pass(double minutes) => Clock.Pass(TimeSpan.FromMinutes(minutes));

    public Task<Outcome<FocusSession>> TryStartAsync(SessionPlan plan, string userId = UserId, UserCalendar? calendar = null) =>
        Commands.StartAsync(userId, calendar ?? UserCalendar.Utc, plan, Timers);

    public async Task<FocusSession> StartAsync(int minutes = 30, SessionType type = SessionType.Focus, UserCalendar? calendar = null) =>
        (await TryStartAsync(new SessionPlan(minutes, type), calendar: calendar)).Value;

    public Task<Outcome<FocusSession>> TryAsync(SessionCommand command, FocusSession session) =>
        Commands.ChangeAsync(session.UserId, session.Id, command, Timers);

    public async Task<FocusSession> DoAsync(SessionCommand command, FocusSession session) => (await TryAsync(command, session)).Value;

    public Task<Outcome<TimeLog>> RunAsync(WorkCommand command) => Work.RunAsync(UserId, UserCalendar.Utc, command, WorkdayTimers);

    public async Task<FocusSession> StoredAsync(FocusSession session) =>
        await Store.ReadAsync<FocusSession>(session.UserId, session.Id) ?? throw new InvalidOperationException("It is gone.");

    public async Task<IReadOnlyList<StoredDocument>> AllAsync(string kind, string userId = UserId) =>
        (await Store.QueryAsync(new DocumentQuery(Containers.UserData, userId, kind) { Limit = DocumentQuery.MaxLimit })).Documents;

    public void Dispose() => database.Dispose();
}

/// <summary>Timers that never fire but are remembered.</summary>
internal sealed class RecordedTimers : IDurableTimers
{
    private readonly Lock gate = new();

    public List<SessionWakeUp> Asked { get; } = [];

    public Task ScheduleAsync(IDurableTimer timer, CancellationToken cancellation)
    {
        lock (gate)
            Asked.Add((SessionWakeUp)timer);
        return Task.CompletedTask;
    }
}

/// <summary>A feature that keeps count of ended sessions in the user's partition.</summary>
internal sealed class CountingFollower : ISessionEnded
{
    public List<FocusSession> Told { get; } = [];

    public ValueTask AddWritesAsync(FocusSession session, WriteSet writes, CancellationToken cancellation)
    {
        lock (Told)
            Told.Add(session);
        return ValueTask.CompletedTask;
    }
}
