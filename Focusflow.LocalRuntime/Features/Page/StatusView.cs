using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Features.Timers;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.LocalRuntime.Foundation.Storage;
using Focusflow.LocalRuntime.Foundation.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Focusflow.LocalRuntime.Features.Page;

/// <summary>The app, its clock and what failed of late.</summary>
/// <param name="Application">The app's name.</param>
/// <param name="Environment">Such as Development.</param>
/// <param name="Now">The time (UTC).</param>
/// <param name="VirtualClock">Whether time stands still until it is moved.</param>
/// <param name="Store">Where documents are.</param>
/// <param name="Prefix">What the app's routes begin with, without slashes; may be empty.</param>
/// <param name="ApiPage">The path of the app's page about its API, if it has one under <c>docs</c>; else null.</param>
/// <param name="Next">What fires next; null: nothing waits for a time.</param>
/// <param name="Failures">Exceptions that functions let out, the latest first; orchestrations keep their own.</param>
internal sealed record StatusView(
    string Application,
    string Environment,
    DateTimeOffset Now,
    bool VirtualClock,
    string Store,
    string Prefix,
    string? ApiPage,
    UpcomingTimer? Next,
    IReadOnlyList<RecentFailure> Failures)
{
    private const int MostFailures = 20;

    public static StatusView Of(IServiceProvider services, DurableOverview overview)
    {
        var environment = services.GetRequiredService<IHostEnvironment>();
        var host = services.GetRequiredService<FunctionHost>();
        var prefix = services.GetRequiredService<HostSettings>().RoutePrefix;
        return new StatusView(
            environment.ApplicationName,
            environment.EnvironmentName,
            services.GetRequiredService<TimeProvider>().GetUtcNow(),
            services.GetService<VirtualClock>() is not null,
            StoreName.Of(services),
            prefix,
            FindApiPage(host, $"{prefix}/docs".TrimStart('/')),
            UpcomingViews.Of(overview, services.GetRequiredService<TimerService>(), limit: 1).Timers is [var next, ..] ? next : null,
            [.. host.Failures.Latest.Take(MostFailures)]);
    }

    private static string? FindApiPage(FunctionHost host, string route) =>
        host.Functions.Any(function => function.Trigger is Trigger.Http http && http.Methods.Contains("GET") && http.Route.RawText == route)
            ? $"/{route}"
            : null;
}
