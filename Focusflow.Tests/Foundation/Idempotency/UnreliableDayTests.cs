using Focusflow.Functions;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Idempotency;

/// <summary>Reminders and sessions of a day on a store at the end of a bad line: what was promised comes, once.</summary>
public sealed class UnreliableDayTests
{
    private const int People = 4;

    [Fact]
    public Task On_a_bad_line_every_reminder_comes_once_and_every_session_ends_once() => Seeded.RunsAsync(1, async random =>
    {
        var faults = new StoreFaults();
        await using var app = await FocusflowTestApp.StartAsync(options => options with
        {
            Configure = builder =>
            {
                UnreliableStore.Beneath(builder, faults);
                builder.AddFocusflow();
            },
        });
        for (var i = 0; i < People; i++)
        {
            var person = await app.RegisterAsync($"person{i}@example.com");
            for (var task = 0; task < 3; task++)
            {
                var when = app.Clock.GetUtcNow().AddMinutes(random.Next(1, 60));
                (await person.PostAsync("/api/tasks", new { title = $"Task {task}", reminder_enabled = true, reminder_time = when })).EnsureSuccessStatusCode();
            }

            (await person.PostAsync("/api/focus-sessions/start", new { duration_minutes = random.Next(10, 50), session_type = "focus" })).EnsureSuccessStatusCode();
        }

        faults.Random = random;
        for (var minute = 0; minute < 60; minute += 5)
            await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));
        faults.Stop();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(30));

        faults.Count.ShouldBeGreaterThan(5);
        for (var i = 0; i < People; i++)
        {
            var person = new Person(app, await (await app.LoginAsync($"person{i}@example.com")).JsonAsync());
            var kinds = (await (await person.GetAsync("/api/notifications")).JsonAsync()).EnumerateArray().Select(one => one.Text("kind")).ToList();
            kinds.Count(kind => kind == "task_reminder").ShouldBe(3);
            kinds.Count(kind => kind == "session_completed").ShouldBe(1);
        }
    });
}
