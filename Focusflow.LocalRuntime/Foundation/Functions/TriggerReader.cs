using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>Reads what the binding of a trigger says.</summary>
internal sealed class TriggerReader(string routePrefix, IConfiguration settings)
{
    private static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);

    /// <summary>The trigger, or what is wrong with it.</summary>
    public (Trigger? Trigger, string? Error) Read(string function, FunctionBinding binding)
    {
        if (binding.Is(Trigger.HttpType))
            return Http(function, binding);
        if (binding.Is(Trigger.TimerType))
            return Timer(binding);
        if (binding.Is(Trigger.OrchestrationType))
            return (new Trigger.Orchestration(), null);
        return binding.Is(Trigger.ActivityType) ? (new Trigger.Activity(), null) : (null, $"the trigger {binding.Type} is unknown here.");
    }

    private (Trigger? Trigger, string? Error) Http(string function, FunctionBinding http)
    {
        var level = AuthorizationLevel.Function;
        if (http.Text("authLevel") is { } named && (!Enum.TryParse(named, ignoreCase: true, out level) || level is AuthorizationLevel.User))
            return (null, $"the host knows no authorization level {named}.");

        var route = http.Text("route") is { Length: > 0 } given ? given : function;
        if (route[0] is '/' or '~')
            return (null, $"the route {route} must not begin with '{route[0]}'.");
        if (routePrefix.Length == 0 && route.Split('/')[0].ToUpperInvariant() is "ADMIN" or "RUNTIME")
            return (null, $"the route {route} conflicts with the host's own.");
        try
        {
            var pattern = RoutePatternFactory.Parse(routePrefix.Length == 0 ? route : $"{routePrefix}/{route}");
            var methods = http.Texts("methods").Select(method => method.ToUpperInvariant()).Distinct(StringComparer.Ordinal);
            return (new Trigger.Http(level, [.. methods], pattern), null);
        }
        catch (RoutePatternException error)
        {
            return (null, $"the route {route} cannot be read: {error.Message}");
        }
    }

    private (Trigger? Trigger, string? Error) Timer(FunctionBinding timer)
    {
        var expression = timer.Text("schedule") ?? "";
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
            : (new Trigger.Timer(expression, cron, timer.Flag("runOnStartup", otherwise: false), timer.Flag("useMonitor", otherwise: true) && IsMonitored(cron)), null);
    }

    /// <summary>The host keeps no status of a schedule that comes more often than once a minute.</summary>
    private static bool IsMonitored(CrontabSchedule cron)
    {
        var occurrences = cron.GetNextOccurrences(DateTime.UnixEpoch, DateTime.UnixEpoch.AddDays(366)).Take(6).ToArray();
        return occurrences.Zip(occurrences.Skip(1)).All(pair => pair.Second - pair.First >= ShortestMonitored);
    }
}
