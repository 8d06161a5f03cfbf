using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Reminders;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Features.Reminders;

/// <summary>The services of reminders.</summary>
internal static class ReminderServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddReminders(this IServiceCollection services) => services
        .AddSingleton<ReminderDelivery>()
        .AddSingleton<ShutdownReminders>()
        .AddSingleton<PlanBuckets<ShutdownReminders>>()
        .AddSingleton<WeeklyReviews>()
        .AddSingleton<PlanBuckets<WeeklyReviews>>()
        .AddSingleton<BreakReminders>()
        .AddSingleton<WorkdayReminderSweeper>()
        .AddSingleton<ISettingsChanged, ReminderPlans>()
        .AddSingleton<IReturning, ReminderPlans>();
}
