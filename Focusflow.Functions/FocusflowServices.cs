using Focusflow.Core.CalendarFeed;
using Focusflow.Core.Dashboard;
using Focusflow.Core.Tasks;
using Focusflow.Functions.Accounts;
using Focusflow.Functions.Challenges;
using Focusflow.Functions.Focus;
using Focusflow.Functions.Leaderboard;
using Focusflow.Functions.Middleware;
using Focusflow.Functions.Notifications;
using Focusflow.Functions.Orchestrations;
using Focusflow.Functions.Privacy;
using Focusflow.Functions.Reminders;
using Focusflow.Functions.Shutdown;
using Focusflow.Functions.Storage;
using Focusflow.Functions.Summaries;
using Focusflow.Functions.Webhooks;
using Focusflow.Functions.WorkLog;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Focusflow.Functions;

/// <summary>The services of the app, a line per feature.</summary>
public static class FocusflowServices
{
    /// <summary>
    /// Registers everything. The local runtime brings a store and a clock along; otherwise the store is Cosmos DB and the clock
    /// the machine's.
    /// </summary>
    public static IServiceCollection AddFocusflow(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddStorage(configuration);
        services.AddEdge(configuration);
        services.AddAccounts(configuration);
        services.AddSingleton<TaskUseCases>();
        services.AddReminders();
        services.AddNotifications(configuration);
        services.AddSingleton<CalendarFeeds>();
        services.AddWebhooks();
        services.AddFocus();
        services.AddWorkLog();
        services.AddSummaries();
        services.AddShutdown();
        services.AddChallenges(configuration);
        services.AddLeaderboard();
        services.AddSingleton<DashboardReader>();
        services.AddPrivacy();
        services.AddOrchestrations(configuration);
        return services;
    }
}
