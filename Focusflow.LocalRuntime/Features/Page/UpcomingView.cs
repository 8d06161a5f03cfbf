using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Features.Timers;
using Microsoft.AspNetCore.Http;

namespace Focusflow.LocalRuntime.Features.Page;

/// <summary>What happens next: timer functions and the timers of orchestrations, in order of time.</summary>
/// <param name="Timers">The next timers.</param>
/// <param name="HasMore">Whether there are more than were asked for.</param>
internal sealed record UpcomingView(IReadOnlyList<UpcomingTimer> Timers, bool HasMore);

/// <summary>A timer that is to fire.</summary>
/// <param name="Due">When (UTC).</param>
/// <param name="Name">The timer function or the orchestrator.</param>
/// <param name="Instance">The id of the orchestration; null for a timer function.</param>
internal sealed record UpcomingTimer(DateTimeOffset Due, string Name, string? Instance);

/// <summary>Answers what happens next.</summary>
internal static class UpcomingViews
{
    /// <summary><c>GET /runtime/timers?limit=50</c></summary>
    public static async Task AnswerAsync(HttpContext http, DurableOverview overview, TimerService timers)
    {
        if (await PageJson.LimitAsync(http) is { } limit)
            await PageJson.WriteAsync(http, Of(overview, timers, limit));
    }

    /// <summary>So many of what happens next.</summary>
    public static UpcomingView Of(DurableOverview overview, TimerService timers, int limit)
    {
        var scheduled = timers.All.Select(timer => (timer.Name, Schedule: ScheduleView.Of(timer.State)))
            .Where(timer => timer.Schedule.Next is not null)
            .Select(timer => new UpcomingTimer(new DateTimeOffset(timer.Schedule.Next!.Value, TimeSpan.Zero), timer.Name, Instance: null));
        var waiting = overview.Timers(limit + 1).Select(timer => new UpcomingTimer(timer.Due, timer.Name, timer.Instance));
        UpcomingTimer[] next = [.. scheduled.Concat(waiting).OrderBy(timer => timer.Due).ThenBy(timer => timer.Name, StringComparer.Ordinal)];
        return new UpcomingView(next.Length > limit ? next[..limit] : next, next.Length > limit);
    }
}
