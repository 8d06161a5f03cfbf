using Focusflow.Core.Features.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Features.Webhooks;

/// <summary>The services of webhooks.</summary>
internal static class WebhookServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton<WebhookSubscriptions>()
        .AddSingleton<WebhookDelivery>()
        .AddSingleton<WebhookDispatcher>()
        .AddSingleton<IWebhookSender, HttpWebhookSender>();
}
