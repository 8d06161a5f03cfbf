using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Push;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Functions.Foundation.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Focusflow.Functions.Features.Push;

/// <summary>The services of pushes.</summary>
internal static class PushServices
{
    private const string KeySetting = "Focusflow:Push:Key";

    /// <summary>Adds them.</summary>
    public static IServiceCollection AddPush(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(provider => ReadOptions(configuration, provider.GetRequiredService<IHostEnvironment>(), provider.GetRequiredService<MailOptions>()))
        .AddHostedService<CheckedSettings<PushOptions>>()
        .AddHostedService<PushCheck>()
        .AddSingleton<PushSubscribing>()
        .AddSingleton<PushDelivery>()
        .AddSingleton<INotificationOutlet, NotificationPushes>()
        .AddSingleton<IPushSender, WebPushSender>();

    /// <summary>Reads the settings; throws a sentence that names the one that is wrong.</summary>
    internal static PushOptions ReadOptions(IConfiguration configuration, IHostEnvironment environment, MailOptions mail) => new()
    {
        Key = configuration[KeySetting] is { Length: > 0 } text ? PushKey.Of(SecretKey.Read(KeySetting, text, environment)) : null,
        Contact = ContactOf(mail),
    };

    // Some push services refuse what nobody can be asked about.
    private static string ContactOf(MailOptions mail)
    {
        var site = new[] { mail.FrontendUrl, mail.ApiUrl }.FirstOrDefault(url => url?.Scheme == Uri.UriSchemeHttps);
        return site?.GetLeftPart(UriPartial.Authority) ?? $"mailto:{MailboxAddress.Parse(mail.From).Address}";
    }
}

/// <summary>Says once, at the start, that there are no pushes.</summary>
internal sealed partial class PushCheck(PushOptions options, ILogger<PushCheck> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Key is null)
            NoKey();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "Focusflow:Push:Key is not set: no browser can be subscribed, and nothing is pushed")]
    private partial void NoKey();
}
