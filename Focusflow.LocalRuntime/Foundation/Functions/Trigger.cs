using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using NCrontab;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>What starts a function.</summary>
internal abstract record Trigger(string Type)
{
    public const string HttpType = "httpTrigger";
    public const string TimerType = "timerTrigger";
    public const string OrchestrationType = "orchestrationTrigger";
    public const string ActivityType = "activityTrigger";

    /// <summary>A request.</summary>
    /// <param name="Level">The key it needs.</param>
    /// <param name="Methods">Its methods in upper case; none: all.</param>
    /// <param name="Route">The route with the prefix.</param>
    public sealed record Http(AuthorizationLevel Level, IReadOnlyList<string> Methods, RoutePattern Route) : Trigger(HttpType);

    /// <summary>A schedule.</summary>
    /// <param name="Expression">The six cron fields, settings filled in.</param>
    /// <param name="Cron">The schedule, in UTC.</param>
    /// <param name="RunOnStartup">Whether it also runs at every start.</param>
    /// <param name="UseMonitor">Whether its status is kept.</param>
    public sealed record Timer(string Expression, CrontabSchedule Cron, bool RunOnStartup, bool UseMonitor) : Trigger(TimerType);

    /// <summary>An orchestration's turn.</summary>
    public sealed record Orchestration() : Trigger(OrchestrationType);

    /// <summary>A call by an orchestration.</summary>
    public sealed record Activity() : Trigger(ActivityType);
}
