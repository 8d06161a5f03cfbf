using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Focusflow.Functions.Features.Accounts;
using Focusflow.Functions.Foundation.Mail;
using Focusflow.Tests.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class AccountsSettingsTests
{
    private static readonly string Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [Theory]
    [InlineData("SigningKey", null)]
    [InlineData("SigningKey", "c2hvcnQ=")]
    [InlineData("SigningKey", "not base64!")]
    public void A_signing_key_that_is_missing_or_weak_is_refused(string name, string? value) =>
        Should.Throw<InvalidOperationException>(() => Read(Environments.Development, ($"Focusflow:Auth:{name}", value)))
            .Message.ShouldContain("Focusflow:Auth:SigningKey");

    [Fact]
    public void Cheap_passwords_are_for_development_only()
    {
        var cheap = ("Focusflow:Accounts:PasswordIterations", "1000");

        Read(Environments.Development, ("Focusflow:Auth:SigningKey", Key), cheap).PasswordIterations.ShouldBe(1000);
        Should.Throw<InvalidOperationException>(() => Read(Environments.Production, ("Focusflow:Auth:SigningKey", Key), cheap));
        Read(Environments.Production, ("Focusflow:Auth:SigningKey", Key)).PasswordIterations.ShouldBe(600_000);
    }

    [Theory]
    [InlineData(null, 60)]
    [InlineData("", 60)]
    [InlineData("1", 1)]
    [InlineData("1440", 1440)]
    public void Access_tokens_live_an_hour_or_as_long_as_is_set(string? minutes, int expected) =>
        Read(Environments.Production, ("Focusflow:Auth:SigningKey", Key), ("Focusflow:Auth:AccessTokenMinutes", minutes))
            .AccessTokenLifetime.ShouldBe(TimeSpan.FromMinutes(expected));

    [Theory]
    [InlineData("0")]
    [InlineData("1441")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("an hour")]
    public async Task Access_tokens_that_live_for_less_than_a_minute_or_more_than_a_day_are_refused_at_the_start(string minutes) =>
        (await Should.ThrowAsync<Exception>(() => FocusflowTestApp.StartAsync(("Focusflow:Auth:AccessTokenMinutes", minutes))))
            .ToString().ShouldContain("Focusflow:Auth:AccessTokenMinutes");

    [Fact]
    public async Task A_token_ends_after_the_minutes_that_are_set()
    {
        await using var app = await FocusflowTestApp.StartAsync(
            options => options with { Now = new DateTimeOffset(2026, 11, 18, 9, 0, 0, TimeSpan.Zero) }, ("Focusflow:Auth:AccessTokenMinutes", "600"));
        var ann = await app.RegisterAsync();
        (await (await app.LoginAsync()).JsonAsync()).GetProperty("expires_in").GetInt32().ShouldBe(36_000);

        await app.Clock.AdvanceAsync(TimeSpan.FromHours(9.9));
        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(0.2));
        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("http://issuer.example", "app")]
    [InlineData("issuer.example", "app")]
    [InlineData("https://issuer.example", null)]
    public void An_external_issuer_needs_https_and_an_audience(string authority, string? audience) =>
        Should.Throw<InvalidOperationException>(() => Read(
            Environments.Development,
            ("Focusflow:Auth:SigningKey", Key),
            ("Focusflow:Auth:External:Authority", authority),
            ("Focusflow:Auth:External:Audience", audience)));

    [Theory]
    [InlineData("the sample's", null)]
    [InlineData("zeros", "")]
    [InlineData("a word, repeated", "s3cret!s3cret!s3cret!s3cret!s3cret!")]
    [InlineData("a sequence", "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    [InlineData("a sentence", "This key is only known to me, I hope. It is long enough.")]
    [InlineData("two letters", "abbabaabbaabababbabaabaabbababbaabbabaabbaababab")]
    public void A_key_that_others_may_know_is_for_development_only(string what, string? text)
    {
        var key = what switch
        {
            "the sample's" => JsonNode.Parse(Repository.Read("local.settings.sample.json"))!["Values"]!["Focusflow__Auth__SigningKey"]!.GetValue<string>(),
            "zeros" => Convert.ToBase64String(new byte[64]),
            _ => Convert.ToBase64String(Encoding.ASCII.GetBytes(text!)),
        };

        Read(Environments.Development, ("Focusflow:Auth:SigningKey", key)).SigningKey.Length.ShouldBeGreaterThan(31);
        foreach (var environment in (string[])[Environments.Production, Environments.Staging, "development2"])
        {
            Should.Throw<InvalidOperationException>(() => Read(environment, ("Focusflow:Auth:SigningKey", key)), what)
                .Message.ShouldStartWith("The setting Focusflow:Auth:SigningKey ");
        }
    }

    [Fact]
    public void A_key_made_by_chance_is_good_enough_in_bytes_and_in_digits() => Seeded.Runs(2000, random =>
    {
        var bytes = new byte[random.Next(32, 100)];
        random.NextBytes(bytes);

        Read(Environments.Production, ("Focusflow:Auth:SigningKey", Convert.ToBase64String(bytes))).SigningKey.ShouldBe(bytes);
        Read(Environments.Production, ("Focusflow:Auth:SigningKey", Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes)))));
        Read(Environments.Production, ("Focusflow:Auth:SigningKey", Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)))));
    });

    [Theory]
    [InlineData("http://localhost:5173", true, false)]
    [InlineData("http://focusflow.example", true, false)]
    [InlineData("https://focusflow.example/app", true, true)]
    [InlineData("focusflow.example", false, false)]
    [InlineData("ftp://focusflow.example", false, false)]
    public void Links_to_the_frontend_need_https_outside_development(string url, bool development, bool elsewhere)
    {
        foreach (var (environment, allowed) in new[] { (Environments.Development, development), (Environments.Production, elsewhere) })
        {
            var read = () => MailServices.ReadOptions(
                new ConfigurationBuilder().AddInMemoryCollection([new("Focusflow:FrontendUrl", url)]).Build(),
                new HostingEnvironment { EnvironmentName = environment }).FrontendUrl;
            if (allowed)
                read().ShouldBe(new Uri(url));
            else
                Should.Throw<InvalidOperationException>(read).Message.ShouldContain("Focusflow:FrontendUrl");
        }
    }

    [Theory]
    [InlineData("Focusflow:Auth:SigningKey", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Focusflow:Push:Key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Focusflow:FrontendUrl", "http://focusflow.example")]
    [InlineData("Focusflow:Webhooks:AllowLoopback", "true")]
    public async Task What_is_for_development_only_keeps_the_app_from_starting_elsewhere(string setting, string value)
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(() => FocusflowTestApp.StartAsync(
            ("AZURE_FUNCTIONS_ENVIRONMENT", "Production"), ("Focusflow:Accounts:PasswordIterations", "600000"), (setting, value)));
        error.Message.ShouldContain(setting);

        await using var app = await FocusflowTestApp.StartAsync((setting, value));
    }

    [Theory]
    [InlineData("Focusflow:Auth:SigningKey", "c2hvcnQ=")]
    [InlineData("Focusflow:Push:Key", "c2hvcnQ=")]
    [InlineData("Focusflow:Push:Key", "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/push-key)")]
    public async Task The_app_does_not_start_with_settings_that_are_wrong(string setting, string value) =>
        (await Should.ThrowAsync<Exception>(() => FocusflowTestApp.StartAsync((setting, value)))).Message.ShouldContain(setting);

    private static Core.Features.Accounts.AccountsOptions Read(string environment, params (string Name, string? Value)[] settings) =>
        AccountsServices.ReadOptions(
            new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))).Build(),
            new HostingEnvironment { EnvironmentName = environment });
}
