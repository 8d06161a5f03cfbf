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
