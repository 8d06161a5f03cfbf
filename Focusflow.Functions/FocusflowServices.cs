using Focusflow.Core.Features.CalendarFeed;
using Focusflow.Core.Features.Dashboard;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions.Features.Accounts;
using Focusflow.Functions.Features.Challenges;
using Focusflow.Functions.Features.EarlierClients;
using Focusflow.Functions.Features.Focus;
using Focusflow.Functions.Features.Insights;
using Focusflow.Functions.Features.Leaderboard;
using Focusflow.Functions.Features.Notifications;
using Focusflow.Functions.Features.Pictures;
using Focusflow.Functions.Features.Privacy;
using Focusflow.Functions.Features.Push;
using Focusflow.Functions.Features.Reach;
using Focusflow.Functions.Features.Reminders;
using Focusflow.Functions.Features.Shutdown;
using Focusflow.Functions.Features.Summaries;
using Focusflow.Functions.Features.Webhooks;
using Focusflow.Functions.Features.Wellness;
using Focusflow.Functions.Features.WorkLog;
using Focusflow.Functions.Foundation.Health;
using Focusflow.Functions.Foundation.Mail;
using Focusflow.Functions.Foundation.Middleware;
using Focusflow.Functions.Foundation.Orchestrations;
using Focusflow.Functions.Foundation.Outgoing;
using Focusflow.Functions.Foundation.Storage;
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
        services.AddSingleton(provider => new Readiness(
            provider.GetRequiredService<IDocumentStore>(), provider.GetRequiredService<TimeProvider>(), TimeProvider.System));
        services.AddEdge(configuration);
        services.AddMail(configuration);
        services.AddPictures(configuration);
        services.AddAccounts(configuration);
        services.AddSingleton<TaskUseCases>();
        services.AddSingleton<ISessionEnded, TaskTimeKeeper>();
        services.AddSingleton<TaskSearch>();
        services.AddReminders();
        services.AddNotifications(configuration);
        services.AddSingleton<CalendarFeeds>();
        services.AddOutgoing(configuration);
        services.AddWebhooks();
        services.AddPush(configuration);
        services.AddReach();
        services.AddFocus();
        services.AddWorkLog();
        services.AddSummaries();
        services.AddShutdown();
        services.AddWellness();
        services.AddInsights();
        services.AddChallenges(configuration);
        services.AddLeaderboard();
        services.AddSingleton<DashboardReader>();
        services.AddPrivacy();
        services.AddEarlierClients();
        services.AddOrchestrations(configuration);
        services.AddQuota(configuration, TaskDocument.KindName, "tasks", 50_000);
        services.AddQuota(configuration, FocusSession.KindName, "focus_sessions", 100_000);
        services.AddQuota(configuration, TimeLog.KindName, "time_logs", 100_000);
        services.AddQuota(configuration, Reflection.KindName, "reflections", 20_000);
        return services;
    }
}
