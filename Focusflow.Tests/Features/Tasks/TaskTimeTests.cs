using System.Net;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Focus;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

public sealed class TaskTimeTests
{
    /// <summary>What is kept in the task is what counting its sessions gives, whatever was done to both, and in which order.</summary>
    [Fact]
    public async Task The_seconds_kept_in_a_task_are_those_of_its_sessions() => await Seeded.RunsAsync(20, async random =>
    {
        using var desk = await FocusDesk.OpenAsync();
        var ids = new List<string>();
        var writes = WriteSet.ForUser(FocusDesk.UserId);
        for (var i = 0; i < 2; i++)
        {
            var task = TaskSamples.Task() with { Id = Guid.NewGuid().ToString(), UserId = FocusDesk.UserId };
            ids.Add(task.Id);
            writes.Create(task);
        }

        (await writes.CommitAsync(desk.Store)).Succeeded.ShouldBeTrue();
        var sessions = new List<string>();
        for (var step = 0; step < 30; step++)
        {
            desk.Clock.Pass(TimeSpan.FromSeconds(random.Next(1, 5000) + random.NextDouble()));
            var some = sessions.Count == 0 ? null : sessions[random.Next(sessions.Count)];
            switch (random.Next(6))
            {
                case 0 or 1:
                    var plan = new SessionPlan(random.Next(1, 90), random.Next(4) == 0 ? SessionType.Break : SessionType.Focus, random.Next(5) == 0 ? null : ids[random.Next(2)]);
                    if (await desk.Commands.StartAsync(FocusDesk.UserId, UserCalendar.Utc, plan, desk.Timers) is { Problem: null, Value: var started })
                        sessions.Add(started.Id);
                    break;
                case 2 when some is not null:
                    await desk.Commands.DeleteAsync(FocusDesk.UserId, some, ExpectedVersion.Any);
                    break;
                case 3:
                    await desk.Sweeper.SweepAsync();
                    break;
                default:
                    if (sessions.Count > 0)
                        await desk.Commands.ChangeAsync(FocusDesk.UserId, sessions[^1], (SessionCommand)random.Next(4), desk.Timers);
                    break;
            }

            await desk.Sweeper.SweepAsync(); // or reading would settle one between the two looks
            foreach (var id in ids)
            {
                var counted = TaskTime.Of(await desk.Reader.OfTaskAsync(FocusDesk.UserId, id));
                (await desk.Store.ReadAsync<TaskDocument>(FocusDesk.UserId, id))!.FocusedSeconds.ShouldBe(counted.TotalSeconds);
                counted.ByDay.Sum(day => day.Seconds).ShouldBe(counted.TotalSeconds);
            }
        }
    });

    [Fact]
    public async Task The_time_of_a_task_is_told_by_days_and_counts_what_was_completed()
    {
        await using var ann = await FocusClient.StartAsync("2026-11-23T22:00:00Z");
        var task = (await ann.PostAsync("/api/tasks", new { title = "Write", estimate_minutes = 90 }, HttpStatusCode.Created)).Text("id");
        await SpendAsync(ann, task, 50, "complete");
        await SpendAsync(ann, task, 10, "stop");
        await ann.UntilAsync("2026-11-24T08:00:00Z");
        await SpendAsync(ann, task, 25, "complete");
        var second = await SpendAsync(ann, task, 5, "complete");
        await SpendAsync(ann, null, 30, "complete");

        (await ann.GetAsync($"/api/tasks/{task}/time")).GetRawText().ShouldBe(
            """{"sessions":3,"total_seconds":4800,"by_day":[{"date":"2026-11-23","seconds":3000},{"date":"2026-11-24","seconds":1800}]}""");
        (await ann.GetAsync("/api/tasks"))[0].GetProperty("focused_seconds").GetInt64().ShouldBe(4800);

        (await ann.Person.SendAsync("DELETE", $"/api/focus-sessions/{second}", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ann.GetAsync($"/api/tasks/{task}/time")).GetProperty("total_seconds").GetInt64().ShouldBe(4500);
        (await ann.GetAsync($"/api/tasks/{task}")).GetProperty("focused_seconds").GetInt64().ShouldBe(4500);
        var done = await (await ann.Person.SendAsync("PUT", $"/api/tasks/{task}/complete", null)).JsonAsync();
        done.GetProperty("focused_seconds").GetInt64().ShouldBe(4500);
    }

    [Fact]
    public async Task A_session_whose_task_is_gone_ends_all_the_same()
    {
        await using var ann = await FocusClient.StartAsync("2026-11-23T08:00:00Z");
        var task = (await ann.PostAsync("/api/tasks", new { title = "Write" }, HttpStatusCode.Created)).Text("id");
        var session = (await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 25, task_id = task }, HttpStatusCode.Created)).Text("session_id");
        await ann.Person.SendAsync("DELETE", $"/api/tasks/{task}", null);
        await ann.PassAsync(30);
        (await ann.GetAsync($"/api/focus-sessions/{session}")).Text("status").ShouldBe("completed");
        (await ann.GetAsync($"/api/tasks/{task}/time", HttpStatusCode.NotFound)).Text("detail").ShouldBe("Task not found.");
    }

    private static async Task<string> SpendAsync(FocusClient ann, string? task, int minutes, string command)
    {
        var session = (await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 60, task_id = task }, HttpStatusCode.Created)).Text("session_id");
        await ann.PassAsync(minutes);
        await ann.PostAsync($"/api/focus-sessions/{session}/{command}");
        return session;
    }
}
