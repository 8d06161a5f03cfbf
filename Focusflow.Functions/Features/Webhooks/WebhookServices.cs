using Focusflow.Core.Features.Webhooks;
using Focusflow.Core.Foundation.Settings;
using Focusflow.Functions.Foundation.Following;
using Focusflow.Functions.Foundation.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Focusflow.Functions.Features.Webhooks;

/// <summary>The services of webhooks.</summary>
internal static class WebhookServices
{
    private const string AllowLoopback = "Focusflow:Webhooks:AllowLoopback";

    /// <summary>Adds them.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(provider => ReadOptions(configuration, provider.GetRequiredService<IHostEnvironment>()))
        .AddHostedService<CheckedSettings<WebhookOptions>>()
        .AddSingleton<WebhookSubscriptions>()
        .AddSingleton<WebhookLog>()
        .AddSingleton<WebhookDelivery>()
        .AddSingleton<WebhookDispatcher>()
        .AddSingleton<IRangeFollower, WebhookDispatch>()
        .AddSingleton<IWebhookSender>(provider => new HttpWebhookSender(provider.GetRequiredService<WebhookOptions>()));

    /// <summary>Reads the settings; throws a sentence that names the one that is wrong.</summary>
    internal static WebhookOptions ReadOptions(IConfiguration configuration, IHostEnvironment environment)
    {
        var allow = configuration.GetValue(AllowLoopback, false);
        return !allow || environment.IsDevelopment()
            ? new WebhookOptions { AllowLoopback = allow }
            : throw new WrongSettingException($"The setting {AllowLoopback} is for Development only; elsewhere it would open the network behind the app.");
    }
}
