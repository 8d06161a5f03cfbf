using System.Reflection;
using Focusflow.Functions;
using Focusflow.Tests.Infrastructure;
using Microsoft.Azure.Functions.Worker;
using NCrontab;

namespace Focusflow.Tests.Costs;

/// <summary>The timer functions and how often each runs on Azure.</summary>
internal static class Schedules
{
    private static readonly Lazy<Dictionary<string, double>> Runs = new(() => Triggers<TimerTriggerAttribute>()
        .ToDictionary(function => function.Name, function => RunsOf(function.Trigger.Schedule), StringComparer.Ordinal));

    /// <summary>Function names and the runs in a month of 30 days.</summary>
    public static IReadOnlyDictionary<string, double> RunsPerMonth => Runs.Value;

    /// <summary>The names of all orchestrations.</summary>
    public static IReadOnlyList<string> Orchestrations { get; } = [.. Triggers<OrchestrationTriggerAttribute>().Select(function => function.Name)];

    private static IEnumerable<(string Name, T Trigger)> Triggers<T>()
        where T : Attribute =>
        from type in typeof(FocusflowApp).Assembly.GetTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<T>()
        where trigger is not null
        select (function.Name, trigger);

    private static double RunsOf(string schedule)
    {
        var cron = schedule.StartsWith('%') ? Deployment.Default.Settings[schedule.Trim('%')] : schedule;
        var start = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc); // a Sunday
        var weeks = CrontabSchedule.Parse(cron, new CrontabSchedule.ParseOptions { IncludingSeconds = true })
            .GetNextOccurrences(start.AddSeconds(-1), start.AddDays(7).AddSeconds(-1)).Count();
        return weeks / 7.0 * Month.Days;
    }
}
