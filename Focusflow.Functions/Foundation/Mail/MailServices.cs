using System.Globalization;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Settings;
using Focusflow.Core.Foundation.Sites;
using Focusflow.Functions.Foundation.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Focusflow.Functions.Foundation.Mail;

/// <summary>The services of mail.</summary>
internal static class MailServices
{
    private const string Section = "Focusflow:Mail";

    /// <summary>
    /// Adds them. Mail goes to the server that is configured; without one to what the host has brought along, the local
    /// runtime's mailbox, or nowhere.
    /// </summary>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => ReadOptions(configuration, provider.GetRequiredService<IHostEnvironment>()));
        services.AddHostedService<CheckedSettings<MailOptions>>();
        services.AddHostedService<MailCheck>();
        services.AddSingleton<MailDelivery>();
        if (configuration[$"{Section}:Host"] is { Length: > 0 })
            services.Replace(ServiceDescriptor.Singleton<IMailSender, SmtpMailSender>());
        else
            services.TryAddSingleton<IMailSender, NoMail>();
        return services;
    }

    /// <summary>Reads the settings; throws a sentence that names the one that is wrong.</summary>
    internal static MailOptions ReadOptions(IConfiguration configuration, IHostEnvironment environment)
    {
        var (mail, defaults) = (configuration.GetSection(Section), new MailOptions());
        var security = ReadSecurity(mail["Security"]);
        var options = defaults with
        {
            Host = NullIfEmpty(mail["Host"]),
            Port = ReadPort(mail["Port"]) ?? (security == MailSecurity.Tls ? 465 : defaults.Port),
            Security = security,
            User = NullIfEmpty(mail["User"]),
            Password = NullIfEmpty(mail["Password"]),
            From = ReadFrom(NullIfEmpty(mail["From"]) ?? defaults.From),
            FrontendUrl = SiteSettings.Frontend(configuration, environment),
            ApiUrl = SiteSettings.Service(configuration, environment) is { } service
                ? new Uri($"{service.AbsoluteUri.TrimEnd('/')}{Site.Api}")
                : SiteSettings.LocalApi(configuration, environment),
        };
        if (options.Host is not null && NullIfEmpty(mail["From"]) is null)
            throw new WrongSettingException($"The setting {Section}:From is missing: whom mail comes from, such as Focusflow <hello@example.com>.");
        if (options is { Security: MailSecurity.None, User: not null } && !environment.IsDevelopment())
            throw new WrongSettingException($"The setting {Section}:Security must not be none outside Development when there is a user: the password would be readable on its way.");
        return options;
    }

    private static MailSecurity ReadSecurity(string? text) => text?.ToLowerInvariant() switch
    {
        null or "" or "starttls" => MailSecurity.StartTls,
        "tls" => MailSecurity.Tls,
        "none" => MailSecurity.None,
        _ => throw new WrongSettingException($"The setting {Section}:Security must be starttls, tls or none."),
    };

    private static int? ReadPort(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw new WrongSettingException($"The setting {Section}:Port must be from 1 to 65535.");
    }

    private static string ReadFrom(string text) => MailboxAddress.TryParse(text, out var address) && address.Domain.Length > 0
        ? text
        : throw new WrongSettingException($"The setting {Section}:From must be an address such as Focusflow <hello@example.com>.");

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>Says once, at the start, that there is no mail.</summary>
internal sealed partial class MailCheck(IMailSender sender, ILogger<MailCheck> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!sender.CanSend)
            NoServer();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "Focusflow:Mail:Host is not set: no mail is sent. Addresses cannot be verified or changed, and a forgotten password cannot be set anew")]
    private partial void NoServer();
}
