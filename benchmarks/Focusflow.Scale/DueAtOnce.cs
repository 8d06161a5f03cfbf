using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Sqlite;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Scale;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Scale;

/// <summary>How late users were reminded who were to be reminded at the same instant, in real time, every write on the disk.</summary>
/// <param name="What">What it was.</param>
/// <param name="Lateness">For each user from the planned instant to when the notification was on the disk.</param>
/// <param name="ProcessorTimeEach">What this process used of all cores meanwhile, for each user.</param>
/// <param name="Transactions">How many transactions were committed meanwhile; many wake-ups share one.</param>
internal sealed record DueAtOnce(string What, IReadOnlyList<TimeSpan> Lateness, TimeSpan ProcessorTimeEach, long Transactions)
{
    private const int Users = 10_000;
    private const int AtOnce = 256;

    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Such as 0.5 for the median.</summary>
    public TimeSpan Share(double share) => Lateness.Order().ElementAt(Math.Min(Lateness.Count - 1, (int)(Lateness.Count * share)));

    public static async Task<IReadOnlyList<DueAtOnce>> MeasureAsync()
    {
        var told = new ToldUsers();
        await using var app = await FocusflowTestApp.StartAsync(options => options with
        {
            Now = null,
            DurableWrites = true,
            Customize = builder => builder.Services.AddSingleton<ICommitObserver>(told),
        });
        var store = app.Services.GetRequiredService<IDocumentStore>();
        await EachAsync(async inhabitant =>
        {
            var settings = new UserSettings { WorkDays = UserSettings.Weekdays };
            await WriteSet.ForUser(inhabitant.UserId).Create(inhabitant.Account(settings)).CommitAsync(store);
        });
        return
        [
            await ShutdownsAsync(app, store, told),
            await TasksAsync(app, store, told, "task reminders, a timer for each"),

            // What has just started runs code that is not compiled well yet; the app of a morning has done this before.
            await TasksAsync(app, store, told, "the same, in a process that has done it once"),
        ];
    }

    /// <summary>One timer for all; who is reminded is what a query finds.</summary>
    private static async Task<DueAtOnce> ShutdownsAsync(LocalApp app, IDocumentStore store, ToldUsers told)
    {
        var due = InAWhile();
        await EachAsync(async inhabitant =>
        {
            var plan = ShutdownPlan.Of(inhabitant.UserId, new PlannedShutdown(new UserSettings().ToCalendar().DayOf(due), due));
            await WriteSet.ForUser(inhabitant.UserId).Create(plan).CommitAsync(store);
        });
        await ScheduleAsync(app, new ShutdownTimer(due));
        return await LatenessAsync(app, "shutdown reminders, one timer for all", told, due);
    }

    /// <summary>A timer and an orchestration for each.</summary>
    private static async Task<DueAtOnce> TasksAsync(LocalApp app, IDocumentStore store, ToldUsers told, string what)
    {
        var due = InAWhile();
        await EachAsync(async inhabitant =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var task = new TaskDocument
            {
                Id = Guid.CreateVersion7(now).ToString("D"), // as the app makes them
                UserId = inhabitant.UserId,
                Title = "Water the plants",
                ReminderEnabled = true,
                ReminderTime = due,
                CreatedAt = now,
                UpdatedAt = now,
            };
            await ScheduleAsync(app, new ReminderTimer(inhabitant.UserId, task.Id, due));
            await WriteSet.ForUser(inhabitant.UserId).Create(task).CommitAsync(store);
        });
        return await LatenessAsync(app, what, told, due);
    }

    private static async Task<DueAtOnce> LatenessAsync(LocalApp app, string what, ToldUsers told, DateTimeOffset due)
    {
        var database = app.Services.GetRequiredService<SqliteDatabase>();
        var left = due - TimeProvider.System.GetUtcNow();
        if (left <= TimeSpan.FromSeconds(2))
            throw new InvalidOperationException($"{what}: setting them took until {-left.TotalSeconds:0} s after they were due.");
        var all = told.NextAsync(Users);
        await Task.Delay(due - TimeProvider.System.GetUtcNow(), TimeProvider.System);
        var (processor, commits) = (Environment.CpuUsage.TotalTime, database.Commits);
        var times = await all.WaitAsync(Patience, TimeProvider.System);
        return new DueAtOnce(what, [.. times.Select(time => time - due)], (Environment.CpuUsage.TotalTime - processor) / Users, database.Commits - commits);
    }

    private static Task<string> ScheduleAsync<T>(LocalApp app, T timer)
        where T : IDurableTimer =>
        app.DurableTaskClient.ScheduleNewOrchestrationInstanceAsync(timer.Orchestration, timer, new StartOrchestrationOptions(timer.InstanceId()));

    private static Task EachAsync(Func<Inhabitant, Task> act) => Parallel.ForEachAsync(
        Enumerable.Range(0, Users), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) => await act(new Inhabitant(number)));

    // In whole milliseconds, as plans are.
    private static DateTimeOffset InAWhile() =>
        DateTimeOffset.FromUnixTimeMilliseconds((TimeProvider.System.GetUtcNow() + Ahead).ToUnixTimeMilliseconds());

    /// <summary>When notifications were committed.</summary>
    private sealed class ToldUsers : ICommitObserver
    {
        private readonly Lock gate = new();
        private readonly List<DateTimeOffset> times = [];
        private TaskCompletionSource<IReadOnlyList<DateTimeOffset>>? enough;
        private int wanted;

        /// <summary>The times of the next so many.</summary>
        public Task<IReadOnlyList<DateTimeOffset>> NextAsync(int count)
        {
            lock (gate)
            {
                times.Clear();
                wanted = count;
                enough = new TaskCompletionSource<IReadOnlyList<DateTimeOffset>>(TaskCreationOptions.RunContinuationsAsynchronously);
                return enough.Task;
            }
        }

        public void Committed(DocumentBatch batch)
        {
            if (!batch.Writes.Any(write => write is DocumentWrite.Create create && create.Kind == NotificationDocument.KindName))
                return;
            lock (gate)
            {
                times.Add(TimeProvider.System.GetUtcNow());
                if (times.Count == wanted)
                    enough!.TrySetResult([.. times]);
            }
        }
    }
}
