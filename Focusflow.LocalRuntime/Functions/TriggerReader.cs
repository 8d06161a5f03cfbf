using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace Focusflow.LocalRuntime.Functions;

/// <summary>Reads what a trigger attribute says.</summary>
internal sealed class TriggerReader(string routePrefix, IConfiguration settings)
{
    private static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);

    /// <summary>The trigger, or what is wrong with it.</summary>
    public (Trigger? Trigger, string? Error) Read(string function, TriggerBindingAttribute attribute) => attribute switch
    {
        HttpTriggerAttribute http => Http(function, http),
        TimerTriggerAttribute timer => Timer(timer),
        OrchestrationTriggerAttribute => (new Trigger.Orchestration(), null),
        ActivityTriggerAttribute => (new Trigger.Activity(), null),
        _ => (null, $"the trigger {attribute.GetType().Name} is unknown here."),
    };

    private (Trigger? Trigger, string? Error) Http(string function, HttpTriggerAttribute http)
    {
        if (http.AuthLevel is AuthorizationLevel.User || !Enum.IsDefined(http.AuthLevel))
            return (null, "the host knows no authorization level User.");

        var route = string.IsNullOrEmpty(http.Route) ? function : http.Route;
        if (route[0] is '/' or '~')
            return (null, $"the route {route} must not begin with '{route[0]}'.");
        if (routePrefix.Length == 0 && route.Split('/')[0].ToUpperInvariant() is "ADMIN" or "RUNTIME")
            return (null, $"the route {route} conflicts with the host's own.");
        try
        {
            var pattern = RoutePatternFactory.Parse(routePrefix.Length == 0 ? route : $"{routePrefix}/{route}");
            var methods = (http.Methods ?? []).Select(method => method.ToUpperInvariant()).Distinct(StringComparer.Ordinal);
            return (new Trigger.Http(http.AuthLevel, [.. methods], pattern), null);
        }
        catch (RoutePatternException error)
        {
            return (null, $"the route {route} cannot be read: {error.Message}");
        }
    }

    private (Trigger? Trigger, string? Error) Timer(TimerTriggerAttribute timer)
    {
        var expression = timer.Schedule;
        if (expression.Length > 2 && expression[0] == '%' && expression[^1] == '%')
        {
            var name = expression[1..^1];
            if (settings[name] is not { Length: > 0 } value)
                return (null, $"its schedule is the setting {name}, which is not set.");
            expression = value;
        }

        var cron = CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        return cron is null
            ? (null, $"the schedule \"{expression}\" is not a cron expression of six fields, such as \"0 */5 * * * *\".")
            : (new Trigger.Timer(expression, cron, timer.RunOnStartup, timer.UseMonitor && IsMonitored(cron)), null);
    }

    /// <summary>The host keeps no status of a schedule that comes more often than once a minute.</summary>
    private static bool IsMonitored(CrontabSchedule cron)
    {
        var occurrences = cron.GetNextOccurrences(DateTime.UnixEpoch, DateTime.UnixEpoch.AddDays(366)).Take(6).ToArray();
        return occurrences.Zip(occurrences.Skip(1)).All(pair => pair.Second - pair.First >= ShortestMonitored);
    }
}
