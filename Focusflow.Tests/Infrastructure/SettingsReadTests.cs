using System.Text.Json.Nodes;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Push;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Functions;
using Focusflow.Functions.Foundation.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

/// <summary>A misspelt setting does nothing and says nothing; so every one that we ship must be one that the code reads.</summary>
public sealed class SettingsReadTests
{
    private const string Ours = "Focusflow__";

    [Fact]
    public void Every_setting_that_the_templates_give_the_app_is_read()
    {
        var settings = Deployment.WithEverything.Settings.Keys
            .Where(IsOurs)
            .ToDictionary(name => name, Example, StringComparer.Ordinal);

        Unread(settings, Environments.Production).ShouldBeEmpty();
    }

    [Fact]
    public void Every_setting_in_the_sample_is_read()
    {
        var settings = JsonNode.Parse(Repository.Read("local.settings.sample.json"))!["Values"]!.AsObject()
            .Where(value => IsOurs(value.Key))
            .ToDictionary(value => value.Key, value => value.Value!.GetValue<string>(), StringComparer.Ordinal);

        Unread(settings, Environments.Development).ShouldBeEmpty();
    }

    private static bool IsOurs(string name) => name.StartsWith(Ours, StringComparison.Ordinal);

    /// <summary>A value of the right form.</summary>
    private static string Example(string name) => name switch
    {
        "Focusflow__Auth__SigningKey" or "Focusflow__Push__Key" => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(64)),
        "Focusflow__Auth__External__Authority" => "https://login.example.com/",
        "Focusflow__Cosmos__Endpoint" => "https://cosmos.documents.azure.com/",
        "Focusflow__RateLimit__TrustClientIp" => "true",
        "Focusflow__FrontendUrl" => "https://app.example.com",
        "Focusflow__Mail__Port" => "587",
        "Focusflow__Mail__From" => "Focusflow <hello@example.com>",
        _ => "text",
    };

    /// <summary>Starts the services with these settings and gives the names that nobody asked for.</summary>
    private static IEnumerable<string> Unread(Dictionary<string, string> settings, string environment)
    {
        var source = new RecordingSource(settings.ToDictionary(
            setting => setting.Key.Replace("__", ":", StringComparison.Ordinal),
            string? (setting) => setting.Value,
            StringComparer.Ordinal));
        var configuration = new ConfigurationBuilder().Add(source).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = environment });
        services.AddFocusflow(configuration);
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<AccountsOptions>();
        provider.GetRequiredService<MailOptions>();
        provider.GetRequiredService<PushOptions>();
        provider.GetRequiredService<RequestLog>();
        return source.Unread();
    }

    private sealed class RecordingSource(Dictionary<string, string?> settings) : ConfigurationProvider, IConfigurationSource
    {
        private readonly HashSet<string> read = new(StringComparer.OrdinalIgnoreCase);

        public IConfigurationProvider Build(IConfigurationBuilder builder)
        {
            Data = new Dictionary<string, string?>(settings, StringComparer.OrdinalIgnoreCase);
            return this;
        }

        public override bool TryGet(string key, out string? value)
        {
            read.Add(key);
            return base.TryGet(key, out value);
        }

        public IEnumerable<string> Unread() => settings.Keys.Where(key => !read.Contains(key));
    }
}
