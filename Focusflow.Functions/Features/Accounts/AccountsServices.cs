using System.Globalization;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Settings;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions.Foundation.Middleware;
using Focusflow.Functions.Foundation.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Features.Accounts;

/// <summary>The services of accounts.</summary>
internal static class AccountsServices
{
    private const int MostTokenMinutes = 24 * 60;

    public static void AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => ReadOptions(configuration, provider.GetRequiredService<IHostEnvironment>()));
        services.AddHostedService<CheckedSettings<AccountsOptions>>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<RefreshTokens>();
        services.AddSingleton<Presence>();
        services.AddSingleton<AccountDirectory>();
        services.AddSingleton<AccessChanges>();
        services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<AccessChanges>());
        services.AddSingleton<ILiveSessions>(provider => provider.GetRequiredService<AccountDirectory>());
        services.AddSingleton<IdentityClaims>();
        services.AddSingleton<AccountCreation>();
        services.AddSingleton<AccountEditor>();
        services.AddSingleton<AvatarPictures>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SignInGuard>();
        services.AddSingleton<DeviceMarks>();
        services.AddSingleton<Registration>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<PasswordChange>();
        services.AddSingleton<AccountFinder>();
        services.AddSingleton<CodeSecrets>();
        services.AddSingleton<AddressCodes>();
        services.AddSingleton<EmailVerification>();
        services.AddSingleton<EmailChange>();
        services.AddSingleton<PasswordReset>();
        services.AddSingleton<IMailComposer, AccountMails>();
        services.AddSingleton<ISettingsChanged, WelcomeMail>();
        services.AddSingleton<ExternalUsers>();
        if (configuration["Focusflow:Auth:External:Authority"] is { Length: > 0 })
        {
            services.AddSingleton(provider =>
            {
                var options = provider.GetRequiredService<AccountsOptions>();
                return new ExternalTokens(
                    options.ExternalAuthority!,
                    options.ExternalAudience,
                    provider.GetRequiredService<TimeProvider>(),
                    provider.GetRequiredService<ILogger<ExternalTokens>>());
            });
        }

        services.AddSingleton<Authentication>();

        // Made with the same key, of which each derives one of its own.
        services.AddSingleton(provider => new UserMark(provider.GetRequiredService<AccountsOptions>().SigningKey));
        services.AddSingleton(provider => new AnswerSeal(provider.GetRequiredService<AccountsOptions>().SigningKey));
    }

    /// <summary>Reads the settings; throws a sentence that names the one that is wrong.</summary>
    internal static AccountsOptions ReadOptions(IConfiguration configuration, IHostEnvironment environment)
    {
        var (auth, accounts) = (configuration.GetSection("Focusflow:Auth"), configuration.GetSection("Focusflow:Accounts"));
        var defaults = new AccountsOptions { SigningKey = SecretKey.Read("Focusflow:Auth:SigningKey", auth["SigningKey"], environment) };
        var options = defaults with
        {
            Issuer = auth["Issuer"] ?? defaults.Issuer,
            Audience = auth["Audience"] ?? defaults.Audience,
            ExternalAuthority = ReadAuthority(auth["External:Authority"]),
            ExternalAudience = auth["External:Audience"] ?? "",
            AccessTokenLifetime = ReadMinutes(auth["AccessTokenMinutes"]) ?? defaults.AccessTokenLifetime,
            PasswordIterations = accounts.GetValue("PasswordIterations", defaults.PasswordIterations),
            ConcurrentHashes = accounts.GetValue("ConcurrentHashes", defaults.ConcurrentHashes),
            CacheLifetime = TimeSpan.FromSeconds(accounts.GetValue("CacheSeconds", defaults.CacheLifetime.TotalSeconds)),
        };
        var least = environment.IsDevelopment() ? 1 : AccountsOptions.MinPasswordIterations;
        if (options.PasswordIterations < least)
            throw new WrongSettingException($"The setting Focusflow:Accounts:PasswordIterations must be at least {least}.");
        if (options.ConcurrentHashes < 1)
            throw new WrongSettingException("The setting Focusflow:Accounts:ConcurrentHashes must be at least 1.");
        if (options.ExternalAuthority is not null && options.ExternalAudience.Length == 0)
            throw new WrongSettingException("The setting Focusflow:Auth:External:Audience is missing; without it tokens for other services would be accepted.");
        return options;
    }

    private static TimeSpan? ReadMinutes(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 1 and <= MostTokenMinutes
            ? TimeSpan.FromMinutes(minutes)
            : throw new WrongSettingException($"The setting Focusflow:Auth:AccessTokenMinutes must be a whole number from 1 to {MostTokenMinutes}, a day.");
    }

    private static Uri? ReadAuthority(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var authority)
            && (authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback))
                ? authority
                : throw new WrongSettingException("The setting Focusflow:Auth:External:Authority must be an https URL.");
    }
}
