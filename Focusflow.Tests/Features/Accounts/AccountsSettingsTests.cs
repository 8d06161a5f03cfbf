using Focusflow.Functions.Features.Accounts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class AccountsSettingsTests
{
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

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

    [Fact]
    public async Task The_app_does_not_start_with_settings_that_are_wrong() =>
        await Should.ThrowAsync<Exception>(() => FocusflowTestApp.StartAsync(("Focusflow:Auth:SigningKey", "c2hvcnQ=")));

    private static Core.Features.Accounts.AccountsOptions Read(string environment, params (string Name, string? Value)[] settings) =>
        AccountsServices.ReadOptions(
            new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))).Build(),
            new HostingEnvironment { EnvironmentName = environment });
}
