using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Tests.Scale;

/// <summary>What a day that is over has left in somebody's partition.</summary>
/// <param name="Tasks">Tasks made and done that day.</param>
/// <param name="Sessions">Focus sessions.</param>
/// <param name="Breaks">Breaks of the work log, within one time of work.</param>
internal sealed record LivedDay(int Tasks, int Sessions, int Breaks)
{
    private const int DayStarts = 8;

    /// <summary>Somebody of a large world: what there is of everybody must be written in minutes.</summary>
    public static LivedDay Quiet { get; } = new(Tasks: 2, Sessions: 2, Breaks: 1);

    /// <summary>The day of an active user that docs/costs.md assumes.</summary>
    public static LivedDay Active { get; } = new(Tasks: 5, Sessions: 8, Breaks: 2);

    /// <summary>Adds the day's documents.</summary>
    public void AddTo(WriteSet writes, string userId, LocalDate day)
    {
        var (name, morning) = (DayText.Write(day), DayText.Midnight(day).AddHours(DayStarts));
        for (var i = 0; i < Tasks; i++)
            writes.Create(Task(userId, name, morning.AddMinutes(i), i));
        for (var i = 0; i < Sessions; i++)
            writes.Create(Session(userId, name, morning.AddMinutes(40 * i)));
        var work = Log(userId, name, LogType.Work, morning, TimeSpan.FromHours(9));
        writes.Create(work);
        for (var i = 0; i < Breaks; i++)
            writes.Create(Log(userId, name, LogType.Break, morning.AddHours(2 + (3 * i)), TimeSpan.FromMinutes(20)) with { WorkId = work.Id });
        writes.Create(Reflection(userId, day, morning.AddHours(9)));
    }

    private static TaskDocument Task(string userId, string day, DateTimeOffset at, int i) => new()
    {
        Id = Id(),
        UserId = userId,
        Title = $"The plan {i}",
        Description = "Ask for the numbers of the last quarter, compare them with the plan, and write down what is to be decided.",
        Priority = TaskPriority.All[i % 3],
        Tags = ["work", "then"],
        CreatedAt = at,
        UpdatedAt = at.AddHours(5),
        CompletedAt = at.AddHours(5),
        DueDate = at.AddHours(6),
        Completion = new TaskCompletion(day, OnTime: true, EstimateMinutes: null, FocusedSeconds: 0),
    };

    private static FocusSession Session(string userId, string day, DateTimeOffset at) => new()
    {
        Id = Id(),
        UserId = userId,
        SessionType = SessionType.Focus,
        Status = SessionStatus.Completed,
        PlannedMinutes = 25,
        StartedAt = at,
        Day = day,
        Timezone = "UTC",
        DayStartsAt = LocalTime.Midnight,
        Segments = [new RunningSegment(at, at.AddMinutes(25))],
        EndedAt = at.AddMinutes(25),
    };

    private static TimeLog Log(string userId, string day, LogType type, DateTimeOffset at, TimeSpan length) => new()
    {
        Id = Id(),
        UserId = userId,
        LogType = type,
        StartedAt = at,
        EndedAt = at + length,
        Day = day,
    };

    private static Reflection Reflection(string userId, LocalDate day, DateTimeOffset at) => new()
    {
        Id = Core.Features.Shutdown.Reflection.IdOf(day),
        UserId = userId,
        ReflectionId = Id(),
        Day = DayText.Write(day),
        ProductivityRating = "good",
        ReflectionNote = "Good progress today, finished the most important tasks",
        MindfulDisconnectCompleted = [true, true, false, true],
        CreatedAt = at,
        SentAt = at,
        ShutdownDate = DayText.Midnight(day),
        ShutdownMinutes = 17 * 60,
    };

    private static string Id() => Guid.NewGuid().ToString("D");
}
