using System.Text.Json.Nodes;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Tests.Worker;

/// <summary>What both hosts know of a function: its name and how it is started.</summary>
internal static class FunctionView
{
    /// <summary>The functions that the local runtime serves, a line each.</summary>
    public static IEnumerable<string> Of(LocalApp app) =>
        from function in app.Services.GetRequiredService<FunctionHost>().Functions
        select function.Trigger switch
        {
            Trigger.Http http => Http(function.Name, http.Level.ToString(), http.Methods, http.Route.RawText!),
            Trigger.Timer timer => Timer(function.Name, timer.Expression, timer.RunOnStartup),
            _ => Other(function.Name, function.Trigger.Type),
        };

    /// <summary>The functions that a worker reports, a line each.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="settings">The settings that schedules name.</param>
    public static IEnumerable<string> Of(RunningWorker worker, IReadOnlyDictionary<string, string> settings) =>
        from function in worker.Functions
        let trigger = function.Trigger
        select (string)trigger["type"]! switch
        {
            "httpTrigger" => Http(
                function.Name, (string)trigger["authLevel"]!, trigger["methods"]!.AsArray().Select(method => (string)method!), $"api/{trigger["route"]}"),
            "timerTrigger" => Timer(function.Name, Schedule(trigger, settings), (bool?)trigger["runOnStartup"] ?? false),
            var type => Other(function.Name, type),
        };

    private static string Schedule(JsonObject trigger, IReadOnlyDictionary<string, string> settings)
    {
        var text = (string)trigger["schedule"]!;
        return text.StartsWith('%') ? settings[text.Trim('%')] : text;
    }

    private static string Http(string name, string level, IEnumerable<string> methods, string route) =>
        $"{name}: {string.Join(' ', methods.Select(method => method.ToUpperInvariant()))} {route} {level}";

    private static string Timer(string name, string schedule, bool atStart) => $"{name}: timer {schedule}{(atStart ? " and at start" : "")}";

    private static string Other(string name, string type) => $"{name}: {type}";
}
