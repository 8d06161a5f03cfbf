using Focusflow.Core.Features.Webhooks;
using Focusflow.Core.Foundation.Outgoing;
using Focusflow.Functions.Foundation.Following;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Features.Webhooks;

/// <summary>The services of webhooks.</summary>
internal static class WebhookServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton<WebhookSubscriptions>()
        .AddSingleton<WebhookLog>()
        .AddSingleton<WebhookDelivery>()
        .AddSingleton<WebhookDispatcher>()
        .AddSingleton<IRangeFollower, WebhookDispatch>()
        .AddSingleton<IWebhookSender>(provider => new HttpWebhookSender(provider.GetRequiredService<OutgoingOptions>()));
}
