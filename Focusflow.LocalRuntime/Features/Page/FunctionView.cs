using System.Diagnostics;
using Focusflow.LocalRuntime.Features.Admin;
using Focusflow.LocalRuntime.Features.Timers;
using Focusflow.LocalRuntime.Foundation.Functions;
using Microsoft.AspNetCore.Http;

namespace Focusflow.LocalRuntime.Features.Page;

/// <summary>A function as the page shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Trigger">Such as <c>httpTrigger</c>.</param>
/// <param name="Methods">The methods of an HTTP function; empty: all.</param>
/// <param name="Route">The route of an HTTP function, with the prefix.</param>
/// <param name="Key">The key that an HTTP function needs (<c>Function</c>, <c>System</c> or <c>Admin</c>); null: none.</param>
/// <param name="Schedule">The schedule of a timer function.</param>
internal sealed record FunctionView(
    string Name, string Trigger, IReadOnlyList<string>? Methods, string? Route, string? Key, ScheduleView? Schedule)
{
    public static IReadOnlyList<FunctionView> All(FunctionHost host, TimerService timers) =>
        [.. host.Functions.Select(function => Of(function, timers))];

    private static FunctionView Of(RunnableFunction function, TimerService timers) => function.Trigger switch
    {
        Trigger.Http http => new(
            function.Name,
            http.Type,
            http.Methods,
            "/" + http.Route.RawText!.TrimStart('/'),
            http.Level == Microsoft.Azure.Functions.Worker.AuthorizationLevel.Anonymous ? null : http.Level.ToString(),
            Schedule: null),
        Trigger.Timer timer => new(function.Name, timer.Type, null, null, null, ScheduleView.Of(timers.Find(function.Name)!.State)),
        var other => new(function.Name, other.Type, null, null, null, null),
    };
}

/// <summary>A run that somebody asked for.</summary>
/// <param name="Function">The function.</param>
/// <param name="Milliseconds">How long it took; null: it has not ended yet.</param>
/// <param name="Failure">How it failed; null: it did not.</param>
internal sealed record RunView(string Function, long? Milliseconds, RecentFailure? Failure)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary><c>POST /runtime/functions/{name}/run</c>: runs a timer function now and says what came of it.</summary>
    public static async Task AnswerAsync(HttpContext http, FunctionHost host, TimerService timers)
    {
        if (await AdminEndpoints.FindTimerAsync(http, host, timers) is not { } timer)
            return;
        var began = Stopwatch.GetTimestamp();
        var run = timer.RunNowAsync();
        try
        {
            var failure = await run.WaitAsync(Patience, TimeProvider.System, http.RequestAborted);
            await PageJson.WriteAsync(http, new RunView(timer.Name, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds, failure));
        }
        catch (TimeoutException)
        {
            await PageJson.WriteAsync(http, new RunView(timer.Name, null, null));
        }
    }
}

/// <summary>A schedule as the page shows it; instants in UTC.</summary>
/// <param name="Expression">The six cron fields.</param>
/// <param name="Next">When it runs next; null: never.</param>
/// <param name="Last">When it ran last; null: never yet.</param>
/// <param name="IsPastDue">Whether its time has passed without a run.</param>
/// <param name="IsRunning">Whether it runs now.</param>
/// <param name="Rests">Whether it waits for something to be stored.</param>
internal sealed record ScheduleView(string Expression, DateTime? Next, DateTime? Last, bool IsPastDue, bool IsRunning, bool Rests)
{
    public static ScheduleView Of(ScheduleState state) => new(
        state.Expression,
        state.Rests || state.Next.Year == DateTime.MaxValue.Year ? null : state.Next,
        state.Last == default ? null : state.Last,
        state.IsPastDue,
        state.IsRunning,
        state.Rests);
}
