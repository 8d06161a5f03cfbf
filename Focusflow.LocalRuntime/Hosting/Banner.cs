using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.LocalRuntime.Foundation.Storage;
using Focusflow.LocalRuntime.Foundation.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.LocalRuntime.Hosting;

/// <summary>Says in a few lines what the host serves.</summary>
internal static class Banner
{
    public static void Write(WebApplication app, TextWriter to)
    {
        var services = app.Services;
        var functions = services.GetRequiredService<FunctionHost>().Functions;
        var folder = services.GetRequiredService<DataFolder>();
        var prefix = services.GetRequiredService<HostSettings>().RoutePrefix;

        to.WriteLine($"{app.Environment.ApplicationName} ({app.Environment.EnvironmentName}), clock: {Clock(services)}");
        var root = app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        to.WriteLine($"  url        {root}/{prefix}");
        to.WriteLine($"  page       {root}/runtime");
        to.WriteLine($"  store      {StoreName.Of(services)}{(folder.Temporary ? " (temporary)" : "")}, keys in {Path.Combine(folder.Path, "secrets.json")}");
        to.WriteLine($"  functions  {Counts(functions)}");
        foreach (var function in functions)
        {
            if (function.Trigger is Trigger.Timer timer)
                to.WriteLine($"  timer      {timer.Expression,-18} {function.Name}");
        }
    }

    private static string Clock(IServiceProvider services) =>
        services.GetService<VirtualClock>() is { } clock ? $"virtual, {IsoTime.Write(clock.GetUtcNow())}" : "real";

    private static string Counts(IReadOnlyList<RunnableFunction> functions)
    {
        int Count<T>() => functions.Count(function => function.Trigger is T);
        return $"{functions.Count}: {Count<Trigger.Http>()} HTTP, {Count<Trigger.Timer>()} timers, "
            + $"{Count<Trigger.Orchestration>()} orchestrators, {Count<Trigger.Activity>()} activities";
    }
}
