using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Settings;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Features.Notifications;

/// <summary>The services of notifications.</summary>
internal static class NotificationServices
{
    private const string Section = "Focusflow:Streams";

    // Azure's load balancer cuts a connection after 230 seconds.
    private const int LongestStream = 225;

    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<NotificationInbox>()
        .AddSingleton<NotificationNews>()
        .AddSingleton(ReadLimits(configuration))
        .AddSingleton<StreamListeners>()
        .AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<StreamListeners>())
        .AddSingleton<ICommitObserver, CountedNotifications>()
        .AddSingleton<ChangeWatch>();

    /// <summary>Reads the settings; throws a sentence that names the one that is wrong.</summary>
    internal static StreamLimits ReadLimits(IConfiguration configuration)
    {
        var (section, defaults) = (configuration.GetSection(Section), new StreamLimits());
        return new StreamLimits
        {
            PerUser = Read("PerUser", defaults.PerUser, 1, 1000),
            PerProcess = Read("PerProcess", defaults.PerProcess, 0, 100_000),
            Duration = TimeSpan.FromSeconds(Read("Seconds", (int)defaults.Duration.TotalSeconds, 1, LongestStream)),
        };

        int Read(string name, int otherwise, int least, int most) =>
            section.GetValue(name, otherwise) is var value && value >= least && value <= most
                ? value
                : throw new WrongSettingException($"The setting {Section}:{name} must be from {least} to {most}.");
    }
}
