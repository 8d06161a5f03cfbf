using Focusflow.Core.Foundation.Outgoing;
using Focusflow.Core.Foundation.Settings;
using Focusflow.Functions.Foundation.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Focusflow.Functions.Foundation.Outgoing;

/// <summary>The settings of what is sent to addresses that users name.</summary>
internal static class OutgoingServices
{
    // Called after webhooks, which were there first; it holds for pushes too.
    private const string AllowLoopback = "Focusflow:Webhooks:AllowLoopback";

    /// <summary>Adds them.</summary>
    public static IServiceCollection AddOutgoing(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(provider => ReadOptions(configuration, provider.GetRequiredService<IHostEnvironment>()))
        .AddHostedService<CheckedSettings<OutgoingOptions>>();

    /// <summary>Reads the settings; throws a sentence that names the one that is wrong.</summary>
    internal static OutgoingOptions ReadOptions(IConfiguration configuration, IHostEnvironment environment)
    {
        var allow = configuration.GetValue(AllowLoopback, false);
        return !allow || environment.IsDevelopment()
            ? new OutgoingOptions { AllowLoopback = allow }
            : throw new WrongSettingException($"The setting {AllowLoopback} is for Development only; elsewhere it would open the network behind the app.");
    }
}
