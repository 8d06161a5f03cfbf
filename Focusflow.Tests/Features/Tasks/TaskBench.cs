using System.Text.Json;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;
using Focusflow.Sqlite;
using Focusflow.Tests.Foundation.Storage;

namespace Focusflow.Tests.Features.Tasks;

/// <summary>The use cases of tasks on a store of their own, with a clock to be moved and timers that only take notes.</summary>
internal sealed class TaskBench : IDurableTimers, IDisposable
{
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();

    private TaskBench(UserCalendar? calendar)
    {
        Store = new MeteredDocumentStore(new SqliteDocumentStore(database, Clock));
        Tasks = new TaskUseCases(Store, Clock, []);
        Reminders = new ReminderDelivery(Store, Clock);
        Caller = new Caller(Guid.NewGuid().ToString("D"), "session", calendar ?? UserCalendar.Utc);
    }

    public SteppedClock Clock { get; } = new();

    public IDocumentStore Store { get; }

    public TaskUseCases Tasks { get; }

    public ReminderDelivery Reminders { get; }

    public Caller Caller { get; init; }

    public List<ReminderTimer> Timers { get; } = [];

    /// <summary>Runs before a timer is noted; for what may come between a timer and its commit.</summary>
    public Func<ReminderTimer, Task>? WhenScheduled { get; set; }

    public static async Task<TaskBench> OpenAsync(UserCalendar? calendar = null)
    {
        var bench = new TaskBench(calendar);
        await bench.Store.EnsureCreatedAsync();
        return bench;
    }

    public async Task ScheduleAsync(IDurableTimer timer, CancellationToken cancellation)
    {
        var reminder = (ReminderTimer)timer;
        if (WhenScheduled is not null)
            await WhenScheduled(reminder);
        Timers.Add(reminder);
    }

    public async Task<JsonElement> CreateAsync(string json) =>
        Shown((await Tasks.CreateAsync(Caller, JsonElement.Parse(json), this)).Value);

    public async Task<JsonElement> UpdateAsync(Guid id, string json) =>
        Shown((await Tasks.UpdateAsync(Caller, id, JsonElement.Parse(json), ExpectedVersion.Any, this)).Value);

    public async Task<TaskDocument?> FindAsync(Guid id) => await Store.ReadAsync<TaskDocument>(Caller.UserId, id.ToString("D"));

    public async Task<Outcome<TaskPage>> ListAsync(IReadOnlyDictionary<string, string[]> query, int limit = 200, string? cursor = null, Caller? caller = null)
    {
        var who = caller ?? Caller;
        var read = TaskFilter.Read(new ParameterReader(name => query.GetValueOrDefault(name) ?? [], who.Calendar));
        return read.Succeeded(out var filter, out var problem) ? await Tasks.ListAsync(who, filter, limit, cursor) : problem;
    }

    /// <summary>All pages of a list, one after the other.</summary>
    public Task<List<TaskDocument>> ListAllAsync(IReadOnlyDictionary<string, string[]> query, int limit, Func<Task>? between = null) =>
        ListAllAsync(query, limit, Caller, between);

    public async Task<List<TaskDocument>> ListAllAsync(IReadOnlyDictionary<string, string[]> query, int limit, Caller caller, Func<Task>? between = null)
    {
        var tasks = new List<TaskDocument>();
        string? cursor = null;
        do
        {
            var page = (await ListAsync(query, limit, cursor, caller)).Value;
            tasks.AddRange(page.Tasks.Select(task => task.Document.As<TaskDocument>()));
            cursor = page.NextCursor;
            if (between is not null)
                await between();
        }
        while (cursor is not null);
        return tasks;
    }

    public static JsonElement Shown(TaskResource task) => JsonSerializer.SerializeToElement(task, TaskJson.Default.TaskResource);

    public void Dispose() => database.Dispose();
}
